"""The conventional macros, which stand in for packages and style files that are absent.

A document's own definition always wins.

Each name has one or more shapes, tried in order. A shape says how the macro is called, one letter for a parameter,
and what it stands for: m an argument `{x}` or the next token, g a group `{x}` and nothing else, b `[x]`, r `(x)`, s a
star or nothing (it has no number). A body that begins with `^` also stands behind a `^` of its own: `X\\T` and
`X^\\T` are the same.

None of the names is one of LaTeX, amsmath or amssymb, and names that the field gives different meanings (`\\I`,
`\\ra`, `\\F`) are left out.
"""

from __future__ import annotations

from sheets.source.letters import LETTERS

Shapes = tuple[tuple[str, str], ...]


def _pair(left: str, right: str) -> Shapes:
    """Shape a macro that puts delimiters around its argument; a size `[\\big]` or a star changes nothing."""
    return (("bm", f"{left} #2 {right}"), ("sm", f"{left} #1 {right}"))


def _two(left: str, between: str, right: str) -> Shapes:
    """Shape a macro that puts delimiters around two arguments, or around one that holds both."""
    return (("gg", f"{left} #1 {between} #2 {right}"), ("sm", f"{left} #1 {right}"))


def _head(head: str, between: str = ",") -> Shapes:
    """Shape a head that may have its arguments in braces, and else stands alone."""
    return (("gg", rf"{head}\left( #1 {between} #2 \right)"), ("g", rf"{head}\left( #1 \right)"), ("", head))


def _square(head: str) -> Shapes:
    """Shape a head whose argument in braces stands in square brackets."""
    return (("g", rf"{head}\left[ #1 \right]"), ("", head))


def _font(font: str) -> Shapes:
    return (("m", rf"\{font}{{#1}}"),)


def _is(body: str) -> Shapes:
    return (("", body),)


def _operators(names: str, star: str = "") -> dict[str, Shapes]:
    return {name: _is(rf"\operatorname{star}{{{name}}}") for name in names.split()}


def _named(text: str, names: str) -> dict[str, Shapes]:
    return dict.fromkeys(names.split(), _is(text))


def _derivative(d: str) -> Shapes:
    return (
        ("sbgg", rf"\frac{{{d}^{{#1}} #2}}{{{d} #3^{{#1}}}}"),
        ("sbg", rf"\frac{{{d}^{{#1}}}}{{{d} #2^{{#1}}}}"),
        ("sggg", rf"\frac{{{d}^{{2}} #1}}{{{d} #2 {d} #3}}"),
        ("sgg", rf"\frac{{{d} #1}}{{{d} #2}}"),
        ("sm", rf"\frac{{{d}}}{{{d} #1}}"),
    )


