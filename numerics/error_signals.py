"""Torch models of `derivations.error_signals`: automatic differentiation of two neighbouring layers."""

from __future__ import annotations

from torch import Tensor

from derivations import error_signals
from derivations.vocabulary import Formula
from numerics.backward_pass import Map, slope
from numerics.layer_lines import affine
from numerics.models import Model, batch_jacobian


def matrix(z: Tensor, g: Map, W: Tensor, b: Tensor) -> Tensor:  # -> [batch, n, m]
    """The Jacobian of the pre-activations above."""
    return batch_jacobian(lambda at: affine(W, g(at), b), z)


def named_chain(z: Tensor, g: Map, W: Tensor, b: Tensor, cost: Map) -> Tensor:  # -> [batch, m]
    """The slope of the cost by the pre-activations."""
    return slope(lambda at: cost(affine(W, g(at), b)), z)


def below_gradient(z: Tensor, g: Map, W: Tensor, b: Tensor, cost: Map) -> Tensor:  # -> [batch, m]
    """The slope of the cost by the activations."""
    return slope(lambda at: cost(affine(W, at, b)), g(z))


def whole_layer(z: Tensor, g: Map, W: Tensor, b: Tensor) -> Tensor:  # -> [batch, n, m]
    """The Jacobian of a layer by what it reads."""
    return batch_jacobian(lambda at: g(affine(W, at, b)), g(z))


def unit_sum(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """A linear layer."""
    return affine(W, a, b)


def unit_of_scores(z: Tensor, g: Map, W: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """A linear layer of the activations."""
    return affine(W, g(z), b)


MODELS: dict[Formula, Model] = {
    error_signals.entry: matrix,
    error_signals.matrix: matrix,
    error_signals.chained: named_chain,
    error_signals.named_chain: named_chain,
    error_signals.below_gradient: below_gradient,
    error_signals.below_entry: below_gradient,
    error_signals.whole_layer: whole_layer,
    error_signals.unit_sum: unit_sum,
    error_signals.unit_of_scores: unit_of_scores,
}
