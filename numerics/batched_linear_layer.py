"""Torch models of `derivations.batched_linear_layer`: automatic differentiation of batched matrix products."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from derivations import batched_linear_layer
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[..., Tensor]


def weight_gradient(W: Tensor, X: Tensor, loss: Map) -> Tensor:  # [batch, m, n], [batch, n, s] -> [batch, m, n]
    """The gradient of the loss of WX by W."""
    return batch_jacobian(lambda at: loss(at @ X), W)


def input_gradient(W: Tensor, X: Tensor, loss: Map) -> Tensor:  # [batch, m, n], [batch, n, s] -> [batch, n, s]
    """The gradient of the loss of WX by X."""
    return batch_jacobian(lambda at: loss(W @ at), X)


def bias_gradient(W: Tensor, X: Tensor, b: Tensor, loss: Map) -> Tensor:  # -> [batch, m]
    """The gradient of the loss of WX with b added to each column, by b."""
    return batch_jacobian(lambda at: loss(W @ X + at[:, :, None]), b)


def row_weight_gradient(W: Tensor, X: Tensor, loss: Map) -> Tensor:  # [batch, n, m], [batch, s, n] -> [batch, n, m]
    """The gradient of the loss of XW by W."""
    return batch_jacobian(lambda at: loss(X @ at), W)


def row_input_gradient(W: Tensor, X: Tensor, loss: Map) -> Tensor:  # [batch, n, m], [batch, s, n] -> [batch, s, n]
    """The gradient of the loss of XW by X."""
    return batch_jacobian(lambda at: loss(at @ W), X)


MODELS: dict[Formula, Model] = {
    batched_linear_layer.weight_gradient: weight_gradient,
    batched_linear_layer.input_gradient: input_gradient,
    batched_linear_layer.bias_gradient: bias_gradient,
    batched_linear_layer.row_weight_gradient: row_weight_gradient,
    batched_linear_layer.row_input_gradient: row_input_gradient,
}
