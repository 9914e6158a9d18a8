"""Backpropagation: the chain rule for maps, and the row vectors that run backwards through a chain of layers.

A network is a chain x → z_1 = F_1(x) → z_2 = F_2(z_1) → z_3 = F_3(z_2) → L = l(z_3) of arbitrary differentiable maps;
the row vector ξ_{l+1} is the derivative of the loss by the activation z_l. What holds for these layers holds for any
layer of a longer chain, because F_1, F_3 and l may be compositions themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Lambda, MatrixSymbol, Sum

from derivations.operators import at, equal, evaluated, gradient, jacobian, jacobian_at
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

n = Size("n", "inputs", largest=5)
m = Size("m", "units of the first layer", largest=5)
q = Size("q", "units of the second layer", largest=5)
r = Size("r", "units of the third layer", largest=5)
one = Size("one", "rows of a row vector", smallest=1, largest=1)
t = Size("t", "parameters", largest=5)

inputs = Quantity("x", "input", shape=(n,))
x = inputs.symbol

inner = Quantity("F", "inner map", shape=(m,), arguments=((n,),))
outer = Quantity("G", "outer map", shape=(q,), arguments=((m,),))
between = Quantity("z", "value of the inner map", shape=(m,), value=evaluated(inner.symbol(x), m.symbol, 1))
z = between.symbol
output = Quantity("y", "value of both", shape=(q,), value=evaluated(outer.symbol(z), q.symbol, 1))
y = output.symbol
row_index, column_index = free_index("i", q), free_index("j", n)
i, j = row_index.symbol, column_index.symbol
k = bound_index("k")

F_1 = Quantity("F_1", "first layer", shape=(m,), arguments=((n,),))
F_2 = Quantity("F_2", "second layer", shape=(q,), arguments=((m,),))
F_3 = Quantity("F_3", "third layer", shape=(r,), arguments=((q,),))
loss = Quantity("loss", "loss of an output", arguments=((r,),))
first = Quantity("z_1", "activations of the first layer", shape=(m,), value=evaluated(F_1.symbol(x), m.symbol, 1))
z_1 = first.symbol
second = Quantity("z_2", "activations of the second layer", shape=(q,), value=evaluated(F_2.symbol(z_1), q.symbol, 1))
z_2 = second.symbol
third = Quantity("z_3", "activations of the third layer", shape=(r,), value=evaluated(F_3.symbol(z_2), r.symbol, 1))
z_3 = third.symbol
total_loss = Quantity("L", "loss", value=loss.symbol(z_3))
L = total_loss.symbol
xi_2 = Quantity("xi_2", "derivative of the loss by z_1, a row", shape=(one, m), value=gradient(L, z_1).T)
xi_3 = Quantity("xi_3", "derivative of the loss by z_2, a row", shape=(one, q), value=gradient(L, z_2).T)
chain = (inputs, F_1, F_2, F_3, first, second, third)

start = MatrixSymbol("v", n.symbol, 1)
ell = (("l", "loss"),)

rumelhart = Source("Rumelhart, Hinton and Williams, Learning Representations by Back-propagating Errors", "p. 534")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.5.2")
murphy = Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 13.3")


network = Quantity(
    "F",
    "the network, a composition of three layers",
    value=Lambda(
        (start,),
        F_3.symbol(evaluated(F_2.symbol(evaluated(F_1.symbol(start), m.symbol, 1)), q.symbol, 1)),
    ),
)


def derive_activations() -> Iterator[Step]:
    """Name the values from the inside out."""
    yield Step(
        evaluated(F_3.symbol(evaluated(F_2.symbol(z_1), q.symbol, 1)), r.symbol, 1),
        because="z_1 is the value of the first layer",
    )
    yield Step(evaluated(F_3.symbol(z_2), r.symbol, 1), because="z_2 is the value of the second layer at z_1")


activations = Formula(
    title="Activations: the network is its last layer at the activations below",
    kind=Kind.IDENTITY,
    statement=equal(evaluated(network.symbol(x), r.symbol, 1), evaluated(F_3.symbol(z_2), r.symbol, 1)),
    quantities=(inputs, F_1, F_2, F_3, first, second, network),
    assumptions=(),
    notations=(
        Notation(r"F(x) = F_3(z_2)"),
        Notation(r"F_3(F_2(F_1(x))) = F_3(z_2)"),
    ),
    words=("backpropagation", "activations", "forward pass", "composition"),
    derivation=derive_activations,
    source=murphy,
)


def derive_chain_rule() -> Iterator[Step]:
    """The Jacobian of the outer map is taken at the value of the inner map."""
    value = evaluated(inner.symbol(x), m.symbol, 1)
    yield Step(
        jacobian_at(evaluated(outer.symbol(z), q.symbol, 1), z, value) * jacobian(value, x),
        because="the best linear approximation of a composition is the product of the approximations",
    )
    yield Step(jacobian(y, z) * jacobian(z, x), because="name the values: z = F(x) and y = G(z)")


chain_rule = Formula(
    title="Chain rule for maps",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(y, x), jacobian(y, z) * jacobian(z, x)),
    quantities=(inputs, inner, outer, between, output),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial y}{\partial x} = \frac{\partial y}{\partial z} \frac{\partial z}{\partial x}"),
        Notation(r"\frac{\partial G(F(x))}{\partial x} = \partial G(F(x)) \, \partial F(x)"),
    ),
    words=("chain rule", "Jacobian", "composition"),
    derivation=derive_chain_rule,
    source=goodfellow,
)


def derive_chain_rule_entry() -> Iterator[Step]:
    """An entry of the matrix product."""
    yield Step(at(jacobian(y, z) * jacobian(z, x), i, j), because="chain rule for maps")
    yield Step(
        Sum(at(jacobian(y, z), i, k) * at(jacobian(z, x), k, j), (k, 1, m.symbol)),
        because="an entry of a product sums over all paths from x_j to y_i",
    )


chain_rule_entry = Formula(
    title="Chain rule for maps, entry by entry",
    kind=Kind.GRADIENT,
    statement=equal(
        at(jacobian(y, x), i, j), Sum(at(jacobian(y, z), i, k) * at(jacobian(z, x), k, j), (k, 1, m.symbol))
    ),
    quantities=(inputs, inner, outer, between, output, row_index, column_index),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial y_i}{\partial x_j} = "
            r"\sum_{k=1}^m \frac{\partial y_i}{\partial z_k} \frac{\partial z_k}{\partial x_j}"
        ),
        Notation(
            r"\frac{\partial z_i}{\partial x_j} = "
            r"\sum_k \frac{\partial z_i}{\partial y_k} \frac{\partial y_k}{\partial x_j}",
            letters=(("z", "y"), ("y", "z")),
        ),
    ),
    words=("chain rule", "partial derivative"),
    derivation=derive_chain_rule_entry,
    source=goodfellow,
)


def derive_network_jacobian() -> Iterator[Step]:
    """The chain rule, twice."""
    yield Step(jacobian(z_3, z_1) * jacobian(z_1, x), because="chain rule: first layer, then the rest")
    yield Step(
        jacobian(z_3, z_2) * jacobian(z_2, z_1) * jacobian(z_1, x), because="chain rule on the second and third layer"
    )


network_jacobian = Formula(
    title="Jacobian of a composition of three maps",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(z_3, x), jacobian(z_3, z_2) * jacobian(z_2, z_1) * jacobian(z_1, x)),
    quantities=chain,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial z_3}{\partial x} = \frac{\partial z_3}{\partial z_2} "
            r"\frac{\partial z_2}{\partial z_1} \frac{\partial z_1}{\partial x}"
        ),
        Notation(
            r"\frac{\partial}{\partial x} F_3(F_2(F_1(x))) = "
            r"\partial F_3(z_2) \, \partial F_2(z_1) \, \partial F_1(x)"
        ),
    ),
    words=("chain rule", "Jacobian", "network"),
    derivation=derive_network_jacobian,
    source=murphy,
)

outputs = Quantity("z_3", "activations of the last layer", shape=(r,))
unnamed = Quantity("xi_4", "derivative of the loss by the output, a row", shape=(one, r))


def derive_start() -> Iterator[Step]:
    """The definition of the last row vector."""
    yield Step(gradient(loss.symbol(z_3), z_3).T, because="the backward pass starts with the derivative of the loss")


backward_start = Formula(
    title="Start of the backward pass",
    kind=Kind.DEFINITION,
    statement=equal(unnamed.symbol, gradient(loss.symbol(z_3), z_3).T),
    quantities=(outputs, loss, unnamed),
    assumptions=(),
    notations=(
        Notation(r"\xi_4 = \partial l(z_3)", letters=ell),
        Notation(r"\xi_4 = (\nabla_{z_3} \ell(z_3))^\top", letters=ell),
    ),
    words=("backpropagation", "backward pass"),
    derivation=derive_start,
    source=rumelhart,
)


def derive_recursion() -> Iterator[Step]:
    """Chain rule through the next layer."""
    yield Step(gradient(L, z_2).T * jacobian(z_2, z_1), because="the loss depends on z_1 through z_2 only; chain rule")
    yield Step(xi_3.symbol * jacobian(z_2, z_1), because="name the derivative of the loss by z_2")


backward_recursion = Formula(
    title="Recursion of the backward pass",
    kind=Kind.GRADIENT,
    statement=equal(xi_2.symbol, xi_3.symbol * jacobian(z_2, z_1)),
    quantities=(*chain, loss, total_loss, xi_2, xi_3),
    assumptions=(),
    notations=(
        Notation(r"\xi_2 = \xi_3 \, \partial F_2(z_1)"),
        Notation(r"\xi_2 = \xi_3 \frac{\partial z_2}{\partial z_1}"),
        Notation(
            r"\nabla_{z_1} L = \left(\frac{\partial z_2}{\partial z_1}\right)^\top \nabla_{z_2} L",
        ),
    ),
    words=("backpropagation", "backward pass", "recursion"),
    derivation=derive_recursion,
    source=rumelhart,
)

parameters = Quantity("theta", "parameters of the second layer", shape=(t,))
theta = parameters.symbol
layer = Quantity("F_2", "second layer, with its parameters", shape=(q,), arguments=((m,), (t,)))
below_layer = Quantity("z_1", "activations of the first layer", shape=(m,))
layer_output = Quantity(
    "z_2", "activations of the second layer", shape=(q,), value=evaluated(layer.symbol(z_1, theta), q.symbol, 1)
)


free = MatrixSymbol("w", m.symbol, 1)
local = Quantity(
    "D",
    "derivative of the second layer by its parameters, as a function of its input",
    value=Lambda((free,), jacobian(evaluated(layer.symbol(free, theta), q.symbol, 1), theta)),
)
D = local.symbol


def derive_own_parameters() -> Iterator[Step]:
    """The layers below do not depend on the parameters."""
    below = evaluated(F_1.symbol(x), m.symbol, 1)
    yield Step(jacobian(evaluated(layer.symbol(below, theta), q.symbol, 1), theta), because="write the layers out")
    yield Step(evaluated(D(z_1), q.symbol, t.symbol), because="the layers below do not depend on the parameters")


own_parameters = Formula(
    title="Derivative of a layer by its own parameters: taken at the activations below",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(z_2, theta), evaluated(D(z_1), q.symbol, t.symbol)),
    quantities=(inputs, F_1, parameters, layer, first, layer_output, local),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial z_2}{\partial \theta} = D(z_1)"),
        Notation(
            r"\frac{\partial h}{\partial w} = \Phi(g)",
            letters=(("h", "z_2"), ("w", "theta"), ("Phi", "D"), ("g", "z_1")),
        ),
    ),
    words=("backpropagation", "parameters", "Jacobian", "local"),
    derivation=derive_own_parameters,
    source=murphy,
)


def derive_parameter_jacobian() -> Iterator[Step]:
    """Chain rule through the activations of the layer."""
    rest = evaluated(F_3.symbol(z_2), r.symbol, 1)
    yield Step(jacobian(rest, z_2) * jacobian(z_2, theta), because="only z_2 depends on the parameters of its layer")
    yield Step(jacobian(z_3, z_2) * jacobian(z_2, theta), because="downstream Jacobian times local Jacobian")


parameter_jacobian = Formula(
    title="Derivative of the network by the parameters of a layer",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(z_3, theta), jacobian(z_3, z_2) * jacobian(z_2, theta)),
    quantities=(below_layer, parameters, layer, F_3, layer_output, third),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial z_3}{\partial \theta} = "
            r"\frac{\partial z_3}{\partial z_2} \frac{\partial z_2}{\partial \theta}"
        ),
        Notation(
            r"\frac{\partial z_3}{\partial \theta} = "
            r"\partial F_3(z_2) \frac{\partial F_2(z_1, \theta)}{\partial \theta}"
        ),
    ),
    words=("backpropagation", "parameters", "Jacobian"),
    derivation=derive_parameter_jacobian,
    source=murphy,
)


def derive_parameter_gradient() -> Iterator[Step]:
    """Chain rule through the activations of the layer."""
    yield Step(gradient(L, z_2).T * jacobian(z_2, theta), because="only z_2 depends on the parameters of its layer")
    yield Step(xi_3.symbol * jacobian(z_2, theta), because="name the derivative of the loss by z_2")


parameter_gradient = Formula(
    title="Derivative of the loss by the parameters of a layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, theta).T, xi_3.symbol * jacobian(z_2, theta)),
    quantities=(below_layer, parameters, layer, F_3, loss, layer_output, third, total_loss, xi_3),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \theta} = \xi_3 \frac{\partial z_2}{\partial \theta}"),
        Notation(r"\nabla_\theta L = \left(\frac{\partial z_2}{\partial \theta}\right)^\top \nabla_{z_2} L"),
    ),
    words=("backpropagation", "parameters", "gradient"),
    derivation=derive_parameter_gradient,
    source=murphy,
)

TOPIC = Topic(
    "Backpropagation",
    formulas=(
        activations,
        chain_rule,
        chain_rule_entry,
        network_jacobian,
        backward_start,
        backward_recursion,
        own_parameters,
        parameter_jacobian,
        parameter_gradient,
    ),
)
