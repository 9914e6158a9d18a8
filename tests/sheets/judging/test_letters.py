"""A stranger's letters change no verdict on what holds, or fails, by itself."""

import pytest
from judged import SETTLED, last, renamed

from sheets.judging.results import Verdict

IDENTITIES = {
    "square of a sum": (r"(a + b)^2 = a^2 + 2 a b + b^2", r"(a + b)^2 = a^2 + a b + b^2", "a>u b>v"),
    "difference of squares": (r"(a - b)(a + b) = a^2 - b^2", r"(a - b)(a + b) = a^2 + b^2", "a>x b>y"),
    "letters exchanged": (r"(a - b)(a + b) = a^2 - b^2", r"(a - b)(a + b) = a^2 + b^2", "a>b b>a"),
    "sum of fractions": (
        r"\frac{a}{b} + \frac{c}{d} = \frac{a d + b c}{b d}",
        r"\frac{a}{b} + \frac{c}{d} = \frac{a d - b c}{b d}",
        "a>u b>v c>x d>y",
    ),
    "logarithm of a product": (r"\log(a b) = \log a + \log b", r"\log(a b) = \log a - \log b", "a>u b>v"),
    "hyperbolic tangent": (r"\tanh(x) = 2 \sigma(2 x) - 1", r"\tanh(x) = 2 \sigma(x) - 1", "x>u"),
    "chain of steps": (
        r"(x - y)^2 = x^2 - 2 x y + y^2 = (y - x)^2",
        r"(x - y)^2 = x^2 - 2 x y + y^2 = (y + x)^2",
        "x>a y>b",
    ),
}
MATRICES = {
    "transpose of a product": (r"(A B)^T = B^T A^T", r"(A B)^T = A^T B^T", "A>M B>C"),
    "inverse of a product": (r"(A B)^{-1} = B^{-1} A^{-1}", r"(A B)^{-1} = A^{-1} B^{-1}", "A>R B>S"),
    "trace of a sum": (
        r"\operatorname{tr}(A + B) = \operatorname{tr}(A) + \operatorname{tr}(B)",
        r"\operatorname{tr}(A + B) = \operatorname{tr}(A) - \operatorname{tr}(B)",
        "A>X B>W",
    ),
    "entry of a product": (
        r"(A B)_{ij} = \sum_k A_{ik} B_{kj}",
        r"(A B)_{ij} = \sum_k A_{ik} B_{jk}",
        "A>X B>W i>r j>s k>t",
    ),
}
GRADIENTS = {
    "least squares": (
        r"\nabla_w \|X w - y\|^2 = 2 X^T (X w - y)",
        r"\nabla_w \|X w - y\|^2 = X^T (X w - y)",
        "X>A w>v y>b",
    ),
    "quadratic form": (r"\nabla_x (x^T A x) = (A + A^T) x", r"\nabla_x (x^T A x) = (A - A^T) x", "A>M x>v"),
    "sine": (r"\frac{d}{dx} \sin(a x) = a \cos(a x)", r"\frac{d}{dx} \sin(a x) = -a \cos(a x)", "a>c"),
    "power": (r"\frac{\partial}{\partial x} x^3 = 3 x^2", r"\frac{\partial}{\partial x} x^3 = 2 x^2", "x>t"),
    "logistic function": (r"\sigma'(x) = \sigma(x)(1 - \sigma(x))", r"\sigma'(x) = \sigma(x)(1 + \sigma(x))", "x>z"),
}
BOUNDS = {
    "means": (r"a b \le \frac{a^2 + b^2}{2}", r"a b \ge \frac{a^2 + b^2}{2}", "a>x b>y"),
    "exponential": (r"1 + x \le e^x", r"1 + x \ge e^x", "x>t"),
    "triangle": (r"\|x + y\| \le \|x\| + \|y\|", r"\|x + y\| \ge \|x\| + \|y\|", "x>u y>v"),
}
SUMS = {
    "first integers": (r"\sum_{i=1}^n i = \frac{n(n+1)}{2}", r"\sum_{i=1}^n i = \frac{n(n-1)}{2}", "i>k n>m"),
    "geometric": (
        r"\sum_{k=0}^{n-1} r^k = \frac{1 - r^n}{1 - r}",
        r"\sum_{k=0}^{n} r^k = \frac{1 - r^n}{1 - r}",
        "k>j n>m r>a",
    ),
    "moments": (
        r"\operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X]^2",
        r"\operatorname{Var}(X) = \mathbb{E}[X^2] + \mathbb{E}[X]^2",
        "X>Z",
    ),
    "variance of a multiple": (
        r"\operatorname{Var}(a X + b) = a^2 \operatorname{Var}(X)",
        r"\operatorname{Var}(a X + b) = a \operatorname{Var}(X)",
        "a>c b>d X>U",
    ),
    "entropy": (r"H(X, Y) = H(X) + H(Y \mid X)", r"H(X, Y) = H(X) - H(Y \mid X)", "X>U Y>V"),
    "product rule": (r"p(x, y) = p(x \mid y) p(y)", r"p(x, y) = p(x \mid y) p(x)", "x>a y>z"),
}
"""By kind: what holds, the same with a slip, and other letters for it."""

ALL = {**IDENTITIES, **MATRICES, **GRADIENTS, **BOUNDS, **SUMS}


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_other_letters_change_no_verdict(case):
    right, wrong, letters = case
    for latex in (right, wrong):
        other = renamed(latex, letters)
        assert other != latex
        ours, theirs = last(f"${latex}$"), last(f"${other}$")
        assert ours.verdict in SETTLED if latex is right else ours.verdict is Verdict.WRONG
        assert (theirs.verdict, theirs.code) == (ours.verdict, ours.code)


def test_renaming_leaves_commands_and_words_alone():
    latex = r"\operatorname{tr}(A t) = \frac{t_{ij}}{\mathbb{E}[X^T]}"
    assert renamed(latex, "t>u A>M E>F i>k") == r"\operatorname{tr}(M u) = \frac{u_{kj}}{\mathbb{E}[X^T]}"
    assert renamed(r"a \alpha", r"a>b \alpha>\beta") == r"b \beta"
