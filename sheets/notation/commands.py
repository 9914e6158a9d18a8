"""Literal tables: what each LaTeX command and each character means to the grammar."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega"
)
_SMALL_LETTERS = _SMALL.split()
_CAPITALS = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
_CAPITAL_LETTERS = _CAPITALS.split()
_LATIN_CAPITALS = "Upsilon Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron Rho Tau Chi"
GREEK = (*_SMALL_LETTERS, *_CAPITAL_LETTERS, *_LATIN_CAPITALS.split())

NAMES: dict[str, str] = {
    **{letter: letter for letter in GREEK},
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma", "varpi": "pi",
    "varkappa": "kappa",
    "ell": "l", "hbar": "hbar", "imath": "i", "jmath": "j", "infty": "infinity", "emptyset": "emptyset",
    "varnothing": "emptyset", "top": "top", "bot": "bot", "perp": "perp", "intercal": "top", "dagger": "dagger",
    "ddagger": "dagger",
    "star": "star", "ast": "star", "prime": "prime", "aleph": "aleph", "Re": "Re", "Im": "Im", "circledast": "star",
    "bullet": "bullet", "checkmark": "checkmark", "square": "square", "Box": "square", "diamond": "diamond",
    "#": "#", "wp": "wp",
    "P": "P", "S": "S",
}  # fmt: skip

UNICODE_NAMES: dict[str, str] = {
    **dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _SMALL_LETTERS, strict=True)),
    **dict(zip("ΓΔΘΛΞΠΣΦΨΩ", _CAPITAL_LETTERS, strict=True)),
    "∞": "infinity", "ℓ": "l", "ℝ": "bbR", "𝔼": "bbE", "ϵ": "epsilon", "ϕ": "phi", "ς": "sigma", "⊤": "top",
    "•": "bullet",
    "†": "dagger", "∅": "emptyset",
}  # fmt: skip

RELATIONS: dict[str, str] = {
    "=": "=", "<": "<", ">": ">", ":=": ":=", "=:": "=:", "leq": "<=", "le": "<=", "leqslant": "<=", "geq": ">=",
    "ge": ">=",
    "geqslant": ">=", "neq": "!=", "ne": "!=", "lt": "<", "gt": ">", "ll": "<<", "gg": ">>", "approx": "approx",
    "simeq": "approx", "cong": "cong", "sim": "~", "propto": "propto", "equiv": "equiv", "in": "in",
    "notin": "notin", "ni": "ni",
    "subset": "subset", "subseteq": "subset", "subsetneq": "subset", "supset": "supset", "supseteq": "supset",
    "to": "to",
    "rightarrow": "to", "longrightarrow": "to", "mapsto": "mapsto", "longmapsto": "mapsto", "gets": ":=",
    "leftarrow": ":=",
    "hookrightarrow": "to", "rightharpoonup": "to", "rightsquigarrow": "to", "uparrow": "to", "downarrow": "to",
    "nearrow": "to",
    "coloneqq": ":=", "coloneq": ":=", "triangleq": ":=", "doteq": ":=", "eqqcolon": "=:", "preceq": "preceq",
    "succeq": "succeq",
    "prec": "prec", "succ": "succ", "lesssim": "lesssim", "gtrsim": "gtrsim", "asymp": "asymp", "perp": "perp",
    "models": "models",
    "vdash": "vdash", "leftrightarrow": "iff", "rightleftharpoons": "iff", "nsubseteq": "notsubset", "not=": "!=",
    "notin ": "notin",
    "lll": "<<", "ggg": ">>", "nleq": "!<=", "ngeq": "!>=", "bowtie": "bowtie", "curlyeqprec": "preceq",
    "curlyeqsucc": "succeq",
}  # fmt: skip

UNICODE_COMMANDS: dict[str, str] = {
    "≤": "leq", "≥": "geq", "≠": "neq", "≈": "approx", "∈": "in", "∉": "notin", "⊂": "subset", "⊆": "subseteq",
    "→": "to",
    "←": "gets", "↦": "mapsto", "∼": "sim", "∝": "propto", "≡": "equiv", "≪": "ll", "≫": "gg", "⪯": "preceq",
    "⪰": "succeq",
    "⇒": "Rightarrow", "⇔": "iff", "∑": "sum", "∏": "prod", "∫": "int", "∂": "partial", "∇": "nabla", "√": "sqrt",
    "·": "cdot",
    "×": "times", "⊙": "odot", "∘": "circ", "⊗": "otimes", "⊕": "oplus", "±": "pm", "∪": "cup", "∩": "cap",
    "∀": "forall",
    "∃": "exists", "‖": "|", "∥": "|", "…": "ldots", "⋯": "cdots", "⟨": "langle", "⟩": "rangle", "⌊": "lfloor",
    "⌋": "rfloor",
    "⌈": "lceil", "⌉": "rceil", "−": "-", "∗": "*", "∣": "mid", "≜": "triangleq", "¬": "neg", "∧": "land",
    "∨": "lor", "⋅": "cdot",
    "\u2009": ",", "\u202f": ",", "′": "'",
}  # fmt: skip

SEPARATORS: dict[str, str] = {
    "Rightarrow": "implies", "implies": "implies", "Longrightarrow": "implies", "iff": "iff", "Leftrightarrow": "iff",
    "Longleftrightarrow": "iff", "Leftarrow": "implied", "impliedby": "implied", "therefore": "implies",
    "because": "implied",
    "leadsto": "implies",
}  # fmt: skip

SUMS: dict[str, str] = {
    "+": "+", "-": "-", "pm": "±", "mp": "∓", "cup": "∪", "cap": "∩", "setminus": "∖", "backslash": "∖", "oplus": "⊕",
    "lor": "∨", "vee": "∨", "land": "∧", "wedge": "∧", "uplus": "∪", "sqcup": "∪", "ominus": "⊖", "dotplus": "+",
    "amalg": "∪",
}  # fmt: skip

PRODUCTS: dict[str, str] = {
    "cdot": "·", "times": "×", "/": "/", "*": "*", "odot": "⊙", "circ": "∘", "otimes": "⊗", "ast": "*", "star": "⋆",
    "div": "÷",
    "bullet": "·", "circledast": "⊛", "bmod": "mod", "mod": "mod", "slash": "/",
}  # fmt: skip

BIG: dict[str, str] = {
    "sum": "sum", "prod": "prod", "int": "int", "iint": "int", "iiint": "int", "oint": "int", "bigcup": "union",
    "bigcap": "intersection", "bigvee": "or", "bigwedge": "and", "bigoplus": "bigoplus", "bigotimes": "bigotimes",
    "bigodot": "bigodot", "coprod": "coprod", "bigsqcup": "union", "biguplus": "union",
}  # fmt: skip

REACHING: dict[str, str] = {
    "max": "max", "min": "min", "sup": "sup", "inf": "inf", "argmax": "argmax", "argmin": "argmin", "lim": "lim",
    "limsup": "limsup", "liminf": "liminf", "maximize": "max", "minimize": "min", "esssup": "sup",
    "argsup": "argmax", "arginf": "argmin",
    "Argmax": "argmax", "Argmin": "argmin",
}  # fmt: skip

FUNCTIONS: dict[str, str] = {
    "log": "log", "ln": "log", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh", "cosh": "cosh",
    "tanh": "tanh", "cot": "cot", "sec": "sec", "csc": "csc", "arcsin": "arcsin", "arccos": "arccos",
    "arctan": "arctan",
    "atan": "arctan", "arctanh": "artanh", "artanh": "artanh", "coth": "coth", "lg": "log2",
    "det": "det", "tr": "tr", "Tr": "tr", "trace": "tr", "Trace": "tr", "rank": "rank", "rk": "rank", "diag": "diag",
    "Diag": "diag",
    "dim": "dim", "ker": "ker", "range": "range", "im": "range", "span": "span", "sign": "sign", "sgn": "sign",
    "signum": "sign",
    "softmax": "softmax", "Softmax": "softmax", "softargmax": "softmax", "logsoftmax": "logsoftmax",
    "logsumexp": "logsumexp", "LogSumExp": "logsumexp", "LSE": "logsumexp",
    "sigmoid": "sigmoid", "Sigmoid": "sigmoid", "logistic": "sigmoid", "logit": "logit", "relu": "relu",
    "ReLU": "relu", "Relu": "relu",
    "softplus": "softplus", "Softplus": "softplus", "erf": "erf", "Var": "Var", "var": "Var", "Cov": "Cov",
    "cov": "Cov", "Corr": "Corr",
    "KL": "KL", "JS": "JS", "JSD": "JS", "Pr": "P", "Prob": "P", "vec": "vec", "mat": "mat", "rot": "rot",
    "conv": "conv", "width": "width",
    "gcd": "gcd", "lcm": "lcm", "deg": "deg", "Bern": "Bern", "Bernoulli": "Bern", "Cat": "Cat", "Unif": "Unif",
    "Uniform": "Unif",
    "Poisson": "Poisson", "Binomial": "Bin", "Bin": "Bin", "supp": "supp", "dist": "dist", "proj": "proj",
    "cl": "cl", "conv ": "conv", "epi": "epi",
    "NAND": "NAND", "NOT": "NOT", "AND": "AND", "OR": "OR", "XOR": "XOR", "maxout": "maxout", "concat": "concat",
    "LayerNorm": "LayerNorm",
    "BatchNorm": "BatchNorm", "Attention": "Attention", "attention": "Attention", "MultiHead": "MultiHead", "H": "H",
    "abs": "abs", "sech": "sech", "sinc": "sinc",
    "Expect": "bbE", "Ex": "bbE", "median": "median", "mean": "mean", "rows": "rows", "expit": "sigmoid",
    "hardtanh": "hardtanh", "elu": "elu", "ELU": "elu",
    "leakyrelu": "leakyrelu", "LeakyReLU": "leakyrelu", "GELU": "gelu", "gelu": "gelu", "swish": "swish",
    "Swish": "swish", "SiLU": "swish", "arg": "arg",
}  # fmt: skip
"""Words that are functions, in capital and small spellings; the value is the function's one name."""

