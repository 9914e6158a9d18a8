"""Torch models of `derivations.gated_units`: layers of the concatenated state and input, and a step-by-step loop."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import gated_units
from derivations.vocabulary import Formula
from numerics.models import Model


def layers(h: Tensor, x: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The affine layer with weights [W, U] of the concatenated vectors [h, x], in every step."""
    weights, stacked = torch.cat([W, U], dim=2), torch.cat([h, x], dim=2)
    return stacked @ weights.mT + b[:, None, :]


def forget_gate(h: Tensor, x: Tensor, W_f: Tensor, U_f: Tensor, b_f: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of a layer."""
    return torch.sigmoid(layers(h, x, W_f, U_f, b_f))


def input_gate(h: Tensor, x: Tensor, W_i: Tensor, U_i: Tensor, b_i: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of a layer."""
    return torch.sigmoid(layers(h, x, W_i, U_i, b_i))


def output_gate(h: Tensor, x: Tensor, W_o: Tensor, U_o: Tensor, b_o: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of a layer."""
    return torch.sigmoid(layers(h, x, W_o, U_o, b_o))


def update_gate(h: Tensor, x: Tensor, W_z: Tensor, U_z: Tensor, b_z: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of a layer."""
    return torch.sigmoid(layers(h, x, W_z, U_z, b_z))


def cell_candidate(h: Tensor, x: Tensor, W_C: Tensor, U_C: Tensor, b_C: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Tanh units of a layer."""
    return torch.tanh(layers(h, x, W_C, U_C, b_C))


def state_candidate(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, r: Tensor, W_h: Tensor, U_h: Tensor, b_h: Tensor
) -> Tensor:
    """Tanh units of a layer that sees a part of the state."""
    return torch.tanh(layers(r * h, x, W_h, U_h, b_h))


def states(h_0: Tensor, z: Tensor, h_tilde: Tensor) -> list[Tensor]:
    """The states [batch, n] from the start on: interpolated between the state before and the candidate."""
    found = [h_0]
    for share, candidate in zip(z.unbind(dim=1), h_tilde.unbind(dim=1), strict=True):
        found.append(torch.lerp(found[-1], candidate, share))
    return found


def convex_combination(h_0: Tensor, z: Tensor, h_tilde: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The states after each step."""
    return torch.stack(states(h_0, z, h_tilde)[1:], dim=1)


def bounded_state(h: Tensor, z: Tensor, h_tilde: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, steps, n] twice
    """The sizes of interpolated states, and the larger of the sizes of their two ends."""
    return torch.lerp(h, h_tilde, z).abs(), torch.maximum(h.abs(), h_tilde.abs())


MODELS: dict[Formula, Model] = {
    gated_units.forget_gate: forget_gate,
    gated_units.input_gate: input_gate,
    gated_units.output_gate: output_gate,
    gated_units.cell_candidate: cell_candidate,
    gated_units.update_gate: update_gate,
    gated_units.state_candidate: state_candidate,
    gated_units.convex_combination: convex_combination,
    gated_units.bounded_state: bounded_state,
}
