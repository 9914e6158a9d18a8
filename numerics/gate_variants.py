"""Torch models of `derivations.gate_variants`: layers of concatenated vectors, and the cell of `torch.nn.GRU`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import gate_variants
from derivations.vocabulary import Formula
from numerics.gated_units import layers
from numerics.models import Model


def reset_gate(h: Tensor, x: Tensor, W_r: Tensor, U_r: Tensor, b_r: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of a layer."""
    return torch.sigmoid(layers(h, x, W_r, U_r, b_r))


def unbiased_update_gate(h: Tensor, x: Tensor, W_z: Tensor, U_z: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Logistic units of a layer whose bias is 0."""
    return torch.sigmoid(layers(h, x, W_z, U_z, W_z.new_zeros(W_z.shape[:2])))


def unbiased_reset_gate(h: Tensor, x: Tensor, W_r: Tensor, U_r: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The same layer with other letters."""
    return unbiased_update_gate(h, x, W_r, U_r)


def unbiased_candidate(h: Tensor, x: Tensor, r: Tensor, W_h: Tensor, U_h: Tensor) -> Tensor:  # -> [batch, steps, n]
    """Tanh units of a layer that sees a part of the state."""
    return torch.tanh(layers(r * h, x, W_h, U_h, W_h.new_zeros(W_h.shape[:2])))


def library_candidate(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, r: Tensor, W_h: Tensor, U_h: Tensor, b_h: Tensor, c_h: Tensor
) -> Tensor:
    """One `torch.nn.functional.linear` for the input and one for the state, for each element of the batch."""
    from_input = torch.stack([F.linear(x[k], U_h[k], b_h[k]) for k in range(len(x))])
    from_state = torch.stack([F.linear(h[k], W_h[k], c_h[k]) for k in range(len(h))])
    return torch.tanh(torch.addcmul(from_input, r, from_state))


def late_reset(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, r: Tensor, W_h: Tensor, U_h: Tensor, b_h: Tensor
) -> Tensor:
    """The same, with no bias inside the reset."""
    return library_candidate(h, x, r, W_h, U_h, b_h, torch.zeros_like(b_h))


def old_share(h_0: Tensor, z: Tensor, h_tilde: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The states: from the candidate the share z of the way back to the state before."""
    found = [h_0]
    for share, candidate in zip(z.unbind(dim=1), h_tilde.unbind(dim=1), strict=True):
        found.append(torch.lerp(candidate, found[-1], share))
    return torch.stack(found[1:], dim=1)


def spied(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor, p: Tensor
) -> Tensor:
    """Logistic units of a layer of state, input and cell, the cell with a diagonal matrix."""
    stacked = torch.cat([h, x, c], dim=2)
    return torch.sigmoid(stacked @ torch.cat([W, U, torch.diag_embed(p)], dim=2).mT + b[:, None, :])


def peephole_forget_gate(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, c: Tensor, W_f: Tensor, U_f: Tensor, b_f: Tensor, p_f: Tensor
) -> Tensor:
    """The forget gate."""
    return spied(h, x, c, W_f, U_f, b_f, p_f)


def peephole_input_gate(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, c: Tensor, W_i: Tensor, U_i: Tensor, b_i: Tensor, p_i: Tensor
) -> Tensor:
    """The input gate."""
    return spied(h, x, c, W_i, U_i, b_i, p_i)


def peephole_output_gate(  # -> [batch, steps, n]
    h: Tensor, x: Tensor, c: Tensor, W_o: Tensor, U_o: Tensor, b_o: Tensor, p_o: Tensor
) -> Tensor:
    """The output gate, which sees the new cell."""
    return spied(h, x, c, W_o, U_o, b_o, p_o)


MODELS: dict[Formula, Model] = {
    gate_variants.reset_gate: reset_gate,
    gate_variants.unbiased_update_gate: unbiased_update_gate,
    gate_variants.unbiased_reset_gate: unbiased_reset_gate,
    gate_variants.unbiased_candidate: unbiased_candidate,
    gate_variants.late_reset: late_reset,
    gate_variants.library_candidate: library_candidate,
    gate_variants.old_share: old_share,
    gate_variants.peephole_forget_gate: peephole_forget_gate,
    gate_variants.peephole_input_gate: peephole_input_gate,
    gate_variants.peephole_output_gate: peephole_output_gate,
}