_LETTER_WORDS = (
    "argmax argmin softmax logsumexp sigmoid softplus softsign relu ReLU tanh sinh cosh diag sign sgn rank exp log sin "
    "cos tan det max min sup inf lim Var Cov KL JSD JS tr Tr ln NAND"
)
LETTER_WORDS = tuple(_LETTER_WORDS.split())
"""Function names that people type as plain letters."""

ABBREVIATIONS = _words(
    "ELBO SNR ECE ESS FID PPL MMD MSE RSS TSS RMSE MAE MAPE AUC IoU IOU MAP MLE FDR TPR FPR TNR FNR PSNR MAX WER BLEU "
    "NLL BCE MLP FFN MHA AIC BIC SST SSE SSR DCG NDCG MRR IDF RMS ROC"
)
"""Words that people type as plain letters, and that are names."""

ABBREVIATED_MAPS = _words("BN LN GN TV CE IG PE")
"""… of two letters, which are names before a bracket alone."""

NEEDS_BRACKET = _words("tr Tr KL JS JSD Var Cov ln inf lim sup det H im arg")
"""Function names that count as such, when typed as plain letters, only before a bracket or a script."""

ACCENTS: dict[str, str] = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "overline": "bar",
    "dot": "dot",
    "ddot": "ddot", "vec": "", "overrightarrow": "", "check": "check", "breve": "breve", "acute": "acute",
    "grave": "grave",
    "mathring": "ring", "underline": "", "wideparen": "hat", "widecheck": "check", "undertilde": "tilde",
    "underbar": "",
}  # fmt: skip
"""Accents that make another name; an empty one is a mark of type (a vector's arrow) and makes none."""

