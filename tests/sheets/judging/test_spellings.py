"""How a formula is spelt changes no verdict: spaces, brackets, fractions, products and marks."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict

BAYES = (
    r"p(x \mid y) = \frac{p(@) p(x)}{p(y)}",
    r"p(x|y)=\frac{p(@)\,p(x)}{p(y)}",
    r"p(x \mid y) = p(@) p(x) / p(y)",
    r"p\left(x \middle| y\right) = \frac{p\left(@\right) \cdot p(x)}{p(y)}",
)
SPELLINGS = {
    "fractions": (
        ("", "+", "-"),
        (
            r"\sum_{i=1}^n i = \frac{n(n@1)}{2}",
            r"\sum_{i=1}^n i = n(n@1)/2",
            r"\sum_{i=1}^{n}i=\dfrac{n\cdot(n@1)}{2}",
            r"\sum\limits_{i=1}^n i = \frac{1}{2} n (n@1)",
        ),
    ),
    "brackets and products": (
        ("", "2 a", "a"),
        (
            r"(a + b)^2 = a^2 + @ b + b^2",
            r"\left(a+b\right)^2=a^2+@ b+b^2",
            r"\bigl(a + b\bigr)^{2} = a^{2} + @ \cdot b + b^{2}",
            r"(a+b)^2 \; = \; a^2 + @\,b + b^2",
        ),
    ),
    "variances": (
        ("", "a^2", "a"),
        (
            r"\operatorname{Var}(a X + b) = @ \operatorname{Var}(X)",
            r"\mathrm{var}[aX+b]=@\,\mathrm{var}[X]",
            r"\mathbb{V}[a X + b] = @ \mathbb{V}[X]",
        ),
    ),
    "transposes": (
        ("", "", "-"),
        (
            r"(A B)^T = @B^T A^T",
            r"(AB)^\top=@B^\top A^\top",
            r"\left(A B\right)^{\top} = @B^{\top} A^{\top}",
            r"(A B)^{\mathsf{T}} = @B^{\mathsf{T}} A^{\mathsf{T}}",
            r"(\mathbf{A}\mathbf{B})^T = @\mathbf{B}^T \mathbf{A}^T",
        ),
    ),
    "primes": (
        ("", "-", "+"),
        (
            r"\sigma'(x) = \sigma(x)(1 @ \sigma(x))",
            r"\sigma'(x)=\sigma(x)\left(1@\sigma(x)\right)",
            r"\sigma^\prime(x) = \sigma(x) \bigl(1 @ \sigma(x)\bigr)",
        ),
    ),
    "conditions": (("", r"y \mid x", r"x \mid y"), BAYES),
    "norms": (
        ("", r"\le", r"\ge"),
        (
            r"\|x + y\| @ \|x\| + \|y\|",
            r"\lVert x + y \rVert @ \lVert x \rVert + \lVert y \rVert",
            r"\left\| x+y \right\|@\left\| x \right\|+\left\| y \right\|",
            r"\Vert x + y \Vert @ \Vert x \Vert + \Vert y \Vert",
            r"||x + y|| @ ||x|| + ||y||",
        ),
    ),
    "derivatives": (
        ("", "", "-"),
        (
            r"\frac{\partial}{\partial z} \log(1 + e^z) = @\sigma(z)",
            r"\frac{\partial \log(1 + e^z)}{\partial z} = @\sigma(z)",
            r"\frac{\partial}{\partial z} \ln(1 + \exp(z)) = @\sigma(z)",
        ),
    ),
    "moments": (
        ("", "-", "+"),
        (
            r"\operatorname{Var}(X) = \mathbb{E}[X^2] @ \mathbb{E}[X]^2",
            r"\mathrm{Var}(X) = \mathbb{E}[X^2] @ (\mathbb{E}[X])^2",
            r"\text{Var}(X) = \mathbb{E}\left[X^2\right] @ \mathbb{E}[X]^2",
            r"\operatorname{Var}(X) = \mathbb{E}(X^2) @ \mathbb{E}(X)^2",
        ),
    ),
    "steps": (
        ("# Adam\n\nFirst moment: ", "-", "+"),
        (
            r"m_t = \beta_1 m_{t-1} + (1 @ \beta_1) g_t",
            r"m_{t}=\beta_{1}m_{t-1}+\left(1@\beta_{1}\right)g_{t}",
            r"m_t = \beta_1 \cdot m_{t-1} + (1 @ \beta_1) \cdot g_t",
            r"\mathbf{m}_t = \beta_1 \mathbf{m}_{t-1} + (1 @ \beta_1) \mathbf{g}_t",
        ),
    ),
    "bold letters": (
        ("# Ridge regression\n\nThe minimiser is ", "+", "-"),
        (
            r"w = (X^T X @ \lambda I)^{-1} X^T y",
            r"w=\left(X^\top X@\lambda I\right)^{-1}X^\top y",
            r"\mathbf{w} = (\mathbf{X}^T \mathbf{X} @ \lambda \mathbf{I})^{-1} \mathbf{X}^T \mathbf{y}",
        ),
    ),
    "hats": (
        ("# Mean squared error\n\nThe loss is ", "-", "+"),
        (
            r"L = \frac{1}{n} \sum_{i=1}^n (y_i @ \hat{y}_i)^2",
            r"L=\frac1n\sum_{i=1}^{n}\left(y_i@\hat y_i\right)^2",
            r"\mathcal{L} = \frac{1}{n} \sum\limits_{i=1}^{n} (y_i @ \hat{y}_i)^2",
            r"L = 1/n \sum_{i=1}^n (y_i @ \hat{y}_i)^2",
        ),
    ),
    "floors": (
        ("# Convolution\n\nThe output size is ", "+", "-"),
        (
            r"o = \lfloor \frac{n @ 2p - k}{s} \rfloor + 1",
            r"o = \left\lfloor \frac{n @ 2p - k}{s} \right\rfloor + 1",
            r"o = \lfloor (n @ 2p - k)/s \rfloor + 1",
            r"o=\Big\lfloor\frac{n-k@2p}{s}\Big\rfloor+1",
        ),
    ),
}
"""The words before, what makes the formula right and wrong at its mark, and its spellings."""


@pytest.mark.parametrize("case", SPELLINGS.values(), ids=SPELLINGS)
def test_spelling_changes_no_verdict(case):
    (before, right, wrong), spellings = case
    for mark, expected in ((right, SETTLED), (wrong, (Verdict.WRONG,))):
        found = [last(f"{before}${latex.replace('@', mark)}$") for latex in spellings]
        assert {finding.verdict for finding in found} <= set(expected)
        assert len({finding.code for finding in found}) == 1
