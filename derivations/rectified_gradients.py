"""Derivatives of rectified units, at points off the kink.

(z)_+ = max(0, z) is differentiable where z is not zero, with Heaviside's step H(z) as derivative (1 for positive
arguments, else 0). Each formula here holds where no pre-activation is zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, KroneckerDelta, Lambda, Max, Ne, Piecewise, Product, Sum, Symbol, exp, sign

from derivations.operators import (
    at,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    gradient,
    jacobian,
    partial,
    relu,
    row,
    step,
)
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
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

n = Size("n", "inputs", largest=4)
m = Size("m", "units", largest=4)
u = Symbol("u", real=True)
pre_activation = Quantity("z", "pre-activation")
pre_activations = Quantity("z", "pre-activations", shape=(m,))
inputs = Quantity("x", "input", shape=(n,))
weights = Quantity("W", "weights, a row for each unit", shape=(m, n))
leak = Quantity("epsilon", "slope for negative pre-activations", domain=UNIT)
heaviside = Quantity("H", "Heaviside's step", value=Lambda((u,), step(u)))
s, z, x, W, epsilon = pre_activation.symbol, pre_activations.symbol, inputs.symbol, weights.symbol, leak.symbol
H = heaviside.symbol
unit, position, other = free_index("i", m), free_index("j", n), free_index("k", m)
i, j, k = unit.symbol, position.symbol, other.symbol
v = bound_index("v")

off_kink = Ne(s, 0)
units_off_kink = Ne(Product(at(z, v), (v, 1, m.symbol)), 0)
layer_off_kink = Ne(Product(dot(row(W, v), x), (v, 1, m.symbol)), 0)

NEGATIVE = Domain("negative", high=Fraction(0), strict=True)
maas = Source("Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models", "section 2")
glorot = Source("Glorot, Bordes and Bengio, Deep Sparse Rectifier Neural Networks", "section 3")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3")
maas = Source("Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models", "section 2")


def derive_derivative() -> Iterator[Step]:
    """One side of the kink at a time."""
    yield Step(Piecewise((1, s > 0), (0, True)), because="the function is z for positive z and constant for negative z")
    yield Step(H(s), because="definition of Heaviside's step")


derivative = Formula(
    title="Derivative of the rectified linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(relu(s), s), H(s)),
    quantities=(pre_activation, heaviside),
    assumptions=(off_kink,),
    notations=(
        Notation(r"\frac{d}{dz} \max(0, z) = H(z)"),
        Notation(
            r"\frac{d}{dx} \operatorname{ReLU}(x) = "
            r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}",
            letters=(("x", "z"),),
        ),
        Notation(r"\frac{d}{dz} (z)_+ = \mathbb{1}[z > 0]"),
    ),
    words=("rectified linear unit", "ReLU", "derivative"),
    derivation=derive_derivative,
    source=glorot,
)


def derive_absolute_derivative() -> Iterator[Step]:
    """One side of the kink at a time."""
    yield Step(2 * partial(relu(s), s) - 1, because="the absolute value is 2(z)_+ - z")
    yield Step(sign(s), because="twice the step less 1 is the sign")


absolute_derivative = Formula(
    title="Derivative of the absolute value",
    kind=Kind.GRADIENT,
    statement=equal(partial(Abs(s), s), sign(s)),
    quantities=(pre_activation,),
    assumptions=(off_kink,),
    notations=(
        Notation(r"\frac{d}{dz} |z| = \operatorname{sign}(z)"),
        Notation(
            r"\frac{d}{dx} |x| = \begin{cases} 1 & x > 0 \\ -1 & x < 0 \end{cases}",
            letters=(("x", "z"),),
        ),
    ),
    words=("absolute value", "derivative"),
    derivation=derive_absolute_derivative,
    source=goodfellow,
)


def derive_leaky_derivative() -> Iterator[Step]:
    """One side of the kink at a time."""
    yield Step(H(s) + epsilon * (1 - H(s)), because="slope 1 on the positive side, ε on the negative side")
    yield Step(Piecewise((1, s > 0), (epsilon, True)), because="write the two sides as cases")


leaky_derivative = Formula(
    title="Derivative of the leaky rectified linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(Max(epsilon * s, s), s), Piecewise((1, s > 0), (epsilon, True))),
    quantities=(pre_activation, leak, heaviside),
    assumptions=(off_kink,),
    notations=(
        Notation(r"\frac{d}{dz} \max(\epsilon z, z) = \begin{cases} 1 & z > 0 \\ \epsilon & \text{else} \end{cases}"),
        Notation(
            r"\frac{d}{dx} \max(x, \alpha x) = "
            r"\begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{if } x < 0 \end{cases}",
            letters=(("x", "z"), ("alpha", "epsilon")),
        ),
    ),
    words=("leaky ReLU", "derivative"),
    derivation=derive_leaky_derivative,
    source=maas,
)


def derive_exponential_derivative() -> Iterator[Step]:
    """One side at a time; the two slopes meet at zero."""
    yield Step(H(s) + exp(s) * (1 - H(s)), because="slope 1 on the positive side, exp(z) on the negative side")
    yield Step(Piecewise((1, s > 0), (exp(s), True)), because="write the two sides as cases")


exponential_derivative = Formula(
    title="Derivative of the exponential linear unit",
    kind=Kind.GRADIENT,
    statement=equal(
        partial(Piecewise((s, s > 0), (exp(s) - 1, True)), s), Piecewise((1, s > 0), (exp(s), True))
    ),
    quantities=(pre_activation, heaviside),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{d}{dz} \begin{cases} z & z > 0 \\ e^z - 1 & \text{else} \end{cases} = "
            r"\begin{cases} 1 & z > 0 \\ e^z & \text{else} \end{cases}"
        ),
        Notation(
            r"\frac{d}{dx} \begin{cases} x & \text{if } x > 0 \\ \exp(x) - 1 & \text{if } x \leq 0 \end{cases} = "
            r"\begin{cases} 1 & \text{if } x > 0 \\ \exp(x) & \text{if } x \leq 0 \end{cases}",
            letters=(("x", "z"),),
        ),
    ),
    words=("ELU", "exponential linear unit", "derivative"),
    derivation=derive_exponential_derivative,
    source=Source("Clevert, Unterthiner and Hochreiter, Exponential Linear Units (ELUs)", "section 3"),
)


def derive_jacobian() -> Iterator[Step]:
    """An elementwise function has a diagonal Jacobian."""
    yield Step(diagonal_matrix(entrywise(step, z)), because="each unit depends on its own pre-activation, with slope H")
    yield Step(diagonal_matrix(entrywise(H, z)), because="name Heaviside's step")


jacobian_by_pre_activation = Formula(
    title="Jacobian of rectified units by their pre-activations",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(entrywise(relu, z), z), diagonal_matrix(entrywise(H, z))),
    quantities=(pre_activations, heaviside),
    assumptions=(units_off_kink,),
    notations=(
        Notation(r"\frac{\partial}{\partial x} \max(0, x) = \text{diag}(H(x))", letters=(("x", "z"),)),
        Notation(r"\frac{\partial}{\partial z} \operatorname{ReLU}(z) = \operatorname{diag}(H(z))"),
    ),
    words=("ReLU", "Jacobian", "rectified linear unit"),
    derivation=derive_jacobian,
    source=glorot,
)

active = H(dot(row(W, k), x))
activated = entrywise(relu, W * x)


def derive_weight_derivative() -> Iterator[Step]:
    """Chain rule through the pre-activation w_k·x."""
    yield Step(active * at(gradient(dot(row(W, k), x), W), i, j), because="chain rule through the pre-activation w_k·x")
    yield Step(active * at(x, j) * KroneckerDelta(i, k), because="only row k of the weights enters, with the slope x_j")


weight_derivative = Formula(
    title="Derivative of rectified units by the weights",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(at(activated, k), W), i, j), active * at(x, j) * KroneckerDelta(i, k)),
    quantities=(inputs, weights, heaviside, unit, position, other),
    assumptions=(layer_off_kink,),
    notations=(
        Notation(r"\frac{\partial}{\partial W_{ij}} \max(0, W x)_k = H((W x)_k) x_j \delta_{ik}"),
        Notation(
            r"\frac{\partial}{\partial W_{ij}} \max(0, W x)_k = "
            r"\max(0, \operatorname{sign}(w_i^\top x)) x_j \delta_{ik}",
            letters=(("w", "W"), ("W", "W")),
        ),
    ),
    words=("ReLU", "weights", "derivative"),
    derivation=derive_weight_derivative,
    source=glorot,
    survivors=(("the index k becomes i in W[k,", "the delta leaves only i = k"),),
)


def derive_input_derivative() -> Iterator[Step]:
    """Chain rule through the pre-activation w_i·x."""
    yield Step(
        H(dot(row(W, i), x)) * at(gradient(dot(row(W, i), x), x), j),
        because="chain rule through the pre-activation w_i·x",
    )
    yield Step(H(dot(row(W, i), x)) * at(W, i, j), because="the pre-activation is linear in the input")


input_derivative = Formula(
    title="Derivative of rectified units by the input",
    kind=Kind.GRADIENT,
    statement=equal(at(jacobian(activated, x), i, j), H(dot(row(W, i), x)) * at(W, i, j)),
    quantities=(inputs, weights, heaviside, unit, position),
    assumptions=(layer_off_kink,),
    notations=(
        Notation(
            r"\frac{\partial}{\partial x_j} \max(0, W x)_i = H(w_i \cdot x) W_{ij}",
            letters=(("w", "W"), ("W", "W")),
        ),
        Notation(
            r"\frac{\partial}{\partial x_j} \max(0, W x)_i = \max(0, \operatorname{sign}(W_i^T x)) \cdot W_{ij}"
        ),
    ),
    words=("ReLU", "input", "derivative"),
    derivation=derive_input_derivative,
    source=glorot,
)


def derive_input_jacobian() -> Iterator[Step]:
    """Chain rule for maps."""
    yield Step(diagonal_matrix(entrywise(step, W * x)) * jacobian(W * x, x), because="chain rule for maps")
    yield Step(diagonal_matrix(entrywise(H, W * x)) * W, because="a linear map is its own derivative")


input_jacobian = Formula(
    title="Jacobian of a rectified layer by the input",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(activated, x), diagonal_matrix(entrywise(H, W * x)) * W),
    quantities=(inputs, weights, heaviside),
    assumptions=(layer_off_kink,),
    notations=(
        Notation(r"\frac{\partial}{\partial x} \max(0, W x) = \operatorname{diag}(H(W x)) W"),
        Notation(r"\frac{\partial (W x)_+}{\partial x} = \operatorname{diag}(H(W x)) W"),
    ),
    words=("ReLU", "Jacobian", "rectified layer"),
    derivation=derive_input_jacobian,
    source=glorot,
)

examples = Size("s", "examples", largest=3)
batch = Quantity("X", "inputs, one row for each example, none negative", shape=(examples, n), domain=NONNEGATIVE)
unit_weights = Quantity("theta", "weights of a unit, all negative", shape=(n,), domain=NEGATIVE)
bias = Quantity("b", "bias of the unit", domain=NEGATIVE)
rate = Quantity("eta", "step size", domain=POSITIVE)
X, theta, b, eta = batch.symbol, unit_weights.symbol, bias.symbol, rate.symbol
cost = Quantity("cost", "a smooth loss of the unit's activation", arguments=((),))
outputs = Sum(cost.symbol(relu(dot(row(X, v), theta) + b)), (v, 1, examples.symbol))
training_loss = Quantity("L", "loss over all examples", value=outputs)
L = training_loss.symbol


def derive_dead_unit() -> Iterator[Step]:
    """The step of every example is 0."""
    yield Step(theta - eta * gradient(examples.symbol * cost.symbol(0 * b), theta), because="no example activates it")
    yield Step(theta, because="a constant has the gradient 0")


dead_unit = Formula(
    title="A dead rectified unit stays dead: where it is inactive for all inputs, its weights do not change",
    kind=Kind.GRADIENT,
    statement=equal(theta - eta * gradient(L, theta), theta),
    quantities=(batch, unit_weights, bias, rate, cost, training_loss),
    assumptions=(),
    notations=(
        Notation(r"\theta - \eta \nabla_\theta L = \theta"),
        Notation(r"w - \alpha \nabla_w J = w", letters=(("w", "theta"), ("alpha", "eta"), ("J", "L"))),
    ),
    words=("dying ReLU", "dead unit", "inactive"),
    derivation=derive_dead_unit,
    source=maas,
)

TOPIC = Topic(
    "Derivatives of rectified units",
    formulas=(
        derivative,
        absolute_derivative,
        leaky_derivative,
        exponential_derivative,
        jacobian_by_pre_activation,
        weight_derivative,
        input_derivative,
        input_jacobian,
        dead_unit,
    ),
)
