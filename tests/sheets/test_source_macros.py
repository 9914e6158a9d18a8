"""Macros: every way to define one, where it holds, what it may cost."""

import re

import pytest

from sheets.source import Sheet, read_text
from sheets.source.conventional import CONVENTIONAL


def read(text: str, suffix: str = ".tex") -> Sheet:
    return read_text(text, "sheet" + suffix, suffix)


def last(text: str, suffix: str = ".tex") -> str:
    return read(text, suffix).spans[-1].math.text


DEFINITIONS = {
    "newcommand": (r"\newcommand{\X}{\mathcal{X}} $x \in \X$", r"x \in \mathcal{X}"),
    "without braces": (r"\newcommand\X{\mathcal{X}} $\X$", r"\mathcal{X}"),
    "star": (r"\newcommand*{\X}{Y} $\X$", "Y"),
    "renewcommand": (r"\renewcommand{\vec}[1]{\mathbf{#1}} $\vec{x}$", r"\mathbf{x}"),
    "two arguments": (r"\newcommand{\f}[2]{#1_{#2}} $\f{x}{i}$", "x_{i}"),
    "arguments without braces": (r"\newcommand{\f}[2]{#1_{#2}} $\f x i$", "x_{i}"),
    "optional argument": (r"\newcommand{\f}[2][x]{#1_{#2}} $\f{i} \f[y]{j} \f[{]}]{k}$", "x_{i} y_{j} {]}_{k}"),
    "nested calls": (r"\newcommand{\f}[1]{(#1)} $\f{\f{x}}$", "((x))"),
    "macros in macros": (r"\newcommand{\a}{\b b}\newcommand{\b}{\beta} $\a$", r"\beta b"),
    "argument from behind": (r"\newcommand{\e}{\mathbb E\k}\newcommand{\k}[1]{[#1]} $\e{x}y$", r"\mathbb E[x]y"),
    "providecommand": (r"\newcommand{\X}{1}\providecommand{\X}{2}\providecommand{\Y}{3} $\X\Y$", "13"),
    "providecommand over a convention": (r"\providecommand{\norm}[1]{|#1|} $\norm{x}$", "|x|"),
    "robust": (r"\DeclareRobustCommand{\X}{Y} $\X$", "Y"),
    "document command": (r"\NewDocumentCommand{\f}{O{x} m}{#1_{#2}} $\f{i}\f[y]{j}$", "x_{i}y_{j}"),
    "def": (r"\def\X{Y} $\X$", "Y"),
    "def with arguments": (r"\def\f#1#2{#2#1} $\f{x}y$", "yx"),
    "def with delimiters": (r"\def\f(#1,#2){#1_{#2}} $\f(x,{i,j})$", "x_{{i,j}}"),
    "long and global": (r"\long\def\X#1{Y#1}\global\let\Z=\X $\Z1$", "Y1"),
    "let of a symbol": (r"\let\eps\varepsilon $\eps$", r"\varepsilon"),
    "let to swap": (r"\let\old\phi\let\phi\varphi\let\varphi\old $\phi\varphi$", r"\varphi\phi"),
    "let keeps the old meaning": (r"\newcommand{\a}{1}\let\b\a\renewcommand{\a}{2} $\a\b$", "21"),
    "let of a definer": (r"\let\nc\newcommand \nc{\X}{Y} $\X$", "Y"),
    "let and renew": (r"\let\oldvec\vec\renewcommand{\vec}[1]{\oldvec{\mathbf{#1}}} $\vec{x}$", r"\vec{\mathbf{x}}"),
    "operator": (r"\DeclareMathOperator{\rk}{rk} $\rk A$", r"\operatorname{rk} A"),
    "operator with limits": (r"\DeclareMathOperator*{\am}{arg\,max} $\am_x$", r"\operatorname*{arg\,max}_x"),
    "paired delimiter": (
        r"\DeclarePairedDelimiter{\nm}{\lVert}{\rVert} $\nm{x}\nm*{y}\nm[\big]{z}$",
        r"\lVert x \rVert\lVert y \rVert\lVert z \rVert",
    ),
    "environment": (
        r"\newenvironment{eq}[1]{\begin{align}\label{#1}}{\end{align}} \begin{eq}{l} a &= b \end{eq}",
        r"\label{l} a &= b ",
    ),
    "abbreviated environment": (r"\def\be{\begin{equation}}\def\ee{\end{equation}} \be a = b \ee", " a = b "),
    "whole formula in a macro": (r"\newcommand{\X}{$x^2$} so \X holds", "x^2"),
    "ensuremath": (r"\newcommand{\X}{\ensuremath{X}\xspace} $\X y$", "X y"),
    "ifmmode": (r"\newcommand{\X}{\ifmmode x\else $x$\fi} $\X$", " x"),
    "definition inside a definition": (r"\newcommand{\set}[1]{\def\X##1{##1#1}} \set{a} $\X{b}$", "ba"),
    "commented definition": ("\\newcommand{\\X}{1}\n% \\renewcommand{\\X}{2}\n$\\X$", "1"),
    "redefined later": (r"\newcommand{\X}{1} $\X$ \renewcommand{\X}{2} $\X$", "2"),
    "not yet defined": (r"$\X$ $\X$\newcommand{\X}{1}", r"\X"),
    "unknown": (r"$\foo{x}$", r"\foo{x}"),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_holds(name: str) -> None:
    text, expected = DEFINITIONS[name]
    assert last(text) == expected


def test_words_are_kept_apart() -> None:
    text = r"\newcommand{\m}{\mu}\newcommand{\n}{n}\newcommand{\b}[1]{\mathbf#1} $\m\n \alpha\n \b xy \m x$"
    assert last(text) == r"\mu n \alpha n \mathbf xy \mu x"


def test_markdown_learns_from_its_formulas() -> None:
    sheet = read("$\\newcommand{\\X}{\\mathcal{X}}$\n\n$x \\in \\X$ and $\\def\\Y{Y} \\Y$ and $\\Y$", ".md")
    assert [span.math.text for span in sheet.spans] == ["x \\in \\mathcal{X}", " Y", "Y"]


def test_documents_do_not_share_macros() -> None:
    read(r"\newcommand{\X}{1}\renewcommand{\norm}[1]{N} $\X$")
    assert last(r"$\X\norm{x}$") == r"\X\lVert x \rVert"


def test_places_of_bodies_are_the_call_and_those_of_arguments_their_own() -> None:
    text = r"\newcommand{\f}[1]{(#1)} $a + \f{xy} + b$"
    (span,) = read(text).spans
    call = text.index(r"\f{xy}")
    assert span.math.text == "a + (xy) + b"
    assert span.math.between(4, 8) == (call, call + 6)
    assert span.math.between(4, 5) == (call, call + 6)
    assert span.math.between(5, 7) == (call + 3, call + 5)
    assert span.math.between(8, 12) == (call + 6, len(text) - 1)
    assert text[span.start : span.end] == r"a + \f{xy} + b"


CONVENTIONS = {
    r"\norm{x} \norm*{x} \norm[\big]{x} \norm x": r"\lVert x \rVert \lVert x \rVert \lVert x \rVert \lVert x \rVert",
    r"\abs{x} \floor{x} \set{x \given y}": r"\lvert x \rvert \lfloor x \rfloor \{ x \mid y \}",
    r"\inner{x}{y} \ip{x,y}": r"\langle x , y \rangle \langle x,y \rangle",
    r"\dv{x} \dv{f}{x} \dv[2]{f}{x}": r"\frac{d}{d x} \frac{d f}{d x} \frac{d^{2} f}{d x^{2}}",
    r"\pdv{f}{x} \pdv{f}{x}{y}": r"\frac{\partial f}{\partial x} \frac{\partial^{2} f}{\partial x \partial y}",
    r"\int f \dd x \dd{y}": r"\int f d x d y",
    r"\qty(x) \qty[x]": r"\left( x \right) \left[ x \right]",
    r"\mqty(a & b)": r"\begin{pmatrix} a & b \end{pmatrix}",
    r"\R^n \N \E[X] \E{X}": r"\mathbb{R}^n \mathbb{N} \mathbb{E}[X] \mathbb{E}\left[ X \right]",
    r"\Var(x) \Cov{x}{y}": r"\operatorname{Var}(x) \operatorname{Cov}\left( x , y \right)",
    r"\KL(p\|q) \KL{p}{q}": r"D_{\mathrm{KL}}(p\|q) D_{\mathrm{KL}}\left( p \| q \right)",
    r"\argmin_x \argmax": r"\operatorname*{arg\,min}_x \operatorname*{arg\,max}",
    r"\vx \mW \tX": r"\boldsymbol{x} \boldsymbol{W} \boldsymbol{\mathsf{X}}",
    r"\bm x \vtheta": r"\boldsymbol{x} \boldsymbol{\theta}",
    r"X\T y X^\T y X^{-\T}": r"X^{\top} y X^{\top} y X^{-{\top}}",
    r"A\inv A^\inv \inv{A} \transpose{A}": r"A^{-1} A^{-1} {A}^{-1} {A}^{\top}",
    r"\sigmoid(x) \softmax \diag \tr \sign \relu": " ".join(
        [
            r"\operatorname{sigmoid}(x)",
            *(rf"\operatorname{{{name}}}" for name in ["softmax", "diag", "tr", "sign", "relu"]),
        ]
    ),
    r"\1_{x > 0} \ones \eps": r"\mathbb{1}_{x > 0} \mathbf{1} \epsilon",
    r"\paren{x} \brackets{x} \braces{x}": r"\left( x \right) \left[ x \right] \{ x \}",
}


@pytest.mark.parametrize("call", CONVENTIONS)
@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_conventional_macros_stand_in(call: str, suffix: str) -> None:
    assert last(f"${call}$", suffix) == CONVENTIONS[call]


def test_a_documents_own_definition_wins() -> None:
    assert last(r"\newcommand{\norm}[2]{N(#1,#2)}\def\vx{v} $\norm{a}{b} \vx$") == "N(a,b) v"


STANDARD = r"""
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma
varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr
sec sin sinh sup tan tanh bmod pmod mod operatorname
hat widehat tilde widetilde bar overline underline vec dot ddot check breve acute grave mathring overbrace underbrace
mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol text textbf emph bf rm it sf tt sc sl em cal
frac dfrac tfrac cfrac binom sqrt sum prod int oint iint bigcup bigcap bigvee bigwedge bigoplus bigotimes
left right big Big bigg Bigg middle langle rangle lvert rvert lVert rVert lfloor rfloor lceil rceil vert Vert
cdot times div pm mp ast star circ bullet oplus otimes odot wedge vee cap cup setminus sqcap
le leq ge geq neq ne ll gg sim simeq approx cong equiv propto mid parallel perp subset subseteq supset in ni notin
to mapsto gets rightarrow leftarrow Rightarrow Leftarrow iff implies leftrightarrow longrightarrow uparrow
forall exists nexists neg lnot land lor top bot prime infty partial nabla ell hbar Re Im aleph emptyset varnothing
angle triangle triangleq dots ldots cdots vdots ddots quad qquad label tag nonumber notag intertext ref eqref
begin end item section S P O L o l aa ss ae c b d v u k r t H i j choose brace brack over atop sp sb rq lq
mathbin mathrel mathop limits nolimits substack stackrel overset underset phantom not mathstrut displaystyle
therefore because blacksquare square Box lesssim gtrsim leqslant geqslant intercal complement
"""


def test_no_standard_name_is_conventional() -> None:
    assert not set(STANDARD.split()) & set(CONVENTIONAL)


def test_conventional_bodies_use_only_their_parameters() -> None:
    for name, shapes in CONVENTIONAL.items():
        for takes, body in shapes:
            numbers = [int(number) for number in re.findall(r"#(\d)", body)]
            assert set(numbers) <= set(range(1, 1 + len(takes.replace("s", "")))), name
            assert body.count("{") == body.count("}"), name


HOSTILE = {
    "itself": r"\def\a{\a} $\a$",
    "itself in the middle": r"\def\a{x\a y} $\a$",
    "each other": r"\def\a{\b}\def\b{\a} $\a$",
    "doubling": "".join(
        rf"\def\{x}{{\{y}\{y}}}" for x, y in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
    )
    + r"\def\u{x} $\a$",
    "doubling nothing": "".join(
        rf"\def\{x}{{\{y}\{y}}}" for x, y in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
    )
    + r"\def\u{} $\a$",
    "doubling arguments": r"\newcommand{\a}[1]{#1#1} $" + r"\a{" * 40 + "x" + "}" * 40 + "$",
    "growing argument": r"\def\a#1{\a{#1#1}} $\a{x}$",
    "optional itself": r"\newcommand{\a}[1][\a]{#1} $\a$",
    "environment itself": r"\newenvironment{e}{\begin{e}}{} \begin{e} $x$",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_endless_macros_are_a_problem_and_stay_as_they_stand(name: str) -> None:
    sheet = read(HOSTILE[name] + " $safe$")
    assert sheet.problems and all("expands without end" in problem.message for problem in sheet.problems)
    assert sheet.spans[-1].math.text == "safe"
    assert sum(len(span.math.text) for span in sheet.spans) < 20_000


def test_many_endless_macros_end_together() -> None:
    names = [f"\\{a}{b}" for a in "abcdefghij" for b in "klmnopqrst"]
    text = "".join(f"\\def{name}{{x{name}{name}}}" for name in names) + "$" + " ".join(names) * 20 + "$"
    sheet = read(text)
    assert 0 < len(sheet.problems) <= len(names) + 1
    assert len(sheet.spans[-1].math.text) < 100_000
