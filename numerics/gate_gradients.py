"""Torch models of `derivations.gate_gradients`: automatic differentiation of one step of a cell."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import gate_gradients
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[..., Tensor]


def slope(of: Callable[[Tensor], Tensor], place: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The gradient of a batch of numbers."""
    place = place.detach().clone().requires_grad_(True)
    return torch.autograd.grad(of(place).sum(), place)[0]


def cell(f: Tensor, i: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # -> [batch, n]
    """What is kept, and what comes in."""
    return torch.addcmul(f * c_p, i, g)


def output_gate(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(at * cell(f, i, g, c_p).tanh()), o)


def cell_gradient(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(o * at.tanh()), cell(f, i, g, c_p))


def forget_gate(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(o * cell(at, i, g, c_p).tanh()), f)


def input_gate(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(o * cell(f, at, g, c_p).tanh()), i)


def candidate_gradient(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(o * cell(f, i, at, c_p).tanh()), g)


def earlier_cell(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(o * cell(f, i, g, at).tanh()), c_p)


def update_gate(z: Tensor, h_p: Tensor, k: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(torch.lerp(h_p, k, at)), z)


def fresh_gradient(z: Tensor, h_p: Tensor, k: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(torch.lerp(h_p, at, z)), k)


MODELS: dict[Formula, Model] = {
    gate_gradients.output_gate: output_gate,
    gate_gradients.cell_gradient: cell_gradient,
    gate_gradients.forget_gate: forget_gate,
    gate_gradients.input_gate: input_gate,
    gate_gradients.candidate_gradient: candidate_gradient,
    gate_gradients.earlier_cell: earlier_cell,
    gate_gradients.update_gate: update_gate,
    gate_gradients.fresh_gradient: fresh_gradient,
}
