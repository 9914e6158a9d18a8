"""The perceptron: its update as a gradient step, and what one update does to the weights.

An example is an input x in R^n with a label y, -1 or 1. The prediction is the sign of x·theta; a mistake,
y x·theta < 0, adds y x to the weights theta (whether an example on the boundary counts as one is a convention).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integer, Le, Lt, Max, Ne

from derivations.operators import at_most, dot, equal, gradient, indicator, norm
from derivations.vocabulary import (
    POSITIVE,
    SIGN,
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

features = Size("n", "features", largest=4)
weights = Quantity("theta", "weights", shape=(features,))
example = Quantity("x", "input", shape=(features,))
label = Quantity("y", "label", domain=SIGN)
separator = Quantity("theta_star", "weights of length 1 that separate the data", shape=(features,), domain=UNIT_VECTOR)
margin = Quantity("gamma", "margin", domain=POSITIVE)

theta, x, y, theta_star, gamma = (q.symbol for q in (weights, example, label, separator, margin))
loss = Quantity("l", "perceptron loss of the example", value=Max(0, -y * dot(x, theta)))
l_ = loss.symbol
step = theta - gradient(l_, theta)
stepped = Quantity("theta_new", "weights after a gradient step of size 1", shape=(features,), value=step)
mistake = Lt(y * dot(x, theta), 0)

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.1.7")
novikov = Source("Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning (2018)", "section 8.3.1")
bishop_letters = (("w", "theta"), ("phi", "x"), ("t", "y"))
in_w = (("w", "theta"),)


def derive_loss_gradient() -> Iterator[Step]:
    """The loss is linear on either side of the boundary."""
    yield Step(
        indicator(mistake) * gradient(-y * dot(x, theta), theta),
        because="the maximum is its second argument on a mistake, else 0",
    )
    yield Step(-(y * indicator(mistake)) * x, because="the gradient of x·theta is x")


loss_gradient = Formula(
    title="Gradient of the perceptron loss",
    kind=Kind.GRADIENT,
    statement=equal(gradient(l_, theta), -(y * indicator(mistake)) * x),
    quantities=(weights, example, label, loss),
    assumptions=(Ne(dot(x, theta), 0),),
    notations=(
        Notation(
            r"\nabla_\theta \ell = \begin{cases} -y x, & y (x \cdot \theta) < 0 \\ 0, & \text{otherwise} \end{cases}",
        ),
        Notation(r"\nabla_\theta \max\{0, -y x \cdot \theta\} = -y x \, \mathbb{1}[y x \cdot \theta < 0]"),
        Notation(
            r"\nabla_w \max(0, -t w^\top \phi) = -t \phi \, \mathbb{1}[t w^\top \phi < 0]",
            letters=bishop_letters,
        ),
    ),
    words=("perceptron", "loss", "gradient"),
    derivation=derive_loss_gradient,
    source=bishop,
)


def derive_update() -> Iterator[Step]:
    """Insert the gradient."""
    yield Step(step, because="a gradient step of size 1")
    yield Step(theta + (y * indicator(mistake)) * x, because="the gradient is -y x on a mistake, else 0")


update = Formula(
    title="The perceptron's update is a stochastic gradient step",
    kind=Kind.ALGORITHM,
    statement=equal(stepped.symbol, theta + (y * indicator(mistake)) * x),
    quantities=(weights, example, label, loss, stepped),
    assumptions=(Ne(dot(x, theta), 0),),
    notations=(
        Notation(r"\theta_{\text{new}} = \theta + y x \, \mathbb{1}[y x \cdot \theta < 0]"),
        Notation(
            r"\theta_{\text{new}} = \begin{cases} \theta, & y (x \cdot \theta) \geq 0 \\ "
            r"\theta + y x, & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"w_{\text{new}} = w + t \phi \, \mathbb{1}[t w^\top \phi < 0]",
            letters=(*bishop_letters, ("w_new", "theta_new")),
        ),
    ),
    words=("perceptron", "update", "sgd"),
    derivation=derive_update,
    source=bishop,
)


change = Quantity("v", "the update of the weights", shape=(features,), value=(y * indicator(mistake)) * x)
v = change.symbol


def derive_update_direction() -> Iterator[Step]:
    """Only mistakes count, and they have a negative margin."""
    yield Step(indicator(mistake) * y * dot(x, theta), because="the update is y x on a mistake, else 0")
    yield Step(-l_, because="a negative margin is minus the loss; without a mistake both are 0")


update_direction = Formula(
    title="The perceptron's update has minus the loss as inner product with the weights",
    kind=Kind.IDENTITY,
    statement=equal(dot(v, theta), -l_),
    quantities=(weights, example, label, loss, change),
    assumptions=(),
    notations=(
        Notation(r"v \cdot \theta = -\max\{0, -y x \cdot \theta\}"),
        Notation(
            r"y x \cdot \theta \, \mathbb{1}[y x \cdot \theta < 0] = -\max(0, -y x \cdot \theta)",
        ),
    ),
    words=("perceptron", "update", "loss", "angle"),
    derivation=derive_update_direction,
    source=bishop,
)


def derive_obtuse_update() -> Iterator[Step]:
    """A mistake has a negative margin."""
    yield Step(y * dot(x, theta), because="the update on a mistake is y x")
    yield Step(Integer(0), because="the margin of a mistake is negative", relation="<")


obtuse_update = Formula(
    title="The perceptron's update makes an obtuse angle with the weights",
    kind=Kind.BOUND,
    statement=Lt(dot(v, theta), 0, evaluate=False),
    quantities=(weights, example, label, change),
    assumptions=(mistake,),
    notations=(
        Notation(r"v \cdot \theta < 0"),
        Notation(r"y x \cdot \theta \, \mathbb{1}[y x \cdot \theta < 0] < 0"),
    ),
    words=("perceptron", "update", "zig-zag", "obtuse"),
    derivation=derive_obtuse_update,
    source=bishop,
)


def derive_squared_norm() -> Iterator[Step]:
    """Expand the square."""
    yield Step(norm(theta) ** 2 + 2 * y * dot(x, theta) + y**2 * norm(x) ** 2, because="expand the inner product")
    yield Step(norm(theta) ** 2 + 2 * y * dot(x, theta) + norm(x) ** 2, because="y is -1 or 1")


squared_norm = Formula(
    title="Squared norm of the perceptron's weights after an update",
    kind=Kind.IDENTITY,
    statement=equal(norm(theta + y * x) ** 2, norm(theta) ** 2 + 2 * y * dot(x, theta) + norm(x) ** 2),
    quantities=(weights, example, label),
    assumptions=(),
    notations=(
        Notation(r"\|\theta + y x\|^2 = \|\theta\|^2 + 2 y \, x \cdot \theta + \|x\|^2"),
        Notation(r"\|w + y x\|_2^2 = \|w\|_2^2 + 2 y w^\top x + \|x\|_2^2", letters=in_w),
    ),
    words=("perceptron", "norm", "update"),
    derivation=derive_squared_norm,
    source=novikov,
)


def derive_norm_growth() -> Iterator[Step]:
    """The mixed term is not positive on a mistake."""
    yield Step(norm(theta) ** 2 + 2 * y * dot(x, theta) + norm(x) ** 2, because="expand the square, with y^2 = 1")
    yield Step(norm(theta) ** 2 + norm(x) ** 2, because="y x·theta <= 0 on a mistake", relation="<=")


norm_growth = Formula(
    title="Growth of the perceptron's weights by one mistake",
    kind=Kind.BOUND,
    statement=at_most(norm(theta + y * x) ** 2, norm(theta) ** 2 + norm(x) ** 2),
    quantities=(weights, example, label),
    assumptions=(Le(y * dot(x, theta), 0),),
    notations=(
        Notation(r"\|\theta + y x\|^2 \leq \|\theta\|^2 + \|x\|^2"),
        Notation(r"\|w + y x\|_2^2 \leq \|w\|_2^2 + \|x\|_2^2", letters=in_w),
    ),
    words=("perceptron", "norm growth", "mistakes"),
    derivation=derive_norm_growth,
    source=novikov,
)


def derive_margin_gain() -> Iterator[Step]:
    """Linear in the second argument."""
    yield Step(y * dot(x, theta) + y**2 * dot(x, x), because="the inner product is linear")
    yield Step(y * dot(x, theta) + norm(x) ** 2, because="y is -1 or 1")


margin_gain = Formula(
    title="An update improves the margin of its example",
    kind=Kind.IDENTITY,
    statement=equal(y * dot(x, theta + y * x), y * dot(x, theta) + norm(x) ** 2),
    quantities=(weights, example, label),
    assumptions=(),
    notations=(
        Notation(r"y \, x \cdot (\theta + y x) = y \, x \cdot \theta + \|x\|^2"),
        Notation(r"y \langle w + y x, x \rangle = y \langle w, x \rangle + \|x\|_2^2", letters=in_w),
    ),
    words=("perceptron", "update", "margin"),
    derivation=derive_margin_gain,
    source=bishop,
)


def derive_alignment() -> Iterator[Step]:
    """Each mistake has at least the margin."""
    yield Step(dot(theta_star, theta) + y * dot(x, theta_star), because="gamma <= y x·theta*", relation="<=")
    yield Step(dot(theta_star, theta + y * x), because="the inner product is linear")


alignment = Formula(
    title="Each mistake turns the perceptron's weights towards the separator",
    kind=Kind.BOUND,
    statement=at_most(dot(theta_star, theta) + gamma, dot(theta_star, theta + y * x)),
    quantities=(weights, example, label, separator, margin),
    assumptions=(Le(gamma, y * dot(x, theta_star)),),
    notations=(
        Notation(r"\theta^* \cdot \theta + \gamma \leq \theta^* \cdot (\theta + y x)"),
        Notation(
            r"\langle w^*, w \rangle + \gamma \leq \langle w^*, w + y x \rangle",
            letters=(*in_w, ("w_star", "theta_star")),
        ),
    ),
    words=("perceptron", "novikov", "margin", "convergence"),
    derivation=derive_alignment,
    source=novikov,
)

TOPIC = Topic(
    "Perceptron",
    formulas=(
        loss_gradient,
        update,
        update_direction,
        obtuse_update,
        squared_norm,
        norm_growth,
        margin_gain,
        alignment,
    ),
)
