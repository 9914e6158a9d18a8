"""Torch models of `derivations.moments`: weighted sums over all outcomes, variances over all pairs of outcomes.

Twice the variance is the mean squared difference of two independent copies, so no model subtracts a mean.
"""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import moments
from numerics.models import Model


def mean_of(x: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes, …], [batch, outcomes] -> [batch, …]
    """The weighted sum over the outcomes."""
    return torch.einsum("bs,bs...->b...", weights, x)


def covariance_of(x: Tensor, y: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes, …] each -> [batch, …, …]
    """Half the mean product of the differences between two independent outcomes."""
    apart_x, apart_y = (array[:, :, None] - array[:, None, :] for array in (x, y))
    pairs = weights[:, :, None] * weights[:, None, :]
    if x.dim() == 2:
        return (pairs * apart_x * apart_y).sum(dim=(1, 2)) / 2
    return torch.einsum("bst,bstn,bstm->bnm", pairs, apart_x, apart_y) / 2


def on_product(x: Tensor, y: Tensor, left: Tensor, right: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Two independent numbers [batch, outcomes] and their weights, on the product of the two sample spaces."""
    sizes = (len(x), x.shape[1], y.shape[1])
    wide_x, wide_y = x[:, :, None].expand(sizes), y[:, None, :].expand(sizes)
    weights = left[:, :, None] * right[:, None, :]
    return wide_x.flatten(1), wide_y.flatten(1), weights.flatten(1)


def linearity(a: Tensor, b: Tensor, c: Tensor, X: Tensor, Y: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean of the combination."""
    return mean_of(a[:, None] * X + b[:, None] * Y + c[:, None], weights_x)


def variance(X: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The covariance of a number with itself."""
    return covariance_of(X, X, weights_x)


def variance_affine(a: Tensor, b: Tensor, X: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The variance of the values of the affine function."""
    return variance(a[:, None] * X + b[:, None], weights_x)


def covariance(X: Tensor, Y: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch], or [batch, n, m] for vectors
    """The covariance, of numbers or of vectors."""
    return covariance_of(X, Y, weights_x)


def bilinearity(
    a: Tensor, b: Tensor, c: Tensor, d: Tensor, X: Tensor, Y: Tensor, W: Tensor, V: Tensor, weights_x: Tensor
) -> Tensor:  # -> [batch]
    """The covariance of the two combinations."""
    left = a[:, None] * X + b[:, None] * Y
    right = c[:, None] * W + d[:, None] * V
    return covariance_of(left, right, weights_x)


def variance_of_sum(X: Tensor, Y: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The variance of the sums."""
    return variance(X + Y, weights_x)


def variance_of_independent_sum(X: Tensor, Y: Tensor, weights_x: Tensor, weights_y: Tensor) -> Tensor:  # -> [batch]
    """The variance of the sums over the product of the sample spaces."""
    x, y, weights = on_product(X, Y, weights_x, weights_y)
    return variance(x + y, weights)


def expectation_of_product(X: Tensor, Y: Tensor, weights_x: Tensor, weights_y: Tensor) -> Tensor:  # -> [batch]
    """The mean of the products over the product of the sample spaces."""
    x, y, weights = on_product(X, Y, weights_x, weights_y)
    return mean_of(x * y, weights)


MODELS: dict[object, Model] = {
    moments.linearity: linearity,
    moments.variance: variance,
    moments.variance_affine: variance_affine,
    moments.covariance: covariance,
    moments.covariance_matrix: covariance,
    moments.bilinearity: bilinearity,
    moments.variance_of_sum: variance_of_sum,
    moments.variance_of_independent_sum: variance_of_independent_sum,
    moments.expectation_of_product: expectation_of_product,
}
