"""Torch models of `derivations.row_layers`: automatic differentiation of losses of `torch.nn.functional.linear`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import row_layers
from derivations.vocabulary import Formula
from numerics.backward_pass import Map, slope
from numerics.layer_lines import rows, unbiased
from numerics.models import Model


def weight_slope(X: Tensor, dY: Tensor) -> Tensor:  # -> [batch, D, M]
    """By automatic differentiation."""
    start = torch.zeros(X.shape[0], X.shape[2], dY.shape[2]).to(dY)
    return slope(lambda W: dY * (X @ W), start)


def input_slope(dY: Tensor, W: Tensor) -> Tensor:  # -> [batch, N, D]
    """By automatic differentiation."""
    start = torch.zeros(W.shape[0], dY.shape[1], W.shape[1]).to(dY)
    return slope(lambda X: dY * (X @ W), start)


def bias_entry(X: Tensor, W: Tensor, b: Tensor, loss: Map) -> Tensor:  # -> [batch, M]
    """By automatic differentiation."""
    return slope(lambda at: loss(rows(X, W, at)), b)


def through_tanh(z: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(torch.tanh(at)), z)


def through_sigmoid(z: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(torch.sigmoid(at)), z)


def penalised(h: Tensor, W: Tensor, mu: Tensor, loss: Map) -> Tensor:  # -> [batch, M, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(unbiased(at, h)) + mu / 2 * at.square().sum(dim=(1, 2)), W)


def penalty(mu: Tensor, W: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """Half the squared length of all weights in a row."""
    every = torch.cat([W, V], dim=1).flatten(1)
    return mu / 2 * torch.linalg.vector_norm(every, dim=1).square()


def mean_penalised(e: Tensor, mu: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The mean of the losses, each with half the squared length over the number of examples."""
    return (e + (mu / 2 * torch.einsum("bn,bn->b", w, w) / e.shape[1])[:, None]).mean(dim=1)


def layers_penalised(e: Tensor, mu: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The same with all weights in a row."""
    return mean_penalised(e, mu, W.flatten(1))


MODELS: dict[Formula, Model] = {
    row_layers.weight_slope: weight_slope,
    row_layers.input_slope: input_slope,
    row_layers.bias_entry: bias_entry,
    row_layers.through_tanh: through_tanh,
    row_layers.through_sigmoid: through_sigmoid,
    row_layers.penalised: penalised,
    row_layers.penalty: penalty,
    row_layers.mean_penalised: mean_penalised,
    row_layers.layers_penalised: layers_penalised,
}
