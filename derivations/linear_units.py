"""Linear units u = x·θ and ridge functions φ(x·θ): level sets, direction and rate of change, and how they learn."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs

from derivations.operators import at_most, dot, equal, gradient, norm, slope
from derivations.vocabulary import (
    POSITIVE,
    UNIT_VECTOR,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
pinkus = "Pinkus, Ridge Functions (2015)"
features = Size("n", "features", smallest=2, largest=4)
inputs = Quantity("x", "input", shape=(features,))
weights = Quantity("theta", "weights", shape=(features,))
x, theta = inputs.symbol, weights.symbol
free_move = Quantity("w", "any change of the input", shape=(features,))
w = free_move.symbol
move = Quantity(
    "v",
    "a change of the input that is orthogonal to the weights",
    shape=(features,),
    value=w - dot(w, theta) / dot(theta, theta) * theta,
)
v = move.symbol
activation = Quantity("phi", "activation function", arguments=((),))
phi = activation.symbol
still_orthogonal = (
    ("the summand v", "a multiple of an orthogonal change is orthogonal, and so is none"),
    ("a factor 2 in front of v", "a multiple of an orthogonal change is orthogonal"),
    ("a factor 1/2 in front of v", "a multiple of an orthogonal change is orthogonal"),
)


def derive_level_sets() -> Iterator[Step]:
    """The change has no component along the weights."""
    yield Step(dot(x, theta) + dot(v, theta), because="the inner product is linear")
    yield Step(dot(x, theta), because="the change is orthogonal to the weights")


level_sets = Formula(
    title="Level sets of a linear unit are orthogonal to its weights",
    kind=Kind.IDENTITY,
    statement=equal(dot(x + v, theta), dot(x, theta)),
    quantities=(inputs, weights, free_move, move),
    assumptions=(),
    notations=(
        Notation(r"(x + v) \cdot \theta = x \cdot \theta"),
        Notation(r"w^\top (x + \delta) = w^\top x", letters=(("w", "theta"), ("delta", "v"))),
    ),
    words=("linear unit", "level sets", "orthogonal"),
    derivation=derive_level_sets,
    source=Source(bishop, "section 4.1.1"),
    survivors=still_orthogonal,
)


def derive_ridge_level_sets() -> Iterator[Step]:
    """A function of the unit alone."""
    yield Step(phi(dot(x, theta) + dot(v, theta)), because="the inner product is linear")
    yield Step(phi(dot(x, theta)), because="the change is orthogonal to the weights")


ridge_level_sets = Formula(
    title="A ridge function has the level sets of its linear unit",
    kind=Kind.IDENTITY,
    statement=equal(phi(dot(x + v, theta)), phi(dot(x, theta))),
    quantities=(inputs, weights, free_move, move, activation),
    assumptions=(),
    notations=(
        Notation(r"\phi((x + v) \cdot \theta) = \phi(x \cdot \theta)"),
        Notation(r"g(w^\top (x + \delta)) = g(w^\top x)", letters=(("w", "theta"), ("delta", "v"), ("g", "phi"))),
    ),
    words=("ridge function", "level sets", "ridge"),
    derivation=derive_ridge_level_sets,
    source=Source(pinkus, "chapter 1"),
    survivors=still_orthogonal,
)

shift = Quantity("t", "distance along the direction")
t = shift.symbol
direction = Quantity("d", "a direction, of length 1", shape=(features,), domain=UNIT_VECTOR)
d = direction.symbol


def derive_rate() -> Iterator[Step]:
    """The slope along a direction is its inner product with the gradient."""
    yield Step(dot(theta, theta) / norm(theta), because="the unit is linear in t, with this slope")
    yield Step(norm(theta), because="the squared length is the square of the length")


rate = Formula(
    title="A linear unit changes along its weights at the rate of their length",
    kind=Kind.GRADIENT,
    statement=equal(slope(dot(x + t * theta / norm(theta), theta), t, 0), norm(theta)),
    quantities=(inputs, weights, shift),
    assumptions=(),
    notations=(
        Notation(
            r"\left. \frac{d}{dt} \left(x + t \frac{\theta}{\|\theta\|}\right) \cdot \theta \right|_{t=0} = \|\theta\|"
        ),
        Notation(
            r"\left. \frac{d}{dt} w^\top \left(x + t \frac{w}{\|w\|}\right) \right|_{t=0} = \|w\|",
            letters=(("w", "theta"),),
        ),
    ),
    words=("linear unit", "direction of change", "rate of change"),
    derivation=derive_rate,
    source=Source(bishop, "section 4.1.1"),
)


def derive_largest_rate() -> Iterator[Step]:
    """Cauchy and Schwarz, for a direction of length 1."""
    yield Step(norm(d) * norm(theta), because="Cauchy-Schwarz inequality", relation="<=")
    yield Step(norm(theta), because="a direction has length 1")


largest_rate = Formula(
    title="No direction changes a linear unit faster than its weights",
    kind=Kind.BOUND,
    statement=at_most(dot(d, theta), norm(theta)),
    quantities=(direction, weights),
    assumptions=(),
    notations=(
        Notation(r"d \cdot \theta \leq \|\theta\|"),
        Notation(r"u^\top w \leq \|w\|_2", letters=(("u", "d"), ("w", "theta"))),
    ),
    words=("linear unit", "direction of change", "rate of change"),
    derivation=derive_largest_rate,
    source=Source(bishop, "section 4.1.1"),
)


def derive_sensitivity() -> Iterator[Step]:
    """The gradient of a ridge function is a multiple of the weights."""
    yield Step(norm(slope(phi(t), t, dot(x, theta)) * theta), because="chain rule")
    yield Step(Abs(slope(phi(t), t, dot(x, theta))) * norm(theta), because="the norm is homogeneous")


gradient_norm = Formula(
    title="Length of the gradient of a ridge function",
    kind=Kind.GRADIENT,
    statement=equal(norm(gradient(phi(dot(x, theta)), x)), Abs(slope(phi(t), t, dot(x, theta))) * norm(theta)),
    quantities=(inputs, weights, activation, shift),
    assumptions=(),
    notations=(
        Notation(r"\|\nabla_x \phi(x \cdot \theta)\| = |\phi'(x \cdot \theta)| \cdot \|\theta\|"),
        Notation(r"\|\nabla_x g(w^\top x)\|_2 = |g'(w^\top x)| \|w\|_2", letters=(("w", "theta"), ("g", "phi"))),
    ),
    words=("ridge function", "rate of change", "sensitivity", "gradient"),
    derivation=derive_sensitivity,
    source=Source(pinkus, "chapter 1"),
)

target = Quantity("y", "target")
step_size = Quantity("eta", "step size", domain=POSITIVE)
y, eta = target.symbol, step_size.symbol
changed = Quantity("theta_new", "the weights after the update", shape=(features,))


def derive_lms() -> Iterator[Step]:
    """One step of gradient descent on the squared error of one example."""
    yield Step(theta - eta * gradient((y - dot(x, theta)) ** 2 / 2, theta), because="gradient descent")
    yield Step(theta + eta * (y - dot(x, theta)) * x, because="the inner derivative is -x")


lms = Formula(
    title="Least mean squares: the learning rule of a linear unit",
    kind=Kind.ALGORITHM,
    statement=equal(changed.symbol, theta + eta * (y - dot(x, theta)) * x),
    quantities=(changed, weights, inputs, target, step_size),
    assumptions=(),
    notations=(
        Notation(r"\theta_{\text{new}} = \theta + \eta (y - x \cdot \theta) x"),
        Notation(
            r"w_{\text{new}} = w + \eta (y - w^\top x) x", letters=(("w", "theta"), ("w_new", "theta_new"))
        ),
    ),
    words=("least mean squares", "lms", "delta rule", "linear unit"),
    derivation=derive_lms,
    source=Source(bishop, "equation 3.23"),
)

TOPIC = Topic(
    "Linear units and ridge functions",
    formulas=(level_sets, rate, largest_rate, lms, ridge_level_sets, gradient_norm),
)
