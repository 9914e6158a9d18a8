"""Torch models of `derivations.unrolled_gradients`: whole networks differentiated automatically."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from derivations import unrolled_gradients
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian
from numerics.vanishing_gradients import later

Map = Callable[[Tensor], Tensor]
Transition = Callable[[Tensor, Tensor], Tensor]


def states(h_0: Tensor, theta: Tensor, F: Transition, steps: int) -> list[Tensor]:  # -> steps times [batch, n]
    """The states of the network, step by step."""
    found = [h_0]
    for _ in range(steps):
        found.append(F(found[-1], theta))
    return found[1:]


def unrolled(h_0: Tensor, theta: Tensor, F: Transition) -> Tensor:  # -> [batch, n, p]
    """The Jacobian of the third state by the parameters."""
    return batch_jacobian(lambda at: states(h_0, at, F, 3)[-1], theta)


def loss_over_time(  # -> [batch, p]
    h_0: Tensor, theta: Tensor, F: Transition, G: Map, l_1: Map, l_2: Map
) -> Tensor:
    """The gradient of the whole loss by the parameters."""

    def loss(at: Tensor) -> Tensor:
        first, second = states(h_0, at, F, 2)
        return l_1(G(first)) + l_2(G(second))

    return batch_jacobian(loss, theta)


def through_output(W: Tensor, c: Tensor, h_1: Tensor, H: Map, loss: Map) -> Tensor:  # -> [batch, n]
    """The gradient of the risk by the first state."""
    return batch_jacobian(lambda state: loss(H(later(state, c[:, 1:], W))), h_1)


MODELS: dict[Formula, Model] = {
    unrolled_gradients.unrolled: unrolled,
    unrolled_gradients.loss_over_time: loss_over_time,
    unrolled_gradients.through_output: through_output,
}
