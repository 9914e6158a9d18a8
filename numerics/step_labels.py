"""Torch models of `derivations.step_labels`: the recurrent cells of `torch.nn.functional`, example by example."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import step_labels
from derivations.vocabulary import Formula
from numerics.backward_pass import Map
from numerics.layer_lines import affine, classified
from numerics.models import Model


def both(W: Tensor, U: Tensor, b: Tensor, h: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """A linear layer of the concatenated state and input."""
    return affine(torch.cat([W, U], dim=2), torch.cat([h, x], dim=1), b)


def plain_state(W: Tensor, U: Tensor, h: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """The same without bias."""
    return both(W, U, torch.zeros_like(h), h, x)


def any_state(W: Tensor, U: Tensor, b: Tensor, h: Tensor, x: Tensor, g: Map) -> Tensor:  # -> [batch, n]
    """The activation function of such a layer."""
    return g(both(W, U, b, h, x))


def tanh_state(W: Tensor, U: Tensor, b: Tensor, h: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """The hyperbolic tangent, by exponentials."""
    return 1 - 2 / (1 + torch.exp(2 * both(W, U, b, h, x)))


def update(W: Tensor, U: Tensor, b: Tensor, h: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """The logistic function of such a layer."""
    return torch.sigmoid(both(W, U, b, h, x))


def reset_candidate(W: Tensor, U: Tensor, b: Tensor, h: Tensor, x: Tensor, r: Tensor) -> Tensor:  # -> [batch, n]
    """The candidate of the shrunk state."""
    return tanh_state(W, U, b, torch.lerp(torch.zeros_like(h), h, r), x)


def read_out(V: Tensor, c: Tensor, h: Tensor, g: Map) -> Tensor:  # -> [batch, q]
    """The activation function of a linear layer."""
    return g(affine(V, h, c))


def class_out(V: Tensor, c: Tensor, h: Tensor) -> Tensor:  # -> [batch, q]
    """The softmax of a linear layer."""
    return classified(V, h, c)


def plain_out(V: Tensor, c: Tensor, h: Tensor) -> Tensor:  # -> [batch, q]
    """A linear layer."""
    return affine(V, h, c)


def gru_cell(u: Tensor, k: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """Linear interpolation."""
    return torch.lerp(h, k, u)


def lstm_cell(u: Tensor, f: Tensor, k: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """The sum over candidate and cell, weighted."""
    return torch.einsum("bkn,bkn->bn", torch.stack([u, f], dim=1), torch.stack([k, h], dim=1))


def shown(u: Tensor, c: Tensor) -> Tensor:  # -> [batch, n]
    """The share of the squashed cell."""
    squashed = torch.tanh(c)
    return torch.lerp(torch.zeros_like(squashed), squashed, u)


def step_loss(p: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """`torch.nn.functional.binary_cross_entropy`."""
    return functional.binary_cross_entropy(p, y.to(p), reduction="none")


MODELS: dict[Formula, Model] = {
    step_labels.pre_activation: both,
    step_labels.plain_state: plain_state,
    step_labels.any_state: any_state,
    step_labels.tanh_state: tanh_state,
    step_labels.read_out: read_out,
    step_labels.class_out: class_out,
    step_labels.plain_out: plain_out,
    step_labels.update: update,
    step_labels.candidate: tanh_state,
    step_labels.reset_candidate: reset_candidate,
    step_labels.gru_cell: gru_cell,
    step_labels.lstm_cell: lstm_cell,
    step_labels.shown: shown,
    step_labels.step_loss: step_loss,
}