CONVENTIONAL: dict[str, Shapes] = {
    # One name for each letter and font
    **{name: _is(body) for name, body in LETTERS.items()},
    # Brackets
    **dict.fromkeys(("norm", "Norm", "vnorm", "nrm"), _pair(r"\lVert", r"\rVert")),
    **dict.fromkeys(("abs", "Abs", "absolutevalue", "card", "vqty"), _pair(r"\lvert", r"\rvert")),
    "normsq": (("m", r"\lVert #1 \rVert^{2}"),),
    **dict.fromkeys(("ceil", "Ceil"), _pair(r"\lceil", r"\rceil")),
    **dict.fromkeys(("floor", "Floor"), _pair(r"\lfloor", r"\rfloor")),
    **dict.fromkeys(("set", "Set", "braces", "curly", "cbr", "Bqty"), _pair(r"\{", r"\}")),
    **dict.fromkeys(("paren", "parens", "parenth", "pqty", "round"), _pair(r"\left(", r"\right)")),
    **dict.fromkeys(("bracket", "brackets", "sqbrack", "sbr", "bqty"), _pair(r"\left[", r"\right]")),
    **dict.fromkeys(("inner", "ip", "innerprod", "innerproduct", "iprod", "scal"), _two(r"\langle", ",", r"\rangle")),
    **dict.fromkeys(("angles", "ev", "expval"), _pair(r"\langle", r"\rangle")),
    **dict.fromkeys(("comm", "commutator"), _two("[", ",", "]")),
    "bra": _pair(r"\langle", "|"),
    "ket": _pair("|", r"\rangle"),
    "braket": _two(r"\langle", "|", r"\rangle"),
    **dict.fromkeys(
        ("qty", "quantity"),
        (("sr", r"\left( #1 \right)"), ("sb", r"\left[ #1 \right]"), ("sg", r"\left\{ #1 \right\}")),
    ),
    **dict.fromkeys(
        ("mqty", "matrixquantity"),
        (
            ("r", r"\begin{pmatrix} #1 \end{pmatrix}"),
            ("b", r"\begin{bmatrix} #1 \end{bmatrix}"),
            ("g", r"\begin{matrix} #1 \end{matrix}"),
        ),
    ),
    "pmqty": (("m", r"\begin{pmatrix} #1 \end{pmatrix}"),),
    "bmqty": (("m", r"\begin{bmatrix} #1 \end{bmatrix}"),),
    "vmqty": (("m", r"\begin{vmatrix} #1 \end{vmatrix}"),),
    **dict.fromkeys(("eval", "evaluated"), (("m", r"\left. #1 \right|"),)),
    # Derivatives and differentials
    **dict.fromkeys(("dv", "derivative", "odv"), _derivative("d")),
    **dict.fromkeys(("pdv", "pderivative", "partialderivative", "pd"), _derivative(r"\partial")),
    **dict.fromkeys(("fdv", "fderivative"), _derivative(r"\delta")),
    **dict.fromkeys(("dd", "dif", "diff", "ud", "rmd"), (("bg", "d^{#1} #2"), ("g", "d #1"), ("", "d"))),
    **{f"d{letter}": _is(f"d {letter}") for letter in "txyz"},
    **_named(r"\nabla", "grad gradient"),
    **_named(r"\nabla \cdot", "divergence"),
    **_named(r"\nabla \times", "curl"),
    **_named(r"\nabla^{2}", "laplacian"),
    # Scripts
    **_named(r"^{\top}", "T tp tran trans transp"),
    "transpose": (("g", r"{#1}^{\top}"), ("", r"^{\top}")),
    "inv": (("g", "{#1}^{-1}"), ("", "^{-1}")),
    "pinv": (("g", "{#1}^{+}"), ("", "^{+}")),
    "herm": (("g", r"{#1}^{\mathsf{H}}"), ("", r"^{\mathsf{H}}")),
    # Fractions
    **dict.fromkeys(("nicefrac", "sfrac", "flatfrac", "ffrac"), (("mm", r"\frac{#1}{#2}"),)),
    "half": _is(r"\frac{1}{2}"),
    # Fonts and accents
    **dict.fromkeys(("bm", "vect", "mat", "matr", "mtx", "mathbold", "bsym", "vbold"), _font("boldsymbol")),
    **dict.fromkeys(("mbf", "mb"), _font("mathbf")),
    **dict.fromkeys(("mathbbm", "mathds", "mbb"), _font("mathbb")),
    **dict.fromkeys(("mc", "mcal", "mathpzc"), _font("mathcal")),
    **dict.fromkeys(("mrm", "mathup"), _font("mathrm")),
    **dict.fromkeys(("msf", "etens"), _font("mathsf")),
    "tens": (("m", r"\boldsymbol{\mathsf{#1}}"),),
    "wh": _font("widehat"),
    "wt": _font("widetilde"),
    "ol": _font("overline"),
    "ul": _font("underline"),
    # Sets of numbers
    **_named(r"\mathbb{R}", "R RR Real Reals reals"),
    **_named(r"\mathbb{N}", "N NN Nat naturals"),
    **_named(r"\mathbb{Z}", "Z ZZ ints integers"),
    **_named(r"\mathbb{Q}", "Q QQ rationals"),
    **_named(r"\mathbb{C}", "C CC complex complexes"),
    # Probability
    **dict.fromkeys(("E", "EE", "EX", "Ex", "expect", "Expect", "expectation"), _square(r"\mathbb{E}")),
    **dict.fromkeys(
        ("Prob", "prob", "PP", "pr", "Proba"), (("g", r"\mathbb{P}\left( #1 \right)"), ("", r"\mathbb{P}"))
    ),
    **dict.fromkeys(("Var", "var", "variance"), _head(r"\operatorname{Var}")),
    **dict.fromkeys(("Cov", "cov", "covariance"), _head(r"\operatorname{Cov}")),
    **dict.fromkeys(("Corr", "corr"), _head(r"\operatorname{Corr}")),
    **dict.fromkeys(("KL", "kl", "KLD", "kld", "DKL", "Dkl", "dkl", "KLdiv"), _head(r"D_{\mathrm{KL}}", r"\|")),
    **dict.fromkeys(("JS", "JSD", "js", "jsd", "DJS"), _head(r"D_{\mathrm{JS}}", r"\|")),
    **dict.fromkeys(("Normal", "normal", "Gauss", "Gaussian", "gauss", "gaussian"), _head(r"\mathcal{N}")),
    **dict.fromkeys(("1", "ind", "Ind", "indic", "indicator", "Indicator", "one"), _square(r"\mathbb{1}")),
    **_named(r"\mid", "given cond"),
    **_named(r"\perp", "indep independent"),
    **_named(r"\text{i.i.d.}", "iid"),
    **_named(r"p_{\mathrm{data}}", "pdata"),
    **_named(r"p_{\mathrm{model}}", "pmodel"),
    **_named(r"\hat{p}_{\mathrm{data}}", "ptrain"),
    # Operators
    **dict.fromkeys(("argmax", "argmaximize", "Argmax"), _is(r"\operatorname*{arg\,max}")),
    **dict.fromkeys(("argmin", "argminimize", "Argmin"), _is(r"\operatorname*{arg\,min}")),
    **_operators("arginf argsup esssup minimize maximize minimise maximise median", star="*"),
    **_operators("tr Tr trace diag Diag blkdiag rank sign sgn supp dom conv prox proj epi dist vol cone aff Lip"),
    **_operators(
        "relu ReLU gelu GELU elu ELU silu SiLU swish softmax sigmoid softplus logit logsumexp lse LSE erf erfc"
    ),
    **_operators("MLP Attention Attn attn LayerNorm BatchNorm ELBO elbo MSE mse RMSE MAE CE BCE Ent Bias Std std"),
    **_operators("Bern Ber Bernoulli Bin Binom Binomial Poi Poisson Unif Uniform Exp Dir Cat Multinomial Laplace Geom"),
    **_operators("artanh arctanh arsinh arcsinh arcosh arccosh sech csch sinc"),
    **dict.fromkeys(("bigO", "order", "BigO"), (("g", r"\mathcal{O}\left( #1 \right)"), ("", r"\mathcal{O}"))),
    **_named(r"\odot", "hadamard had"),
    **_named(r"\otimes", "kron"),
    **_named(r"\times", "cross crossproduct"),
    **_named(r"\cdot", "vdot dotproduct"),
    **_named(":=", "defeq coloneqq coloneq"),
    **_named("=:", "eqdef eqqcolon"),
    # Letters
    **_named(r"\epsilon", "eps"),
    **_named(r"\varepsilon", "veps vareps"),
    **_named(r"\varphi", "vphi"),
    **_named(r"\lambda", "lam"),
    **_named(r"\mathcal{L}", "Loss Ls Lcal LL"),
    **_named(r"\mathbf{1}", "ones vone"),
    **_named(r"\mathbf{0}", "zeros zero vzero"),
    **_named(r"\mathbf{I}", "Id eye identity"),
    **{name: _is(rf"\mathrm{{{name}}}") for name in ("MAP", "MLE", "ML", "OLS", "ridge")},
    # Words
    **_named(r"\text{ s.t. }", "st suchthat subjectto"),
    **_named(r"\text{ w.r.t. }", "wrt"),
    "qq": (("sm", r"\quad\text{#1}\quad"),),
    **{
        f"q{word}": _is(rf"\quad\text{{{word}}}\quad")
        for word in [
            "if",
            "then",
            "else",
            "otherwise",
            "unless",
            "given",
            "using",
            "assume",
            "since",
            "let",
            "for",
            "all",
            "and",
            "or",
            "as",
            "in",
            "where",
        ]
    },
    # Short names that are a letter of a family when they stand alone, and a font or an accent before a group.
    "va": (("sg", r"\vec{#1}"), ("", r"\boldsymbol{a}")),
    "vb": (("sg", r"\boldsymbol{#1}"), ("", r"\boldsymbol{b}")),
    "vu": (("sg", r"\hat{#1}"), ("", r"\boldsymbol{u}")),
    "vv": (("g", r"\vec{#1}"), ("", r"\boldsymbol{v}")),
    "rv": (("g", r"\mathbf{#1}"), ("", r"\mathrm{v}")),
    "bb": (("g", r"\mathbb{#1}"), ("", r"\mathbf{b}")),
    "bs": (("g", r"\boldsymbol{#1}"), ("", r"\mathbf{s}")),
}
