"""Torch models of `derivations.row_gates`: linear layers of the concatenated input and state, interpolations."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import row_gates
from derivations.vocabulary import Formula
from numerics import layer_lines
from numerics.backward_pass import Map
from numerics.models import Model


def affine(X: Tensor, H: Tensor, U: Tensor, W: Tensor, beta: Tensor) -> Tensor:  # -> [batch, m, n]
    """One linear layer of input and state, side by side."""
    return layer_lines.rows(torch.cat([X, H], dim=2), torch.cat([U, W], dim=1), beta)


def hidden(X: Tensor, H: Tensor, U: Tensor, W: Tensor, beta: Tensor, g: Map) -> Tensor:  # -> [batch, m, n]
    """The activation function of it."""
    return g(affine(X, H, U, W, beta))


def gate(X: Tensor, H: Tensor, U: Tensor, W: Tensor, beta: Tensor) -> Tensor:  # -> [batch, m, n]
    """The logistic function of it."""
    return torch.sigmoid(affine(X, H, U, W, beta))


def candidate(X: Tensor, H: Tensor, U: Tensor, W: Tensor, beta: Tensor) -> Tensor:  # -> [batch, m, n]
    """The hyperbolic tangent of it, by the logistic function."""
    return 2 * torch.sigmoid(2 * affine(X, H, U, W, beta)) - 1


def rectified(X: Tensor, H: Tensor, U: Tensor, W: Tensor, beta: Tensor) -> Tensor:  # -> [batch, m, n]
    """What of it is positive."""
    return affine(X, H, U, W, beta).clamp(min=0)


def reset_candidate(X: Tensor, H: Tensor, U: Tensor, W: Tensor, beta: Tensor, R: Tensor) -> Tensor:  # -> [batch, m, n]
    """The candidate of the shrunk state."""
    return candidate(X, torch.lerp(torch.zeros_like(H), H, R), U, W, beta)


def kept(Z: Tensor, H: Tensor, K: Tensor) -> Tensor:  # -> [batch, m, n]
    """Linear interpolation."""
    return torch.lerp(K, H, Z)


def cell(F: Tensor, H: Tensor, Z: Tensor, K: Tensor) -> Tensor:  # -> [batch, m, n]
    """The sum over both, weighted."""
    return torch.einsum("kbmn,kbmn->bmn", torch.stack([F, Z]), torch.stack([H, K]))


def shown(Z: Tensor, K: Tensor) -> Tensor:  # -> [batch, m, n]
    """The share of the squashed cell."""
    return torch.lerp(torch.zeros_like(K), torch.tanh(K), Z)


MODELS: dict[Formula, Model] = {
    row_gates.hidden: hidden,
    row_gates.gate: gate,
    row_gates.candidate: candidate,
    row_gates.rectified: rectified,
    row_gates.reset_candidate: reset_candidate,
    row_gates.kept: kept,
    row_gates.cell: cell,
    row_gates.shown: shown,
}
