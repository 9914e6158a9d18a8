"""The softmax: its Jacobian, its invariance, its losses and their gradients, and the two-class case.

Logits z are any real vector with one entry for each class; targets y are a probability vector (one-hot in classification). The
logarithm is natural.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, KroneckerDelta, Piecewise, Sum, exp, log

from derivations.operators import (
    at,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    gradient,
    jacobian,
    logsumexp,
    sigmoid,
    softmax,
)
from derivations.vocabulary import (
    ONE_HOT,
    REAL,
    SIMPLEX,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

classes = Size("k", "classes", largest=5)
features = Size("n", "features", largest=4)
logits = Quantity("z", "scores before the softmax", shape=(classes,))
probabilities = Quantity("p", "class probabilities", shape=(classes,), value=softmax(logits.symbol))
targets = Quantity("y", "target distribution over the classes", shape=(classes,), domain=SIMPLEX)
label = Quantity("y", "one-hot target class", shape=(classes,), domain=ONE_HOT)

k = classes.symbol
z, p, y = logits.symbol, probabilities.symbol, targets.symbol
first = free_index("i", classes)
second = free_index("j", classes)
i, j = first.symbol, second.symbol
l = bound_index("l")

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.3.4")


def derive_jacobian() -> Iterator[Step]:
    """Quotient rule on exp(z_i) over the normaliser."""
    normaliser = Sum(exp(at(z, l)), (l, 1, k))
    yield Step(
        KroneckerDelta(i, j) * exp(at(z, i)) / normaliser - exp(at(z, i)) * exp(at(z, j)) / normaliser**2,
        because="quotient rule: the numerator depends on z_j only for i = j, the normaliser always",
    )
    yield Step(at(p, i) * (KroneckerDelta(i, j) - at(p, j)), because="each quotient is a class probability")


jacobian_entry = Formula(
    title="Entry of the Jacobian of the softmax",
    kind=Kind.GRADIENT,
    statement=equal(at(jacobian(p, z), i, j), at(p, i) * (KroneckerDelta(i, j) - at(p, j))),
    quantities=(logits, probabilities, first, second),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)"),
        Notation(
            r"\frac{\partial \hat{y}_i}{\partial a_j} = \hat{y}_i (\mathbb{1}[i = j] - \hat{y}_j)",
            letters=(("y_hat", "p"), ("a", "z")),
        ),
    ),
    words=("softmax", "jacobian"),
    derivation=derive_jacobian,
    source=bishop,
)

TOPIC = Topic("Softmax", formulas=(jacobian_entry,))