FONTS: dict[str, str] = {
    "mathbf": "", "boldsymbol": "", "bm": "", "mathit": "", "mathsf": "", "mathnormal": "", "pmb": "", "bold": "",
    "symbf": "", "symbfit": "",
    "mathcal": "cal", "mathscr": "cal", "mathfrak": "frak", "mathbb": "bb", "mathds": "bb", "Bbb": "bb",
    "vmathbb": "bb", "mathbbm": "bb", "bbm": "bb",
    "cal": "cal", "symcal": "cal", "symbb": "bb", "bf": "", "it": "", "sf": "", "tt": "",
}  # fmt: skip
UPRIGHT = _words(
    "mathrm text textrm textit textbf textsf texttt mbox hbox operatorname rm textnormal mathop textsc emph mathtt "
    "operatorname* texttt symup textup"
)

SKIPPED = _words(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm biggm middle displaystyle "
    "textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag mathstrut strut noindent centering "
    "allowbreak nobreak hfill relax itshape bfseries rmfamily normalfont small large footnotesize scriptsize tiny "
    "normalsize par newline protect ensuremath mathopen mathclose mathord mathbin mathrel mathinner mathpunct left. "
    "right. qedhere hline toprule midrule bottomrule smallskip medskip bigskip mathsurround"
)
SIZES = _words("left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle bigm Bigm biggm")
SKIPPED_WITH_ARGUMENT = _words(
    "label tag hspace vspace color phantom vphantom hphantom intertext shortintertext cline ref eqref cite footnote "
    "hspace* vspace* rule setlength"
)
SPACES = _words(", ; : ! > quad qquad space enspace thinspace medspace thickspace negthinspace ~ enskip") | {" ", "\n"}
GAPS = frozenset({"quad", "qquad"})
TRANSPARENT = _words(
    "boxed fbox cancel bcancel xcancel mathstrut smash mathrlap mathllap framebox underbrace overbrace underset "
    "overset stackrel mathclap substack"
)
DOTS = _words("ldots cdots dots vdots ddots dotsc dotsb dotsm dotsi dotso hdots iddots mathellipsis")
FRACTIONS = _words("frac dfrac tfrac cfrac sfrac nicefrac flatfrac")
BINOMIALS = _words("binom dbinom tbinom")
MATRICES = _words("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix array")
CASES = _words("cases dcases rcases drcases numcases")
ALIGNMENTS = _words(
    "align aligned alignat alignedat split gather gathered multline eqnarray equation flalign displaymath math dmath"
)
OPEN: dict[str, str] = {"(": "(", "[": "[", "{": "{", "lbrace": "{", "lbrack": "[", "lparen": "(", "llbracket": "["}
CLOSE: dict[str, str] = {")": "(", "]": "[", "}": "{", "rbrace": "{", "rbrack": "[", "rparen": "(", "rrbracket": "["}
FENCES: dict[str, tuple[str, str]] = {
    "lfloor": ("floor", "rfloor"), "lceil": ("ceil", "rceil"), "langle": ("angle", "rangle"),
    "lvert": ("abs", "rvert"), "lVert": ("norm", "rVert"),
}  # fmt: skip
CONNECTIVES = _words(
    "if else otherwise where s.t. st. and or for with when iff such that else: if: where: then given subject to since "
    "because as wlog resp. i.e. e.g. i.i.d. iid thus hence let all any each so in is are to by from of on"
)
CONDITIONAL_WORDS = _words("if for when where otherwise else else, if, otherwise, or while unless")
