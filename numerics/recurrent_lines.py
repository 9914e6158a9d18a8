"""Torch models of `derivations.recurrent_lines`: a recurrent cell of torch, automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import recurrent_lines
from derivations.vocabulary import Formula
from numerics.backward_pass import Map, slope
from numerics.layer_lines import affine
from numerics.models import Model


def scores(W: Tensor, U: Tensor, b: Tensor, c: Tensor, x: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """One linear layer of input and state, with the sum of the biases."""
    return affine(torch.cat([W, U], dim=2), torch.cat([x, h], dim=1), b + c)


def library_gate(W: Tensor, U: Tensor, b: Tensor, c: Tensor, x: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """The logistic function of the scores."""
    return torch.sigmoid(scores(W, U, b, c, x, h))


def library_candidate(W: Tensor, U: Tensor, b: Tensor, c: Tensor, x: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """The cell of PyTorch, example by example."""
    cells = [torch.rnn_tanh_cell(x[k : k + 1], h[k : k + 1], W[k], U[k], b[k], c[k])[0] for k in range(x.shape[0])]
    return torch.stack(cells)


def outputs(h: Tensor, V: Tensor, c: Tensor) -> Tensor:  # [batch, T, n], [batch, q, n], [batch, q] -> [batch, T, q]
    """The outputs of all steps."""
    return torch.baddbmm(c[:, None, :], h, V.mT)


def output_weights(h: Tensor, V: Tensor, c: Tensor, loss: Map) -> Tensor:  # -> [batch, q, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(outputs(h, at, c)), V)


def output_bias(h: Tensor, V: Tensor, c: Tensor, loss: Map) -> Tensor:  # -> [batch, q]
    """By automatic differentiation."""
    return slope(lambda at: loss(outputs(h, V, at)), c)


def last_state(h: Tensor, V: Tensor, c: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(affine(V, at, c)), h)


def linear_state(  # -> [batch, n]
    h: Tensor, W: Tensor, u: Tensor, V: Tensor, c: Tensor, loss: Callable[..., Tensor]
) -> Tensor:
    """By automatic differentiation along both ways at once."""
    return slope(lambda at: loss(affine(V, at, c), affine(W, at, u)), h)


MODELS: dict[Formula, Model] = {
    recurrent_lines.library_gate: library_gate,
    recurrent_lines.library_candidate: library_candidate,
    recurrent_lines.output_weights: output_weights,
    recurrent_lines.output_bias: output_bias,
    recurrent_lines.last_state: last_state,
    recurrent_lines.linear_state: linear_state,
}
