"""Torch models of `derivations.output_layer_gradients`: automatic differentiation of `cross_entropy`."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from derivations import output_layer_gradients
from derivations.vocabulary import Formula
from numerics.hidden_layer_gradients import affine, slope
from numerics.models import Model


def scores_gradient(h: Tensor, U: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, q]
    """`cross_entropy` with the target as probabilities."""
    return slope(lambda s: F.cross_entropy(s, y, reduction="none"), affine(U, h, c))


def top_gradient(h: Tensor, U: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, q, m]
    """The same, by the weights."""
    return slope(lambda at: F.cross_entropy(affine(at, h, c), y, reduction="none"), U)


def top_bias_gradient(h: Tensor, U: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, q]
    """The same, by the biases."""
    return slope(lambda at: F.cross_entropy(affine(U, h, at), y, reduction="none"), c)


def state_gradient(h: Tensor, U: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """The same, by the state."""
    return slope(lambda at: F.cross_entropy(affine(U, at, c), y, reduction="none"), h)


def hyperbolic_gradient(a: Tensor, U: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """The same, through `tanh`."""
    return slope(lambda at: F.cross_entropy(affine(U, at.tanh(), c), y, reduction="none"), a)


def logistic_gradient(a: Tensor, U: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, m]
    """The same, through `sigmoid`."""
    return slope(lambda at: F.cross_entropy(affine(U, at.sigmoid(), c), y, reduction="none"), a)


MODELS: dict[Formula, Model] = {
    output_layer_gradients.scores_gradient: scores_gradient,
    output_layer_gradients.top_gradient: top_gradient,
    output_layer_gradients.top_bias_gradient: top_bias_gradient,
    output_layer_gradients.state_gradient: state_gradient,
    output_layer_gradients.hyperbolic_gradient: hyperbolic_gradient,
    output_layer_gradients.logistic_gradient: logistic_gradient,
}
