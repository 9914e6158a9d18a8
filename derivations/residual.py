"""Residual layers: their Jacobians, with the identity or a projection as shortcut, and how gradients pass through them.

A residual layer adds what it computes to its input, g(x) = x + f(x); where the sizes differ, the shortcut is a matrix
W.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity

from derivations.operators import equal, evaluated, gradient, jacobian
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic

he = "He, Zhang, Ren and Sun 2016, Deep Residual Learning for Image Recognition"
mappings = "He, Zhang, Ren and Sun 2016, Identity Mappings in Deep Residual Networks"
units = Size("n", "units", largest=3)
outputs = Size("m", "outputs", largest=4)
n, m = units.symbol, outputs.symbol
inputs = Quantity("x", "the input of the layer", shape=(units,))
branch = Quantity("f", "what the layer adds", shape=(units,), arguments=((units,),))
x = inputs.symbol
f_x = evaluated(branch.symbol(x), n, 1)
output = Quantity("g", "the output of the layer", shape=(units,), value=x + f_x)
g = output.symbol
whole = Quantity("J_g", "Jacobian of the layer", shape=(units, units), value=jacobian(g, x))
added = Quantity("J_f", "Jacobian of what the layer adds", shape=(units, units), value=jacobian(f_x, x))


def derive_identity() -> Iterator[Step]:
    """The derivative of a sum."""
    yield Step(jacobian(x, x) + jacobian(f_x, x), because="the derivative is linear")
    yield Step(Identity(n) + jacobian(f_x, x), because="the Jacobian of the identity is the identity matrix")


identity_shortcut = Formula(
    title="Jacobian of a residual layer",
    kind=Kind.GRADIENT,
    statement=equal(whole.symbol, Identity(n) + added.symbol),
    quantities=(whole, added, output, branch, inputs),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial g}{\partial x} = I + \frac{\partial f(x)}{\partial x}"),
        Notation(r"J_g = I + J_f"),
        Notation(
            r"\frac{\partial y}{\partial h} = I + \frac{\partial F(h)}{\partial h}",
            letters=(("y", "g"), ("h", "x"), ("F", "f")),
        ),
    ),
    words=("residual", "skip connection", "jacobian", "shortcut"),
    derivation=derive_identity,
    source=Source(he, "section 3.2"),
)

wide_branch = Quantity("f", "what the layer adds", shape=(outputs,), arguments=((units,),))
projection = Quantity("W", "the shortcut", shape=(outputs, units))
W = projection.symbol
wide_f = evaluated(wide_branch.symbol(x), m, 1)
wide_output = Quantity("g", "the output of the layer", shape=(outputs,), value=W * x + wide_f)
wide_whole = Quantity("J_g", "Jacobian of the layer", shape=(outputs, units), value=jacobian(wide_output.symbol, x))
wide_added = Quantity("J_f", "Jacobian of what the layer adds", shape=(outputs, units), value=jacobian(wide_f, x))


def derive_projection() -> Iterator[Step]:
    """The derivative of a sum."""
    yield Step(jacobian(W * x, x) + jacobian(wide_f, x), because="the derivative is linear")
    yield Step(W + jacobian(wide_f, x), because="the Jacobian of a linear map is its matrix")


projection_shortcut = Formula(
    title="Jacobian of a residual layer with a projection as shortcut",
    kind=Kind.GRADIENT,
    statement=equal(wide_whole.symbol, W + wide_added.symbol),
    quantities=(wide_whole, wide_added, wide_output, wide_branch, projection, inputs),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial g}{\partial x} = W + \frac{\partial f(x)}{\partial x}"),
        Notation(r"J_g = W + J_f"),
        Notation(
            r"\frac{\partial y}{\partial h} = W_s + \frac{\partial F(h)}{\partial h}",
            letters=(("y", "g"), ("h", "x"), ("F", "f"), ("W_s", "W")),
        ),
    ),
    words=("residual", "shortcut", "projection", "jacobian"),
    derivation=derive_projection,
    source=Source(he, "equation 2"),
)

loss = Quantity("loss", "the loss as a function of the output", arguments=((units,),))
value = Quantity("L", "the loss", value=loss.symbol(g))
L = value.symbol


def derive_backward() -> Iterator[Step]:
    """Multiply with the transposed Jacobian."""
    yield Step((Identity(n) + jacobian(f_x, x)).T * gradient(L, g), because="chain rule: the Jacobian of the layer")
    yield Step(
        gradient(L, g) + jacobian(f_x, x).T * gradient(L, g), because="the shortcut passes the gradient on unchanged"
    )


backward = Formula(
    title="Gradient through a residual layer",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, x), gradient(L, g) + jacobian(f_x, x).T * gradient(L, g)),
    quantities=(value, loss, output, branch, inputs),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x L = \nabla_g L + \left(\frac{\partial f(x)}{\partial x}\right)^\top \nabla_g L"),
        Notation(
            r"\nabla_h E = \left(I + \frac{\partial F(h)}{\partial h}\right)^T \nabla_y E",
            letters=(("E", "L"), ("y", "g"), ("h", "x"), ("F", "f")),
        ),
    ),
    words=("residual", "backpropagation", "gradient"),
    derivation=derive_backward,
    source=Source(mappings, "equation 5"),
)

first_branch = Quantity("f_1", "what the first layer adds", shape=(units,), arguments=((units,),))
second_branch = Quantity("f_2", "what the second layer adds", shape=(units,), arguments=((units,),))
first_part = evaluated(first_branch.symbol(x), n, 1)
first = Quantity("x_1", "after the first layer", shape=(units,), value=x + first_part)
x_1 = first.symbol
second_part = evaluated(second_branch.symbol(x_1), n, 1)
second = Quantity("x_2", "after the second layer", shape=(units,), value=x_1 + second_part)
x_2 = second.symbol


def derive_stack() -> Iterator[Step]:
    """Put the first layer into the second."""
    yield Step(x_1 + second_part, because="the second layer")
    yield Step(x + first_part + second_part, because="the first layer")


stacked_layers = Formula(
    title="Residual layers add up",
    kind=Kind.IDENTITY,
    statement=equal(x_2, x + first_part + second_part),
    quantities=(second, second_branch, first, first_branch, inputs),
    assumptions=(),
    notations=(
        Notation(r"x_2 = x + f_1(x) + f_2(x_1)"),
        Notation(
            r"h_2 = h_0 + F_1(h_0) + F_2(h_1)",
            letters=(("h_2", "x_2"), ("h_1", "x_1"), ("h_0", "x"), ("F_1", "f_1"), ("F_2", "f_2")),
        ),
    ),
    words=("residual", "depth", "identity mapping"),
    derivation=derive_stack,
    source=Source(mappings, "equation 4"),
)


def derive_stacked_jacobian() -> Iterator[Step]:
    """The chain rule, multiplied out."""
    first_jacobian, second_jacobian = jacobian(first_part, x), jacobian(second_part, x_1)
    yield Step(
        (Identity(n) + second_jacobian) * (Identity(n) + first_jacobian), because="chain rule for two residual layers"
    )
    yield Step(
        Identity(n) + first_jacobian + second_jacobian + second_jacobian * first_jacobian, because="multiply out"
    )


stacked_jacobian = Formula(
    title="Jacobian of two residual layers: a sum over all paths",
    kind=Kind.GRADIENT,
    statement=equal(
        jacobian(x_2, x),
        Identity(n)
        + jacobian(first_part, x)
        + jacobian(second_part, x_1)
        + jacobian(second_part, x_1) * jacobian(first_part, x),
    ),
    quantities=(second, second_branch, first, first_branch, inputs),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial x_2}{\partial x} = I + \frac{\partial f_1(x)}{\partial x} "
            r"+ \frac{\partial f_2(x_1)}{\partial x_1} "
            r"+ \frac{\partial f_2(x_1)}{\partial x_1} \frac{\partial f_1(x)}{\partial x}"
        ),
        Notation(
            r"\frac{\partial h_2}{\partial h_0} = \left(I + \frac{\partial F_2(h_1)}{\partial h_1}\right) "
            r"\left(I + \frac{\partial F_1(h_0)}{\partial h_0}\right)",
            letters=(("h_2", "x_2"), ("h_1", "x_1"), ("h_0", "x"), ("F_1", "f_1"), ("F_2", "f_2")),
        ),
    ),
    words=("residual", "jacobian", "paths", "ensemble"),
    derivation=derive_stacked_jacobian,
    source=Source("Veit, Wilber and Belongie 2016, Residual Networks Behave Like Ensembles", "equation 6"),
)

TOPIC = Topic(
    "Residual layers",
    formulas=(identity_shortcut, projection_shortcut, backward, stacked_layers, stacked_jacobian),
)
