"""The hyperbolic tangent as an activation: its value, its derivative, and its relation to the logistic function."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, exp, tanh

from derivations.logistic import argument, logistic, sigma, z
from derivations.operators import equal, partial
from derivations.vocabulary import Formula, Kind, Notation, Source, Step, Topic

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 5.1")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3.2")


def derive_value() -> Iterator[Step]:
    """The definition."""
    yield Step((exp(z) - exp(-z)) / (exp(z) + exp(-z)), because="hyperbolic sine over hyperbolic cosine")


value = Formula(
    title="Hyperbolic tangent",
    kind=Kind.DEFINITION,
    statement=equal(tanh(z), (exp(z) - exp(-z)) / (exp(z) + exp(-z))),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"\tanh(z) := \frac{e^z - e^{-z}}{e^z + e^{-z}}"),
        Notation(r"\tanh(x) = \frac{1 - \exp(-2x)}{1 + \exp(-2x)}", letters=(("x", "z"),)),
        Notation(r"\tanh x = \frac{e^{2x} - 1}{e^{2x} + 1}", letters=(("x", "z"),)),
    ),
    words=("tanh", "hyperbolic tangent"),
    derivation=derive_value,
    source=bishop,
)


def derive_logistic_form() -> Iterator[Step]:
    """Multiply by exp(-z) and complete to the logistic function."""
    yield Step((exp(z) - exp(-z)) / (exp(z) + exp(-z)), because="definition of the hyperbolic tangent")
    yield Step((1 - exp(-2 * z)) / (1 + exp(-2 * z)), because="multiply numerator and denominator by exp(-z)")
    yield Step(2 / (1 + exp(-2 * z)) - 1, because="the numerator is 2 minus the denominator")
    yield Step(2 * sigma(2 * z) - 1, because="definition of the logistic function at 2z")


logistic_form = Formula(
    title="The hyperbolic tangent is a stretched logistic function",
    kind=Kind.IDENTITY,
    statement=equal(tanh(z), 2 * sigma(2 * z) - 1),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\tanh(z) = 2\sigma(2z) - 1"),
        Notation(r"\frac{e^z - e^{-z}}{e^z + e^{-z}} = 2\sigma(2z) - 1"),
        Notation(r"\tanh(x) = \frac{2}{1 + e^{-2x}} - 1", letters=(("x", "z"),)),
    ),
    words=("tanh", "sigmoid", "hyperbolic tangent"),
    derivation=derive_logistic_form,
    source=goodfellow,
)


def derive_logistic_from_tanh() -> Iterator[Step]:
    """Multiply by exp(z/2) and complete to the hyperbolic tangent."""
    up, down = exp(z / 2), exp(-z / 2)
    yield Step(up / (up + down), because="multiply numerator and denominator of 1/(1 + exp(-z)) by exp(z/2)")
    yield Step((1 + (up - down) / (up + down)) / 2, because="the sum of the denominator and of up - down is twice up")
    yield Step((1 + tanh(z / 2)) / 2, because="definition of the hyperbolic tangent at z/2")


logistic_from_tanh = Formula(
    title="The logistic function by the hyperbolic tangent",
    kind=Kind.IDENTITY,
    statement=equal(sigma(z), (1 + tanh(z / 2)) / 2),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma(z) = \frac{1}{2}\left(1 + \tanh\frac{z}{2}\right)"),
        Notation(r"\sigma(x) = \frac{1 + \tanh(x / 2)}{2}", letters=(("x", "z"),)),
    ),
    words=("tanh", "sigmoid", "hyperbolic tangent"),
    derivation=derive_logistic_from_tanh,
    source=bishop,
)


def derive_derivative() -> Iterator[Step]:
    """Quotient rule: both parts are each other's derivative."""
    sinh, cosh = (exp(z) - exp(-z)) / 2, (exp(z) + exp(-z)) / 2
    yield Step((cosh * cosh - sinh * sinh) / cosh**2, because="quotient rule on sinh/cosh, each other's derivative")
    yield Step(1 - tanh(z) ** 2, because="divide both terms by the square of cosh")


derivative = Formula(
    title="Derivative of the hyperbolic tangent",
    kind=Kind.GRADIENT,
    statement=equal(partial(tanh(z), z), Integer(1) - tanh(z) ** 2),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"\tanh'(z) = 1 - \tanh^2(z)"),
        Notation(r"\frac{d}{dx} \tanh(x) = 1 - \tanh^2(x)", letters=(("x", "z"),)),
        Notation(r"\frac{d}{da} \tanh(a) = 1 - \tanh(a)^2", letters=(("a", "z"),)),
    ),
    words=("tanh", "hyperbolic tangent", "derivative"),
    derivation=derive_derivative,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 5.60"),
)

TOPIC = Topic("Hyperbolic tangent", formulas=(value, logistic_form, logistic_from_tanh, derivative))
