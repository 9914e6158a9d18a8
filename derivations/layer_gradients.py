"""Gradients of one layer: affine map, activation, and what backpropagation computes for weights, biases and inputs.

A layer computes z = Wx + b and a = φ(z) for an arbitrary differentiable activation φ; the error δ is the gradient of
the loss by the pre-activation z. Gradients have the shape of what they are by; Jacobians have a row for each output.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import KroneckerDelta

from derivations.operators import (
    at,
    diagonal_matrix,
    entrywise,
    entrywise_slope,
    equal,
    gradient,
    hadamard,
    jacobian,
    tabulated,
)
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

n = Size("n", "inputs", largest=4)
m = Size("m", "units", largest=4)
q = Size("q", "units of the next layer", largest=4)

inputs = Quantity("x", "input of the layer", shape=(n,))
weights = Quantity("W", "weights", shape=(m, n))
biases = Quantity("b", "biases", shape=(m,))
x, W, b = inputs.symbol, weights.symbol, biases.symbol
pre_activation = Quantity("z", "pre-activation", shape=(m,), value=W * x + b)
z = pre_activation.symbol
activation = Quantity("phi", "activation function", arguments=((),))
phi = activation.symbol
loss = Quantity("loss", "loss as a function of what the layer computes", arguments=((m,),))
total_loss = Quantity("L", "loss", value=loss.symbol(z))
L = total_loss.symbol
error = Quantity("delta", "gradient of the loss by the pre-activation", shape=(m,), value=gradient(L, z))
delta = error.symbol
layer = (inputs, weights, biases, pre_activation)
i, j = free_index("i", m), free_index("j", n)
r, s = bound_index("r s")

free_pre_activation = Quantity("z", "pre-activation", shape=(m,))
activated = Quantity("a", "activation", shape=(m,), value=entrywise(phi, z))
a = activated.symbol
output_loss = Quantity("L", "loss", value=loss.symbol(a))

nielsen = "Nielsen, Neural Networks and Deep Learning"
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.5.4")
bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 5.3.1")


def derive_affine_jacobian() -> Iterator[Step]:
    """The bias is a constant, the rest is linear."""
    yield Step(jacobian(W * x, x), because="the bias does not depend on the input")
    yield Step(W, because="a linear map is its own derivative")


affine_jacobian = Formula(
    title="Jacobian of an affine map",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(W * x + b, x), W),
    quantities=(inputs, weights, biases),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial (W x + b)}{\partial x} = W"),
        Notation(r"\frac{\partial}{\partial x} (A x + b) = A", letters=(("A", "W"),)),
    ),
    words=("affine", "linear layer", "Jacobian"),
    derivation=derive_affine_jacobian,
    source=goodfellow,
)


def derive_activation_jacobian() -> Iterator[Step]:
    """Each output depends on one input."""
    yield Step(
        tabulated(KroneckerDelta(r, s) * at(entrywise_slope(phi, z), r), r, m.symbol, s, m.symbol),
        because="output r depends on z_r alone, with slope φ'(z_r)",
    )
    yield Step(diagonal_matrix(entrywise_slope(phi, z)), because="a matrix that is 0 off the diagonal")


activation_jacobian = Formula(
    title="Jacobian of an elementwise function",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(entrywise(phi, z), z), diagonal_matrix(entrywise_slope(phi, z))),
    quantities=(free_pre_activation, activation),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial \phi(z)}{\partial z} = \operatorname{diag}(\phi'(z))"),
        Notation(
            r"\frac{\partial}{\partial x} f(x) = \text{diag}(f'(x))",
            letters=(("f", "phi"), ("x", "z")),
        ),
        Notation(
            r"\frac{\partial \sigma(z)}{\partial z} = \operatorname{diag}(\sigma'(z))",
            letters=(("sigma", "phi"),),
        ),
    ),
    words=("elementwise", "activation", "Jacobian"),
    derivation=derive_activation_jacobian,
    source=bishop,
)


def derive_layer_jacobian() -> Iterator[Step]:
    """Chain rule: activation after affine map."""
    yield Step(jacobian(entrywise(phi, z), z) * jacobian(z, x), because="chain rule for maps")
    yield Step(
        diagonal_matrix(entrywise_slope(phi, z)) * W,
        because="Jacobian of an elementwise function, and of an affine map",
    )


layer_jacobian = Formula(
    title="Jacobian of a layer by its input",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(entrywise(phi, z), x), diagonal_matrix(entrywise_slope(phi, z)) * W),
    quantities=(*layer, activation),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial}{\partial x} \phi(W x + b) = \operatorname{diag}(\phi'(W x + b)) W"),
        Notation(
            r"\frac{\partial \sigma(z)}{\partial x} = \operatorname{diag}(\sigma'(z)) W",
            letters=(("sigma", "phi"),),
        ),
    ),
    words=("layer", "Jacobian", "activation"),
    derivation=derive_layer_jacobian,
    source=goodfellow,
)


def derive_weight_entry() -> Iterator[Step]:
    """Only z_i depends on W_ij."""
    yield Step(at(delta * x.T, i.symbol, j.symbol), because="only z_i depends on W_ij, with the slope x_j")
    yield Step(at(delta, i.symbol) * at(x, j.symbol), because="entry of an outer product")


weight_derivative = Formula(
    title="Derivative of the loss by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, W), i.symbol, j.symbol), at(delta, i.symbol) * at(x, j.symbol)),
    quantities=(*layer, loss, total_loss, error, i, j),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial W_{ij}} = \delta_i x_j"),
        Notation(
            r"\frac{\partial C}{\partial w_{jk}} = \delta_j a_k",
            letters=(("C", "L"), ("w", "W"), ("a", "x"), ("j", "i"), ("k", "j")),
        ),
        Notation(r"\frac{\partial L}{\partial W_{ij}} = \frac{\partial L}{\partial z_i} x_j"),
        *(
            Notation(
                rf"\frac{{\partial E}}{{\partial w_{{ji}}{label}}} = \delta_j {below}_i".replace("E", loss),
                letters=((loss, "L"), (f"w{key}", "W"), (below, "x"), ("j", "i"), ("i", "j")),
            )
            for loss in ("E_n", "E")
            for below in "zxoa"
            for label, key in (("", ""), ("^{(1)}", "^1"), ("^{(2)}", "^2"))
        ),
    ),
    words=("backpropagation", "weights", "gradient"),
    derivation=derive_weight_entry,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 5.53"),
)


def derive_weight_gradient() -> Iterator[Step]:
    """All entries at once."""
    yield Step(gradient(L, z) * x.T, because="row i of W has the gradient (∂L/∂z_i) x")
    yield Step(delta * x.T, because="name the gradient of the loss by the pre-activation")


weight_gradient = Formula(
    title="Gradient of the loss by the weights of a layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, W), delta * x.T),
    quantities=(*layer, loss, total_loss, error),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial W} = \delta x^\top"),
        Notation(r"\nabla_W L = \delta \, a^T", letters=(("a", "x"),)),
        Notation(r"\nabla_W J = g h^\top", letters=(("J", "L"), ("g", "delta"), ("h", "x"))),
    ),
    words=("backpropagation", "weights", "gradient"),
    derivation=derive_weight_gradient,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "algorithm 6.4"),
)


def derive_bias_gradient() -> Iterator[Step]:
    """The bias enters with slope 1."""
    yield Step(jacobian(z, b).T * gradient(L, z), because="chain rule; the transposed Jacobian acts on gradients")
    yield Step(delta, because="the pre-activation depends on the bias with the identity as Jacobian")


bias_gradient = Formula(
    title="Gradient of the loss by the biases of a layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, b), delta),
    quantities=(*layer, loss, total_loss, error),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b} = \delta"),
        Notation(r"\nabla_b L = \delta"),
        Notation(r"\frac{\partial C}{\partial b} = \delta", letters=(("C", "L"),)),
    ),
    words=("backpropagation", "bias", "gradient"),
    derivation=derive_bias_gradient,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "algorithm 6.4"),
)


def derive_input_gradient() -> Iterator[Step]:
    """The transposed Jacobian of the affine map."""
    yield Step(jacobian(z, x).T * gradient(L, z), because="chain rule; the transposed Jacobian acts on gradients")
    yield Step(W.T * delta, because="Jacobian of an affine map")


input_gradient = Formula(
    title="Gradient of the loss by the input of a layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, x), W.T * delta),
    quantities=(*layer, loss, total_loss, error),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial x} = W^\top \delta"),
        Notation(r"\nabla_x L = W^T \delta"),
        Notation(r"\nabla_h J = W^\top g", letters=(("J", "L"), ("g", "delta"), ("h", "x"))),
    ),
    words=("backpropagation", "input", "gradient"),
    derivation=derive_input_gradient,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "algorithm 6.4"),
)


def derive_output_error() -> Iterator[Step]:
    """Chain rule through the activation."""
    M = output_loss.symbol
    yield Step(
        diagonal_matrix(entrywise_slope(phi, z)) * gradient(M, a),
        because="chain rule; the Jacobian of an elementwise function is diagonal, its own transpose",
    )
    yield Step(hadamard(gradient(M, a), entrywise_slope(phi, z)), because="a diagonal matrix multiplies entry by entry")


output_error = Formula(
    title="Error of a layer from the gradient by its activation",
    kind=Kind.GRADIENT,
    statement=equal(
        gradient(output_loss.symbol, z), hadamard(gradient(output_loss.symbol, a), entrywise_slope(phi, z))
    ),
    quantities=(free_pre_activation, activation, loss, activated, output_loss),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot \phi'(z)"),
        Notation(
            r"\nabla_z C = \nabla_a C \odot \sigma'(z)",
            letters=(("C", "L"), ("sigma", "phi")),
        ),
    ),
    words=("backpropagation", "error", "delta"),
    derivation=derive_output_error,
    source=Source(nielsen, "chapter 2, eq. BP1"),
)

next_weights = Quantity("W_2", "weights of the next layer", shape=(q, m))
next_biases = Quantity("b_2", "biases of the next layer", shape=(q,))
hidden = Quantity("z_1", "pre-activation of a layer", shape=(m,))
following = Quantity(
    "z_2",
    "pre-activation of the next layer",
    shape=(q,),
    value=next_weights.symbol * entrywise(phi, hidden.symbol) + next_biases.symbol,
)
z_1, z_2, W_2 = hidden.symbol, following.symbol, next_weights.symbol
deep_loss = Quantity("loss", "loss as a function of the next pre-activation", arguments=((q,),))
deep_total = Quantity("L", "loss", value=deep_loss.symbol(z_2))
first_error = Quantity("delta_1", "gradient of the loss by z_1", shape=(m,), value=gradient(L, z_1))
next_error = Quantity("delta_2", "gradient of the loss by z_2", shape=(q,), value=gradient(L, z_2))
delta_1, delta_2 = first_error.symbol, next_error.symbol


def derive_error_recursion() -> Iterator[Step]:
    """Back through the affine map, then through the activation."""
    yield Step(jacobian(z_2, z_1).T * delta_2, because="chain rule; the transposed Jacobian acts on gradients")
    yield Step(
        (W_2 * diagonal_matrix(entrywise_slope(phi, z_1))).T * delta_2,
        because="affine map after an elementwise function",
    )
    yield Step(
        hadamard(W_2.T * delta_2, entrywise_slope(phi, z_1)),
        because="transpose the product; a diagonal matrix multiplies entry by entry",
    )


error_recursion = Formula(
    title="Recursion of the errors of two layers",
    kind=Kind.GRADIENT,
    statement=equal(delta_1, hadamard(W_2.T * delta_2, entrywise_slope(phi, z_1))),
    quantities=(
        hidden,
        next_weights,
        next_biases,
        activation,
        deep_loss,
        following,
        deep_total,
        first_error,
        next_error,
    ),
    assumptions=(),
    notations=(
        Notation(
            r"g_1 = (W_2^\top g_2) \odot \phi'(z_1)",
            letters=(("g_1", "delta_1"), ("g_2", "delta_2")),
        ),
        Notation(
            r"\delta^1 = ((W^2)^T \delta^2) \odot \sigma'(z^1)",
            letters=(
                ("delta^1", "delta_1"),
                ("delta^2", "delta_2"),
                ("W^2", "W_2"),
                ("z^1", "z_1"),
                ("sigma", "phi"),
            ),
        ),
        Notation(
            r"\delta^1 = \operatorname{diag}(\phi'(z_1)) W_2^\top \delta^2",
            letters=(("delta^1", "delta_1"), ("delta^2", "delta_2")),
        ),
    ),
    words=("backpropagation", "error", "delta", "recursion"),
    derivation=derive_error_recursion,
    source=Source(nielsen, "chapter 2, eq. BP2"),
)

TOPIC = Topic(
    "Gradients of a layer",
    formulas=(
        affine_jacobian,
        activation_jacobian,
        layer_jacobian,
        weight_derivative,
        weight_gradient,
        bias_gradient,
        input_gradient,
        output_error,
        error_recursion,
    ),
)
