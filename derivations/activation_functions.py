"""Activation functions, as books and libraries write them: f is the value at one pre-activation x.

Functions that a name fixes (the logistic function, tanh, the rectifier, the softplus) have topics of their own; here
they are defined under a letter. Slopes stand in `activation_slopes`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Max, Min, Piecewise, exp, log

from derivations.operators import equal
from derivations.vocabulary import POSITIVE, UNIT, Formula, Kind, Notation, Quantity, Source, Step, Topic, interval

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3")
hendrycks = Source("Hendrycks and Gimpel 2016, Gaussian error linear units (GELUs)", "section 2")
clevert = Source("Clevert, Unterthiner and Hochreiter 2016, Fast and accurate deep network learning by ELUs", "eq. 15")

argument = Quantity("x", "pre-activation", domain=interval(-5, 5))
output = Quantity("f", "activation")
positive_scale = Quantity("alpha", "scale of the negative part", domain=POSITIVE)
leak = Quantity("alpha", "slope for negative arguments", domain=UNIT)
factor = Quantity("lamda", "scale of the whole", domain=interval(1, 3))
x, f, alpha, leaky_slope, lamda = (q.symbol for q in (argument, output, positive_scale, leak, factor))
scale_letter = (("lambda", "lamda"),)


def derive_sigmoid() -> Iterator[Step]:
    """The definition."""
    yield Step(1 / (1 + exp(-x)), because="definition of the logistic function")


logistic = Formula(
    title="Logistic activation",
    kind=Kind.DEFINITION,
    statement=equal(f, 1 / (1 + exp(-x))),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{1}{1 + e^{-x}}"),
        Notation(r"f(x) = \frac{1}{1 + \exp(-x)}"),
        Notation(r"f(x) = \frac{e^x}{1 + e^x}"),
        Notation(r"f(x) = (1 + e^{-x})^{-1}"),
    ),
    words=("sigmoid", "logistic"),
    derivation=derive_sigmoid,
    source=goodfellow,
)


def derive_tanh() -> Iterator[Step]:
    """The definition."""
    yield Step((exp(x) - exp(-x)) / (exp(x) + exp(-x)), because="hyperbolic sine over hyperbolic cosine")


hyperbolic = Formula(
    title="Hyperbolic tangent as activation",
    kind=Kind.DEFINITION,
    statement=equal(f, (exp(x) - exp(-x)) / (exp(x) + exp(-x))),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}"),
        Notation(r"f(x) = \frac{2}{1 + e^{-2x}} - 1"),
        Notation(r"f(x) = \frac{1 - e^{-2x}}{1 + e^{-2x}}"),
        Notation(r"f(x) = \frac{e^{2x} - 1}{e^{2x} + 1}"),
    ),
    words=("tanh", "hyperbolic tangent"),
    derivation=derive_tanh,
    source=goodfellow,
)


def derive_leaky() -> Iterator[Step]:
    """One case for each sign."""
    yield Step(Max(leaky_slope * x, x), because="the slope is below 1, so that x is larger on the positive side")


leaky = Formula(
    title="Leaky rectified linear unit",
    kind=Kind.DEFINITION,
    statement=equal(f, Max(leaky_slope * x, x)),
    quantities=(output, leak, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \max(\alpha x, x)"),
        Notation(r"\operatorname{LeakyReLU}(x) = \begin{cases} x & x > 0 \\ \alpha x & x \leq 0 \end{cases}"),
        Notation(r"f(x) = \begin{cases} \alpha x & \text{if } x < 0 \\ x & \text{if } x \geq 0 \end{cases}"),
        Notation(r"f(x) = \max(0, x) + \alpha \min(0, x)"),
    ),
    words=("leaky", "parametric relu", "prelu", "rectif"),
    derivation=derive_leaky,
    source=goodfellow,
)


def derive_hundredth() -> Iterator[Step]:
    """The usual slope."""
    yield Step(Max(x / 100, x), because="the leaky rectified linear unit with α = 0.01")


leaky_hundredth = Formula(
    title="Leaky rectified linear unit with slope 0.01",
    kind=Kind.DEFINITION,
    statement=equal(f, Max(x / 100, x)),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \max(0.01 x, x)"),
        Notation(r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0.01 x & \text{otherwise} \end{cases}"),
        Notation(r"f(x) = \begin{cases} 0.01 x & x < 0 \\ x & x \geq 0 \end{cases}"),
    ),
    words=("leaky", "rectif"),
    derivation=derive_hundredth,
    source=Source("Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models", "section 2"),
)

negative_part = alpha * (exp(x) - 1)


def derive_elu() -> Iterator[Step]:
    """One case for each sign."""
    yield Step(Max(0, x) + Min(0, negative_part), because="the exponential part is negative exactly for negative x")
    yield Step(Piecewise((x, x > 0), (negative_part, True)), because="one case for each sign")


elu = Formula(
    title="Exponential linear unit",
    kind=Kind.DEFINITION,
    statement=equal(f, Piecewise((x, x > 0), (negative_part, True))),
    quantities=(output, positive_scale, argument),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{ELU}(x) = \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \leq 0 \end{cases}"),
        Notation(r"f(x) = \begin{cases} x & \text{if } x \geq 0 \\ \alpha (e^x - 1) & \text{otherwise} \end{cases}"),
        Notation(r"f(x) = \begin{cases} \alpha (e^x - 1) & x < 0 \\ x & x \geq 0 \end{cases}"),
        Notation(r"f(x) = \max(0, x) + \min(0, \alpha (e^x - 1))"),
    ),
    words=("elu", "exponential linear"),
    derivation=derive_elu,
    source=clevert,
)


def derive_selu() -> Iterator[Step]:
    """A scaled exponential linear unit."""
    yield Step(lamda * Piecewise((x, x > 0), (negative_part, True)), because="λ times the exponential linear unit")


selu = Formula(
    title="Scaled exponential linear unit",
    kind=Kind.DEFINITION,
    statement=equal(f, lamda * Piecewise((x, x > 0), (negative_part, True))),
    quantities=(output, factor, positive_scale, argument),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{SELU}(x) = \lambda \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \leq 0 \end{cases}",
            scale_letter,
        ),
        Notation(r"f(x) = \lambda \begin{cases} x & x > 0 \\ \alpha e^x - \alpha & x \leq 0 \end{cases}", scale_letter),
        Notation(r"f(x) = \lambda (\max(0, x) + \min(0, \alpha (e^x - 1)))", scale_letter),
    ),
    words=("selu", "scaled exponential", "self-normalizing", "self-normalising"),
    derivation=derive_selu,
    source=Source("Klambauer, Unterthiner, Mayr and Hochreiter 2017, Self-normalizing neural networks", "eq. 2"),
)


def derive_softsign() -> Iterator[Step]:
    """The definition."""
    yield Step(x / (1 + Abs(x)), because="the argument over 1 plus its size")


softsign = Formula(
    title="Softsign",
    kind=Kind.DEFINITION,
    statement=equal(f, x / (1 + Abs(x))),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = \frac{x}{1 + |x|}"),
        Notation(r"\operatorname{softsign}(x) = \frac{x}{|x| + 1}"),
    ),
    words=("softsign",),
    derivation=derive_softsign,
    source=Source("Glorot and Bengio 2010, Understanding the difficulty of training deep networks", "section 3"),
)


def derive_softplus() -> Iterator[Step]:
    """The definition."""
    yield Step(log(1 + exp(x)), because="definition of the softplus")


smooth = Formula(
    title="Softplus activation",
    kind=Kind.DEFINITION,
    statement=equal(f, log(1 + exp(x))),
    quantities=(output, argument),
    assumptions=(),
    notations=(Notation(r"f(x) = \log(1 + e^x)"), Notation(r"f(x) = \ln(1 + \exp(x))")),
    words=("softplus",),
    derivation=derive_softplus,
    source=goodfellow,
)

TOPIC = Topic(
    "Activation functions",
    formulas=(
        logistic,
        hyperbolic,
        leaky,
        leaky_hundredth,
        elu,
        selu,
        softsign,
        smooth,
    ),
)
