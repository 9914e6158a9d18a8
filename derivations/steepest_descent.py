"""Steepest descent: no direction falls faster than minus the gradient, at once and for short steps.

The first two formulas hold for any smooth function. That the best short step approaches the gradient's is held against
quadratics of smoothness L, as in `curvature_bounds`.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivations.curvature_bounds import L, dimensions, eta, f, point, rate, smooth_family, x
from derivations.operators import at_least, dot, equal, gradient, norm, slope
from derivations.vocabulary import UNIT_VECTOR, Formula, Kind, Notation, Quantity, Source, Step, Topic

boyd = "Boyd and Vandenberghe, Convex Optimization"
arbitrary = Quantity("f", "a smooth function", arguments=((dimensions,),))
direction = Quantity("v", "a direction, of length 1", shape=(dimensions,), domain=UNIT_VECTOR)
distance = Quantity("t", "distance along the direction")
h, v, t = arbitrary.symbol, direction.symbol, distance.symbol
steepest = gradient(h(x), x)


def derive_slope() -> Iterator[Step]:
    """Chain rule along a line."""
    yield Step(dot(steepest, -steepest / norm(steepest)), because="the slope along a direction: chain rule")
    yield Step(-norm(steepest), because="the squared length of the gradient over its length")


steepest_slope = Formula(
    title="Along minus the gradient a function falls at the rate of the gradient's length",
    kind=Kind.GRADIENT,
    statement=equal(slope(h(x - t * steepest / norm(steepest)), t, 0), -norm(steepest)),
    quantities=(arbitrary, point, distance),
    assumptions=(),
    notations=(
        Notation(
            r"\left. \frac{d}{dt} f\left(x - t \frac{\nabla f(x)}{\|\nabla f(x)\|}\right) \right|_{t=0} "
            r"= -\|\nabla f(x)\|"
        ),
        Notation(
            r"\left. \frac{\partial}{\partial s} J\left(\theta - s \frac{\nabla J(\theta)}{\|\nabla J(\theta)\|_2}"
            r"\right) \right|_{s=0} = -\|\nabla J(\theta)\|_2",
            letters=(("J", "f"), ("theta", "x"), ("s", "t")),
        ),
    ),
    words=("steepest descent", "direction", "gradient"),
    derivation=derive_slope,
    source=Source(boyd, "section 9.4"),
)


def derive_least_slope() -> Iterator[Step]:
    """Cauchy and Schwarz."""
    yield Step(dot(steepest, v), because="the slope along a direction: chain rule")
    yield Step(-norm(steepest) * norm(v), because="Cauchy-Schwarz inequality", relation=">=")
    yield Step(-norm(steepest), because="a direction has length 1")


least_slope = Formula(
    title="No direction falls faster than minus the gradient",
    kind=Kind.BOUND,
    statement=at_least(slope(h(x + t * v), t, 0), -norm(steepest)),
    quantities=(arbitrary, point, direction, distance),
    assumptions=(),
    notations=(
        Notation(r"\left. \frac{d}{dt} f(x + t v) \right|_{t=0} \geq -\|\nabla f(x)\|"),
        Notation(r"v^\top \nabla f(x) \geq -\|\nabla f(x)\|_2"),
    ),
    words=("steepest descent", "direction", "gradient"),
    derivation=derive_least_slope,
    source=Source(boyd, "section 9.4"),
)

fall = gradient(f(x), x)


def derive_short_steps() -> Iterator[Step]:
    """Taylor's theorem to both sides."""
    yield Step(
        f(x) - eta * norm(fall) - L * eta**2 / 2,
        because="Cauchy-Schwarz for the linear part, curvature at most L",
        relation=">=",
    )
    yield Step(
        f(x - eta * fall / norm(fall)) - L * eta**2,
        because="along minus the gradient the linear part is all used, and the curvature at most L again",
        relation=">=",
    )


short_steps = Formula(
    title="The best short step tends to that along minus the gradient: it gains at most L eta^2 more",
    kind=Kind.BOUND,
    statement=at_least(f(x + eta * v), f(x - eta * fall / norm(fall)) - L * eta**2),
    quantities=(*smooth_family, point, direction, rate),
    assumptions=(),
    notations=(
        Notation(
            r"f(x + \eta v) \geq f\left(x - \eta \frac{\nabla f(x)}{\|\nabla f(x)\|}\right) - L \eta^2"
        ),
        Notation(
            r"f(x + r u) \geq f\left(x - r \frac{\nabla f(x)}{\|\nabla f(x)\|_2}\right) - L r^2",
            letters=(("r", "eta"), ("u", "v")),
        ),
    ),
    words=("steepest descent", "direction", "limit", "step"),
    derivation=derive_short_steps,
    source=Source(boyd, "section 9.4"),
)

TOPIC = Topic("Steepest descent", formulas=(steepest_slope, least_slope, short_steps))
