"""Torch models of `derivations.concatenated_gates`: concatenate, multiply, squash."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import concatenated_gates
from derivations.vocabulary import Formula
from numerics.models import Model


def linear(first: Tensor, second: Tensor, left: Tensor, right: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The weights [left, right] times the concatenated vectors."""
    return torch.cat([first, second], dim=2) @ torch.cat([left, right], dim=2).mT


def forget_gate(h: Tensor, x: Tensor, V_f: Tensor, U_f: Tensor, b_f: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_f, U_f) + b_f[:, None])


def input_gate(h: Tensor, x: Tensor, V_i: Tensor, U_i: Tensor, b_i: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_i, U_i) + b_i[:, None])


def output_gate(h: Tensor, x: Tensor, V_o: Tensor, U_o: Tensor, b_o: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_o, U_o) + b_o[:, None])


def cell_candidate(h: Tensor, x: Tensor, V_C: Tensor, U_C: Tensor, b_C: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Tanh units of the concatenated vectors."""
    return torch.tanh(linear(h, x, V_C, U_C) + b_C[:, None])


def update_gate(h: Tensor, x: Tensor, V_z: Tensor, U_z: Tensor, b_z: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_z, U_z) + b_z[:, None])


def reset_gate(h: Tensor, x: Tensor, V_r: Tensor, U_r: Tensor, b_r: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_r, U_r) + b_r[:, None])


def state_candidate(h: Tensor, x: Tensor, r: Tensor, V_h: Tensor, U_h: Tensor, b_h: Tensor) -> Tensor:
    """Tanh units of the concatenated vectors."""
    return torch.tanh(linear(r * h, x, V_h, U_h) + b_h[:, None])


def unbiased_update_gate(h: Tensor, x: Tensor, V_z: Tensor, U_z: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_z, U_z))


def unbiased_reset_gate(h: Tensor, x: Tensor, V_r: Tensor, U_r: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(h, x, V_r, U_r))


def unbiased_state_candidate(h: Tensor, x: Tensor, r: Tensor, V_h: Tensor, U_h: Tensor) -> Tensor:
    """Tanh units of the concatenated vectors."""
    return torch.tanh(linear(r * h, x, V_h, U_h))


def reversed_forget_gate(h: Tensor, x: Tensor, V_f: Tensor, U_f: Tensor, b_f: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(x, h, U_f, V_f) + b_f[:, None])


def reversed_input_gate(h: Tensor, x: Tensor, V_i: Tensor, U_i: Tensor, b_i: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(x, h, U_i, V_i) + b_i[:, None])


def reversed_output_gate(h: Tensor, x: Tensor, V_o: Tensor, U_o: Tensor, b_o: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of the concatenated vectors."""
    return torch.sigmoid(linear(x, h, U_o, V_o) + b_o[:, None])


def reversed_candidate(h: Tensor, x: Tensor, V_C: Tensor, U_C: Tensor, b_C: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Tanh units of the concatenated vectors."""
    return torch.tanh(linear(x, h, U_C, V_C) + b_C[:, None])


MODELS: dict[Formula, Model] = {
    concatenated_gates.forget_gate: forget_gate,
    concatenated_gates.input_gate: input_gate,
    concatenated_gates.output_gate: output_gate,
    concatenated_gates.cell_candidate: cell_candidate,
    concatenated_gates.update_gate: update_gate,
    concatenated_gates.reset_gate: reset_gate,
    concatenated_gates.state_candidate: state_candidate,
    concatenated_gates.unbiased_update_gate: unbiased_update_gate,
    concatenated_gates.unbiased_reset_gate: unbiased_reset_gate,
    concatenated_gates.unbiased_state_candidate: unbiased_state_candidate,
    concatenated_gates.reversed_forget_gate: reversed_forget_gate,
    concatenated_gates.reversed_input_gate: reversed_input_gate,
    concatenated_gates.reversed_output_gate: reversed_output_gate,
    concatenated_gates.reversed_candidate: reversed_candidate,
}
