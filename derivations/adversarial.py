"""Adversarial perturbations within a norm: the fast gradient sign method, projections, and projected gradient ascent.

The loss is L(x) for the input x, with the label and the parameters fixed. Perturbations have size at most epsilon, in
the largest entry (the cube) or in Euclidean length (the ball). Other norms stand in `dual_norms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, Max, Min, Piecewise, Sum, sign

from derivations.operators import at, at_most, dot, entrywise, equal, gradient, norm, norm1
from derivations.vocabulary import (
    POSITIVE,
    Domain,
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

goodfellow = "Goodfellow, Shlens and Szegedy 2015, Explaining and Harnessing Adversarial Examples"
madry = "Madry et al. 2018, Towards Deep Learning Models Resistant to Adversarial Attacks"
dimensions = Size("d", "dimensions", largest=4)
d = dimensions.symbol
j = bound_index("j")
coordinate = free_index("i", dimensions)
i = coordinate.symbol
unit_cube = Domain("between -1 and 1", low=Fraction(-1), high=Fraction(1))
inputs = Quantity("x", "the input", shape=(dimensions,))
loss = Quantity("L", "the loss as a function of the input", arguments=((dimensions,),))
budget = Quantity("epsilon", "largest size of the perturbation", domain=POSITIVE)
attacked = Quantity("x_adv", "the perturbed input", shape=(dimensions,))
x, L, epsilon, x_adv = inputs.symbol, loss.symbol, budget.symbol, attacked.symbol
slope = gradient(L(x), x)


def derive_fgsm() -> Iterator[Step]:
    """Move each entry as far as the cube allows, up the slope."""
    yield Step(
        x + epsilon * entrywise(lambda entry: entry / Abs(entry), slope),
        because="the linear model of the loss is largest where each entry moves by epsilon, up its slope",
    )
    yield Step(x + epsilon * entrywise(sign, slope), because="a number over its size is its sign")


fgsm = Formula(
    title="Fast gradient sign method",
    kind=Kind.DEFINITION,
    statement=equal(x_adv, x + epsilon * entrywise(sign, slope)),
    quantities=(attacked, inputs, loss, budget),
    assumptions=(),
    notations=(
        Notation(r"x_{\text{adv}} = x + \epsilon \operatorname{sign}(\nabla_x L(x))"),
        Notation(
            r"\tilde{x} = x + \epsilon \cdot \text{sgn}(\nabla_x J(x))", letters=(("x_tilde", "x_adv"), ("J", "L"))
        ),
    ),
    words=("fgsm", "fast gradient sign", "adversarial"),
    derivation=derive_fgsm,
    source=Source(goodfellow, "section 4"),
)

linear = Quantity("z", "slope of a linear loss", shape=(dimensions,))
within = Quantity("u", "a point of the unit cube", shape=(dimensions,), domain=unit_cube)
z, u = linear.symbol, within.symbol
perturbation = Quantity("v", "a perturbation within the cube", shape=(dimensions,), value=epsilon * u)
v = perturbation.symbol


def derive_bound() -> Iterator[Step]:
    """No entry gains more than epsilon times its size."""
    yield Step(Sum(epsilon * Abs(at(z, j)) * Abs(at(u, j)), (j, 1, d)), because="absolute values", relation="<=")
    yield Step(epsilon * norm1(z), because="no entry of the unit cube exceeds 1 in size", relation="<=")


linear_bound = Formula(
    title="A linear loss gains at most epsilon times the 1-norm of its slope",
    kind=Kind.BOUND,
    statement=at_most(dot(z, v), epsilon * norm1(z)),
    quantities=(linear, perturbation, within, budget),
    assumptions=(),
    notations=(
        Notation(r"z^\top v \leq \epsilon \|z\|_1"),
        Notation(r"w^T \eta \leq \epsilon \|w\|_1", letters=(("w", "z"), ("eta", "v"))),
    ),
    words=("adversarial", "linear", "dual norm"),
    derivation=derive_bound,
    source=Source(goodfellow, "section 3"),
)


def derive_gain() -> Iterator[Step]:
    """Each entry gains its size."""
    yield Step(epsilon * Sum(at(z, j) * sign(at(z, j)), (j, 1, d)), because="entry by entry")
    yield Step(epsilon * norm1(z), because="a number times its sign is its absolute value")


sign_gain = Formula(
    title="The sign perturbation gains all that the cube allows",
    kind=Kind.IDENTITY,
    statement=equal(dot(z, epsilon * entrywise(sign, z)), epsilon * norm1(z)),
    quantities=(linear, budget),
    assumptions=(),
    notations=(
        Notation(r"z^\top (\epsilon \operatorname{sign}(z)) = \epsilon \|z\|_1"),
        Notation(r"\epsilon w^T \operatorname{sgn}(w) = \epsilon \|w\|_1", letters=(("w", "z"),)),
    ),
    words=("adversarial", "linear", "sign"),
    derivation=derive_gain,
    source=Source(goodfellow, "section 3"),
)

outside = Quantity("v", "any vector", shape=(dimensions,))
radius = Quantity("r", "radius of the ball", domain=POSITIVE)
projected = Quantity("p", "the nearest point of the ball", shape=(dimensions,))
w, r = outside.symbol, radius.symbol


def derive_ball() -> Iterator[Step]:
    """Inside nothing changes; outside the nearest point lies on the sphere, in the same direction."""
    yield Step(Piecewise((1, norm(w) <= r), (r / norm(w), True)) * w, because="the nearest point lies on the ray to v")
    yield Step(Min(1, r / norm(w), evaluate=False) * w, because="r / |v| is below 1 just outside of the ball")


ball_projection = Formula(
    title="Projection onto a ball",
    kind=Kind.DEFINITION,
    statement=equal(projected.symbol, Min(1, r / norm(w), evaluate=False) * w),
    quantities=(projected, outside, radius),
    assumptions=(),
    notations=(
        Notation(r"\Pi_r(v) = \min\left\{1, \frac{r}{\|v\|}\right\} v"),
        Notation(r"p = \frac{v}{\max(1, \|v\|_2 / r)}"),
        Notation(r"P(x) = \min\left(1, \frac{r}{\|x\|}\right) x", (("P", "p"), ("x", "v"))),
        Notation(
            r"\Pi(\delta) = \delta \min\left(1, \frac{\epsilon}{\|\delta\|_2}\right)",
            (("Pi", "p"), ("delta", "v"), ("epsilon", "r")),
        ),
        Notation(
            r"\delta \leftarrow \frac{\delta}{\max(1, \|\delta\|_2 / \epsilon)}", (("delta", "v"), ("epsilon", "r"))
        ),
    ),
    words=("projection", "ball", "projected gradient", "norm constraint"),
    derivation=derive_ball,
    source=Source("Boyd and Vandenberghe, Convex Optimization", "section 8.1.1"),
)

centre = Quantity("x", "the clean input", shape=(dimensions,))
current = Quantity("y", "the point to be projected", shape=(dimensions,))
clipped = Quantity("p", "the nearest point of the cube", shape=(dimensions,))
c, y = centre.symbol, current.symbol


inner = Min(at(c, i) + epsilon, at(y, i), evaluate=False)


def derive_cube() -> Iterator[Step]:
    """Each entry for itself."""
    above, below = at(c, i) + epsilon, at(c, i) - epsilon
    yield Step(
        Piecewise((above, at(y, i) > above), (below, at(y, i) < below), (at(y, i), True)),
        because="the squared distance is a sum over the entries: the nearest point of an interval in each",
    )
    yield Step(Max(below, inner, evaluate=False), because="the cases of a minimum and a maximum")


cube_projection = Formula(
    title="Projection onto a cube: clipping",
    kind=Kind.DEFINITION,
    statement=equal(at(clipped.symbol, i), Max(at(c, i) - epsilon, inner, evaluate=False)),
    quantities=(clipped, centre, current, budget, coordinate),
    assumptions=(),
    notations=(
        Notation(r"p_i = \max(x_i - \epsilon, \min(x_i + \epsilon, y_i))"),
        Notation(r"p_j = \max\{x_j - \epsilon, \min\{x_j + \epsilon, z_j\}\}", letters=(("z", "y"), ("j", "i"))),
    ),
    words=("pgd", "projection", "clip"),
    derivation=derive_cube,
    source=Source(madry, "section 2.1"),
)

start = Quantity("x_0", "the clean input", shape=(dimensions,))
rate = Quantity("alpha", "step size", domain=POSITIVE)
following = Quantity("x_next", "the input after the step", shape=(dimensions,))
x_0, alpha = start.symbol, rate.symbol
moved = Quantity(
    "y", "the input after the ascent, before the projection", shape=(dimensions,), value=x + alpha / norm(slope) * slope
)
away = moved.symbol - x_0


def derive_pgd() -> Iterator[Step]:
    """Ascend, then project on the ball around the clean input."""
    yield Step(
        x_0 + Piecewise((1, norm(away) <= epsilon), (epsilon / norm(away), True)) * away,
        because="the nearest point of the ball lies on the ray from its centre",
    )
    nearest = Min(1, epsilon / norm(away), evaluate=False) * away
    yield Step(x_0 + nearest, because="projection onto a ball around the clean input")


pgd_step = Formula(
    title="Step of projected gradient ascent in the Euclidean ball",
    kind=Kind.ALGORITHM,
    statement=equal(following.symbol, x_0 + Min(1, epsilon / norm(away), evaluate=False) * away),
    quantities=(following, moved, inputs, loss, start, budget, rate),
    assumptions=(),
    notations=(
        Notation(
            r"x_{k+1} = x_0 + \min\left\{1, \frac{\epsilon}{\|y - x_0\|}\right\} (y - x_0)",
            letters=(("x_k+1", "x_next"),),
        ),
        Notation(
            r"x_{k+1} = x_0 + \frac{y - x_0}{\max\{1, \|y - x_0\|_2 / \epsilon\}}", letters=(("x_k+1", "x_next"),)
        ),
    ),
    words=("pgd", "projected gradient", "adversarial", "ascent"),
    derivation=derive_pgd,
    source=Source(madry, "section 2.1"),
)

ascended = at(x, i) + alpha * sign(at(slope, i))


def derive_cube_step() -> Iterator[Step]:
    """Ascend in the direction that gains most in the cube, then clip."""
    above, below = at(x_0, i) + epsilon, at(x_0, i) - epsilon
    yield Step(
        Piecewise((above, ascended > above), (below, ascended < below), (ascended, True)),
        because="the signs of the slope gain most; the nearest point of an interval in each entry",
    )
    yield Step(
        Max(below, Min(above, ascended, evaluate=False), evaluate=False), because="the cases of a minimum and a maximum"
    )


pgd_cube_step = Formula(
    title="Step of projected gradient ascent in a cube: a signed step, clipped",
    kind=Kind.ALGORITHM,
    statement=equal(
        at(following.symbol, i),
        Max(at(x_0, i) - epsilon, Min(at(x_0, i) + epsilon, ascended, evaluate=False), evaluate=False),
    ),
    quantities=(following, inputs, loss, start, budget, rate, coordinate),
    assumptions=(),
    notations=(
        Notation(
            r"u_i = \max\{c_i - \epsilon, \min\{c_i + \epsilon, "
            r"x_i + \alpha \operatorname{sign}([\nabla_x L(x)]_i)\}\}",
            letters=(("u", "x_next"), ("c", "x_0")),
        ),
        Notation(
            r"y_j = \max\left(c_j - \epsilon, \min\left(c_j + \epsilon, "
            r"x_j + \alpha \, \text{sgn}\left(\frac{\partial L(x)}{\partial x_j}\right)\right)\right)",
            letters=(("y", "x_next"), ("c", "x_0"), ("j", "i")),
        ),
    ),
    words=("pgd", "projected gradient", "adversarial", "ascent", "clip"),
    derivation=derive_cube_step,
    source=Source(madry, "section 2.1"),
)

TOPIC = Topic(
    "Adversarial perturbations",
    formulas=(fgsm, linear_bound, sign_gain, ball_projection, cube_projection, pgd_step, pgd_cube_step),
)
