"""What a change of basis does to a step: gradient descent does not see it, AdaGrad and Adam do.

The coordinates are turned by an orthogonal matrix Q: z = Q x. The first step of AdaGrad, and any step of signSGD, is
minus the sign of each coordinate of the gradient, times the step size.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Sum, Transpose, sign, sqrt

from derivations.operators import at, at_most, dot, entrywise, equal, gradient, norm, norm1
from derivations.vocabulary import ORTHOGONAL, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

duchi = "Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods for Online Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
balles = "Balles, Pedregosa and Le Roux 2020, The Geometry of Sign Gradient Descent"
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
i = bound_index("i")
turned = Quantity("z", "the parameters in the turned basis", shape=(dimensions,))
rotation = Quantity("Q", "an orthogonal matrix", shape=(dimensions, dimensions), domain=ORTHOGONAL)
z, Q = turned.symbol, rotation.symbol
point = Quantity("x", "the parameters", shape=(dimensions,), value=Transpose(Q) * z)
objective = Quantity("f", "a smooth function", arguments=((dimensions,),))
x, f = point.symbol, objective.symbol


def derive_invariance() -> Iterator[Step]:
    """Chain rule, and Q'Q = I."""
    yield Step(Transpose(Q) * (Q * gradient(f(x), x)), because="chain rule: the gradient by z is Q times that by x")
    yield Step(gradient(f(x), x), because="Q is orthogonal: Q'Q = I")


gradient_invariance = Formula(
    title="A gradient step does not depend on the basis: turned back, it is the same",
    kind=Kind.GRADIENT,
    statement=equal(Transpose(Q) * gradient(f(x), z), gradient(f(x), x)),
    quantities=(point, turned, rotation, objective),
    assumptions=(),
    notations=(
        Notation(r"Q^\top \nabla_z f(x) = \nabla_x f(x)"),
        Notation(r"U^T \frac{\partial L(w)}{\partial z} = \frac{\partial L(w)}{\partial w}",
                 (("U", "Q"), ("w", "x"), ("L", "f"))),
    ),
    words=("gradient", "basis", "rotation", "parametrization", "invariant"),
    derivation=derive_invariance,
    source=Source(goodfellow, "section 4.3"),
)  # fmt: skip

slope = Quantity("g", "the gradient", shape=(dimensions,))
g = slope.symbol
seen = Q * g


def derive_gain() -> Iterator[Step]:
    """A number times its sign is its size."""
    yield Step(dot(seen, entrywise(sign, seen)), because="move Q over")
    yield Step(Sum(Abs(at(seen, i)), (i, 1, d)), because="a number times its sign is its size")
    yield Step(norm1(seen), because="definition of the 1-norm")


adagrad_gain = Formula(
    title="The first step of AdaGrad gains the 1-norm of the gradient, which depends on the basis",
    kind=Kind.IDENTITY,
    statement=equal(dot(g, Transpose(Q) * entrywise(sign, seen)), norm1(seen)),
    quantities=(slope, rotation),
    assumptions=(),
    notations=(
        Notation(r"g^\top Q^\top \operatorname{sign}(Q g) = \|Q g\|_1"),
        Notation(r"\langle g, U^T \text{sgn}(U g) \rangle = \|U g\|_1", (("U", "Q"),)),
    ),
    words=("adagrad", "adam", "signsgd", "basis", "parametrization", "invariant"),
    derivation=derive_gain,
    source=Source(balles, "section 3"),
)


def derive_range() -> Iterator[Step]:
    """Cauchy-Schwarz against the signs."""
    yield Step(sqrt(d) * norm(seen), because="Cauchy-Schwarz with the signs, of length sqrt(d)", relation="<=")
    yield Step(sqrt(d) * norm(g), because="an orthogonal matrix keeps lengths")


gain_range = Formula(
    title="The gain of a sign step in the best basis is sqrt(d) times that in the worst",
    kind=Kind.BOUND,
    statement=at_most(norm1(seen), sqrt(d) * norm(g)),
    quantities=(slope, rotation),
    assumptions=(),
    notations=(
        Notation(r"\|Q g\|_1 \leq \sqrt{d} \|g\|_2"),
        Notation(r"\|U g\|_1 \leq \sqrt{n} \|g\|", (("U", "Q"), ("n", "d"))),
    ),
    words=("adagrad", "signsgd", "basis", "norm"),
    derivation=derive_range,
    source=Source(balles, "section 3"),
)

TOPIC = Topic("Steps and the choice of basis", formulas=(gradient_invariance, adagrad_gain, gain_range))
