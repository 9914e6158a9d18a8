"""Gradients of unrolled recurrent networks: sums over the steps in which the parameters act, and through the output.

The network h_t = F(h_{t-1}, theta) is any smooth map; its inputs are part of it. D_t is the derivative of step t by the
parameters with the state before it held fixed. The loss is a sum of losses of the outputs y_t = G(h_t).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import MatMul, MatrixSymbol

from derivations.operators import equal, evaluated, gradient, jacobian, jacobian_at
from derivations.recurrent_networks import drives, reached, recurrent, units
from derivations.vanishing_gradients import (
    S_2,
    S_3,
    W,
    first_slopes,
    h_1,
    h_3,
    last_slopes,
    pascanu,
    second,
    third,
)
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
size = Size("n", "units of the state", largest=2)
weights = Size("p", "parameters", largest=3)
targets = Size("k", "outputs", largest=2)
n, p, k = size.symbol, weights.symbol, targets.symbol
parameters = Quantity("theta", "parameters", shape=(weights,))
start = Quantity("h_0", "state before the first step", shape=(size,))
transition = Quantity("F", "one step of the network", shape=(size,), arguments=((size,), (weights,)))
theta, h_0, F = parameters.symbol, start.symbol, transition.symbol
v = MatrixSymbol("v", p, 1)


def state_after(step: int, before: Any) -> Quantity:
    """The state that follows another."""
    return Quantity(f"h_{step}", f"state after step {step}", shape=(size,), value=evaluated(F(before, theta), n, 1))


def direct(step: int, before: Any) -> Quantity:
    """The derivative of a step by the parameters, its input state held fixed."""
    value = jacobian_at(evaluated(F(before, v), n, 1), v, theta)
    return Quantity(f"D_{step}", f"derivative of step {step} by its own parameters", (size, weights), value=value)


one = state_after(1, h_0)
two = state_after(2, one.symbol)
three = state_after(3, two.symbol)
g_1, g_2, g_3 = one.symbol, two.symbol, three.symbol
own = tuple(direct(step, before) for step, before in ((1, h_0), (2, g_1), (3, g_2)))
D_1, D_2, D_3 = (quantity.symbol for quantity in own)
network = (one, two, three, transition, start, parameters)


def derive_unrolled() -> Iterator[Step]:
    """The chain rule, one step at a time."""
    yield Step(D_3 + jacobian(g_3, g_2) * jacobian(g_2, theta), because="step 3 uses the parameters and the state 2")
    yield Step(
        D_3 + jacobian(g_3, g_2) * (D_2 + jacobian(g_2, g_1) * D_1),
        because="step 2 uses the parameters and the state 1; the start is fixed",
    )
    yield Step(
        D_3 + jacobian(g_3, g_2) * D_2 + MatMul(jacobian(g_3, g_2), jacobian(g_2, g_1), D_1), because="multiply out"
    )


unrolled = Formula(
    title="Derivative of the state by shared parameters: a sum over the steps, each passed on by the later ones",
    kind=Kind.GRADIENT,
    statement=equal(
        jacobian(g_3, theta),
        D_3 + jacobian(g_3, g_2) * D_2 + MatMul(jacobian(g_3, g_2), jacobian(g_2, g_1), D_1),
    ),
    quantities=(*network, *own),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial h_3}{\partial \theta} = D_3 + \frac{\partial h_3}{\partial h_2} D_2 "
            r"+ \frac{\partial h_3}{\partial h_2} \frac{\partial h_2}{\partial h_1} D_1"
        ),
        Notation(
            r"\frac{\partial h_3}{\partial w} = D_3 + \frac{\partial h_3}{\partial h_2} D_2 "
            r"+ \frac{\partial h_3}{\partial h_1} D_1",
            (("w", "theta"),),
        ),
    ),
    words=("backpropagation through time", "recurrent", "unrolled", "shared parameters"),
    derivation=derive_unrolled,
    source=Source(pascanu, "section 2, equations 3 to 5"),
)

readout = Quantity("G", "output of the network", shape=(targets,), arguments=((size,),))
first_loss = Quantity("l_1", "loss of the first output", arguments=((targets,),))
last_loss = Quantity("l_2", "loss of the second output", arguments=((targets,),))
y_1 = Quantity("y_1", "first output", shape=(targets,), value=evaluated(readout.symbol(g_1), k, 1))
y_2 = Quantity("y_2", "second output", shape=(targets,), value=evaluated(readout.symbol(g_2), k, 1))
total_loss = Quantity("L", "loss", value=first_loss.symbol(y_1.symbol) + last_loss.symbol(y_2.symbol))
L = total_loss.symbol
passed_on = jacobian(y_1.symbol, theta).T * gradient(L, y_1.symbol) + jacobian(y_2.symbol, theta).T * gradient(
    L, y_2.symbol
)


def derive_loss() -> Iterator[Step]:
    """Each loss depends on its own output alone."""
    parts = tuple(loss.symbol(y.symbol) for loss, y in ((first_loss, y_1), (last_loss, y_2)))
    yield Step(gradient(parts[0], theta) + gradient(parts[1], theta), because="the derivative of a sum")
    yield Step(
        passed_on,
        because="chain rule: each loss depends on the parameters through its own output",
    )


loss_over_time = Formula(
    title="Gradient of a loss that is a sum over time: each output passes its error on",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, theta), passed_on),
    quantities=(total_loss, first_loss, last_loss, y_1, y_2, readout, one, two, transition, start, parameters),
    assumptions=(),
    notations=(
        Notation(
            r"\nabla_\theta L = \left(\frac{\partial y_1}{\partial \theta}\right)^\top \nabla_{y_1} L "
            r"+ \left(\frac{\partial y_2}{\partial \theta}\right)^\top \nabla_{y_2} L"
        ),
        Notation(
            r"\frac{\partial L}{\partial \theta} = {\frac{\partial \hat{y}_1}{\partial \theta}}^\top "
            r"\frac{\partial L}{\partial \hat{y}_1} + {\frac{\partial \hat{y}_2}{\partial \theta}}^\top "
            r"\frac{\partial L}{\partial \hat{y}_2}",
            (("y_hat_1", "y_1"), ("y_hat_2", "y_2")),
        ),
    ),
    words=("backpropagation through time", "recurrent", "loss", "sum over time"),
    derivation=derive_loss,
    source=Source(goodfellow, "section 10.2.2"),
)

answers = Size("k", "outputs", largest=3)
head = Quantity("H", "output map", shape=(answers,), arguments=((units,),))
output = Quantity("y", "output after the last step", shape=(answers,), value=evaluated(head.symbol(h_3), k, 1))
head_jacobian = Quantity("J_H", "Jacobian of the output map", (answers, units), value=jacobian(output.symbol, h_3))
criterion = Quantity("loss", "objective as a function of the output", arguments=((answers,),))
risk = Quantity("R", "risk", value=criterion.symbol(output.symbol))
R, J_H = risk.symbol, head_jacobian.symbol


def derive_through_output() -> Iterator[Step]:
    """Two steps back, from the output."""
    yield Step(
        MatMul(W.T, S_2, W.T, S_3, gradient(R, h_3)), because="two steps back: W' and the slopes of each step"
    )
    yield Step(
        MatMul(W.T, S_2, W.T, S_3, J_H.T, gradient(R, output.symbol)), because="chain rule through the output map"
    )


through_output = Formula(
    title="Gradient by an early state, through all later steps and the output map",
    kind=Kind.GRADIENT,
    statement=equal(gradient(R, h_1), MatMul(W.T, S_2, W.T, S_3, J_H.T, gradient(R, output.symbol))),
    quantities=(
        recurrent, drives, second, third, first_slopes, last_slopes, reached, head, output, head_jacobian, criterion,
        risk,
    ),
    assumptions=(),
    notations=(
        Notation(r"\nabla_{h_1} R = W^\top S_2 W^\top S_3 J_H^\top \nabla_y R"),
        Notation(
            r"\nabla_{h_1} R = W^\top \operatorname{diag}(1 - h_2^2) W^\top \operatorname{diag}(1 - h_3^2) "
            r"\left(\frac{\partial y}{\partial h_3}\right)^\top \nabla_y R"
        ),
    ),
    words=("backpropagation through time", "recurrent", "vanishing gradient", "output"),
    derivation=derive_through_output,
    source=Source(pascanu, "section 2, equation 5"),
)  # fmt: skip

TOPIC = Topic("Gradients of unrolled networks", formulas=(unrolled, loss_over_time, through_output))
