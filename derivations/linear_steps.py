r"""Linear regression with a bias, line by line: losses of one example, steps of minibatches, the Gaussian likelihood.

The examples of a batch of n are the rows of X; `b` is the bias. *Dive into Deep Learning*, chapter 3.
"""

from __future__ import annotations

from sympy import Sum, exp, log, pi, sqrt

from derivations.operators import at, dot, row, tabulated, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Size, Source, Topic, bound_index

zhang = "Zhang, Lipton, Li and Smola, Dive into Deep Learning"
examples, features = Size("n", "examples", largest=4), Size("d", "features", largest=3)
n, d = examples.symbol, features.symbol
i = bound_index("i")
inputs = Quantity("X", "examples as rows", shape=(examples, features))
weights = Quantity("w", "weights", shape=(features,))
targets = Quantity("y", "targets", shape=(examples,))
bias = Quantity("b", "bias")
rate = Quantity("eta", "step size", domain=POSITIVE)
decay = Quantity("mu", "weight decay", domain=POSITIVE)
X, w, y, b, eta, mu = (quantity.symbol for quantity in (inputs, weights, targets, bias, rate, decay))
gaps = Quantity("r", "residuals", shape=(examples,),
                value=tabulated(dot(w, row(X, i)) + b - at(y, i), i, n))  # fmt: skip
r = gaps.symbol
words = ("linear regression", "minibatch", "stochastic gradient", "sgd", "gradient descent", "weight decay")
data = (inputs, weights, targets, bias, gaps)
next_weights = Quantity("w_next", "weights after the step", shape=(features,))
next_bias = Quantity("b_next", "bias after the step")
pull = vector_sum(at(r, i) * row(X, i), i, 1, n)
SUMS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (r"\frac{\eta}{n} \sum_{i=1}^n", ()),
    (r"\frac{\eta}{|\mathcal{B}|} \sum_{i \in \mathcal{B}}", (("calB", "n"),)),
    (r"\eta \frac{1}{n} \sum_{i=1}^n", ()),
)
GAP = r"\left(w^\top x^{(i)} + b - y^{(i)}\right)"


def stepped(left: str, start: str, factor: str, *letters: tuple[str, str]) -> tuple[Notation, ...]:
    """A step with each of the sums; the factor stands before or behind the residual."""
    found = []
    for total, size in SUMS:
        found.append(Notation(f"{left} {start} - {total} {factor} {GAP}", (("x", "X"), *size, *letters)))
        if factor:
            found.append(Notation(f"{left} {start} - {total} {GAP} {factor}", (("x", "X"), *size, *letters)))
    return tuple(found)


weight_step = rule(
    "Minibatch step of linear regression with a bias: the weights",
    next_weights,
    w - eta / n * pull,
    (*data, rate),
    stepped("w", r"\leftarrow w", "x^{(i)}"),
    words,
    "each example pulls along its features",
    Source(zhang, "equation 3.1.10"),
)
bias_step = rule(
    "Minibatch step of linear regression: the bias",
    next_bias,
    b - eta / n * Sum(at(r, i), (i, 1, n)),
    (*data, rate),
    stepped("b", r"\leftarrow b", ""),
    words,
    "the mean residual",
    Source(zhang, "equation 3.1.10"),
)
decayed_step = rule(
    "Minibatch step of linear regression with weight decay",
    next_weights,
    (1 - eta * mu) * w - eta / n * pull,
    (*data, rate, decay),
    stepped("w", r"\leftarrow (1 - \eta \lambda) w", "x^{(i)}", ("lambda", "mu")),
    words,
    "shrink, then go down",
    Source(zhang, "equation 3.7.3"),
)
mean_loss = rule(
    "Half the mean squared error of linear regression with a bias",
    Quantity("L", "loss"),
    Sum(at(r, i) ** 2 / 2, (i, 1, n)) / n,
    data,
    (
        Notation(rf"L(w, b) = \frac{{1}}{{n}} \sum_{{i=1}}^n \frac{{1}}{{2}} {GAP}^2", (("x", "X"),)),
        Notation(rf"L(w, b) = \frac{{1}}{{2n}} \sum_{{i=1}}^n {GAP}^2", (("x", "X"),)),
    ),
    (*words, "squared error"),
    "half the mean of the squared residuals",
    Source(zhang, "equation 3.1.6"),
)
guess, answer = Quantity("y_hat", "prediction"), Quantity("y", "target")
one_loss = rule(
    "Half the squared error of one example",
    Quantity("l", "loss"),
    (guess.symbol - answer.symbol) ** 2 / 2,
    (guess, answer),
    (
        *written(r"l = \frac{1}{2} (\hat{y} - y)^2"),
        Notation(r"l^{(i)}(w, b) = \frac{1}{2} \left(\hat{y}^{(i)} - y^{(i)}\right)^2",
                 (("l^i", "l"), ("y_hat^i", "y_hat"), ("y^i", "y"))),
        Notation(r"\ell(\hat{y}, y) = \frac{1}{2} (\hat{y} - y)^2"),
        Notation(r"L = \frac{1}{2} (y - \hat{y})^2", (("L", "l"),)),
    ),
    ("linear regression", "squared error", "squared loss"),
    "half the square of the residual",
    Source(zhang, "equation 3.1.5"),
)  # fmt: skip
spread = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
sigma = spread.symbol
single = Quantity("x", "an example", shape=(features,))
x = single.symbol
density = rule(
    "Density of a target under Gaussian noise, with a bias",
    Quantity("P", "density"),
    exp(-((answer.symbol - dot(w, x) - b) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2),
    (answer, weights, single, bias, spread),
    (
        Notation(r"P(y \mid x) = \frac{1}{\sqrt{2 \pi \sigma^2}} "
                 r"\exp\left(-\frac{1}{2 \sigma^2} (y - w^\top x - b)^2\right)"),
        Notation(r"p(y \mid x) = \frac{1}{\sqrt{2 \pi} \sigma} "
                 r"\exp\left(-\frac{(y - w^\top x - b)^2}{2 \sigma^2}\right)",
                 (("p", "P"),)),
    ),
    ("linear regression", "likelihood", "gaussian", "normal distribution"),
    "the normal density of the residual",
    Source(zhang, "equation 3.1.13"),
)  # fmt: skip
surprise = rule(
    "Negative log-likelihood of linear regression with a bias",
    Quantity("J", "negative log-likelihood"),
    Sum(log(2 * pi * sigma**2) / 2 + at(r, i) ** 2 / (2 * sigma**2), (i, 1, n)),
    (*data, spread),
    (
        Notation(
            r"J = \sum_{i=1}^n \left(\frac{1}{2} \log(2 \pi \sigma^2) + "
            r"\frac{1}{2 \sigma^2} (y^{(i)} - w^\top x^{(i)} - b)^2\right)",
            (("x", "X"),),
        ),
        Notation(
            r"J = \frac{n}{2} \log(2 \pi \sigma^2) + "
            r"\frac{1}{2 \sigma^2} \sum_{i=1}^n (y^{(i)} - w^\top x^{(i)} - b)^2",
            (("x", "X"),),
        ),
    ),
    ("linear regression", "likelihood", "gaussian", "normal distribution"),
    "minus the logarithms of the densities",
    Source(zhang, "equation 3.1.15"),
)

TOPIC = Topic(
    "Linear regression with a bias, line by line",
    formulas=(weight_step, bias_step, decayed_step, mean_loss, one_loss, density, surprise),
)
