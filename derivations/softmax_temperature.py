"""The softmax with a temperature T: high temperatures flatten the class probabilities, low ones sharpen them.

T is any positive number; the interval here keeps the probabilities away from underflow.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import KroneckerDelta, Sum, exp

from derivations.operators import at, equal, jacobian, softmax
from derivations.softmax import classes, first, i, j, k, logits, m, second, z
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, interval

temperature = Quantity("T", "temperature", domain=interval(Fraction(1, 8), 8))
T = temperature.symbol
probabilities = Quantity("p", "class probabilities at that temperature", shape=(classes,), value=softmax(z / T))
p = probabilities.symbol
distillation = "Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network"


def derive_value() -> Iterator[Step]:
    """The softmax of the scaled scores."""
    yield Step(
        exp(at(z, i) / T) / Sum(exp(at(z, m) / T), (m, 1, k)),
        because="exponentiate the scaled scores and divide by their sum",
    )


value = Formula(
    title="Softmax with a temperature",
    kind=Kind.DEFINITION,
    statement=equal(at(p, i), exp(at(z, i) / T) / Sum(exp(at(z, m) / T), (m, 1, k))),
    quantities=(logits, temperature, probabilities, first),
    assumptions=(),
    notations=(
        Notation(r"p_i = \frac{\exp(z_i / T)}{\sum_{l=1}^k \exp(z_l / T)}"),
        Notation(
            r"q_i = \frac{e^{z_i / \tau}}{\sum_{j} e^{z_j / \tau}}",
            letters=(("q", "p"), ("tau", "T")),
        ),
    ),
    words=("softmax", "temperature"),
    derivation=derive_value,
    source=Source(distillation, "eq. 1"),
)


def derive_jacobian() -> Iterator[Step]:
    """Chain rule through z/T."""
    scaled = z / T
    powers = Sum(exp(at(scaled, m)), (m, 1, k))
    yield Step(
        (KroneckerDelta(i, j) * exp(at(scaled, i)) / powers - exp(at(scaled, i)) * exp(at(scaled, j)) / powers**2) / T,
        because="quotient rule, and each scaled score has the slope 1/T",
    )
    yield Step(at(p, i) * (KroneckerDelta(i, j) - at(p, j)) / T, because="each quotient is a class probability")


jacobian_entry = Formula(
    title="Jacobian of the softmax with a temperature",
    kind=Kind.GRADIENT,
    statement=equal(at(jacobian(p, z), i, j), at(p, i) * (KroneckerDelta(i, j) - at(p, j)) / T),
    quantities=(logits, temperature, probabilities, first, second),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial p_i}{\partial z_j} = \frac{1}{T} p_i (\delta_{ij} - p_j)"),
        Notation(
            r"\frac{\partial q_i}{\partial z_j} = \frac{q_i (\mathbb{1}[i = j] - q_j)}{\tau}",
            letters=(("q", "p"), ("tau", "T")),
        ),
    ),
    words=("softmax", "temperature", "jacobian"),
    derivation=derive_jacobian,
    source=Source(distillation, "section 2"),
)

TOPIC = Topic("Softmax with a temperature", formulas=(value, jacobian_entry))
