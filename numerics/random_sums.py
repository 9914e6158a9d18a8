"""Torch models of `derivations.random_sums`: combined numbers outcome by outcome, variances from pairs of outcomes."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import random_sums
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.moments import covariance_of, mean_of, variance

Sides = tuple[Tensor, Tensor]  # [batch] each


def combination(X: Tensor, Y: Tensor, a: Tensor, b: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The variance of the values of the combination."""
    return variance(a[:, None] * X + b[:, None] * Y, weights_x)


def sum_of_many(X: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes, n], [batch, outcomes] -> [batch]
    """The variance of the sums."""
    return variance(X.sum(dim=-1), weights_x)


def linear_form(X: Tensor, a: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The variance of the inner products."""
    return variance(torch.einsum("bsn,bn->bs", X, a), weights_x)


def second_moment(X: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch, n, n]
    """The mean outer product."""
    return mean_of(X[:, :, :, None] * X[:, :, None, :], weights_x)


def quadratic_form(X: Tensor, A: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean of the forms, outcome by outcome."""
    return mean_of(torch.einsum("bsi,bij,bsj->bs", X, A, X), weights_x)


def correlation(X: Tensor, Y: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean product of the standardised numbers."""
    left, right = (number / variance(number, weights_x).sqrt()[:, None] for number in (X, Y))
    return covariance_of(left, right, weights_x)


def cauchy_schwarz(X: Tensor, Y: Tensor, weights_x: Tensor) -> Sides:
    """The squared mean product, and the product of the mean squares."""
    return mean_of(X * Y, weights_x).square(), mean_of(X.square(), weights_x) * mean_of(Y.square(), weights_x)


def covariance_bound(X: Tensor, Y: Tensor, weights_x: Tensor) -> Sides:
    """The same for the deviations, from pairs of outcomes."""
    return covariance_of(X, Y, weights_x).square(), variance(X, weights_x) * variance(Y, weights_x)


def control_variate(X: Tensor, Y: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The weighted mean square that is left of X by least squares on 1 and Y."""
    root = weights_x.sqrt()
    design = torch.stack((root, root * Y), dim=-1)
    target = (root * X)[:, :, None]
    left = target - design @ torch.linalg.lstsq(design, target).solution
    return left.square().sum(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    random_sums.combination: combination,
    random_sums.sum_of_many: sum_of_many,
    random_sums.linear_form: linear_form,
    random_sums.second_moment: second_moment,
    random_sums.quadratic_form: quadratic_form,
    random_sums.correlation: correlation,
    random_sums.cauchy_schwarz: cauchy_schwarz,
    random_sums.covariance_bound: covariance_bound,
    random_sums.control_variate: control_variate,
}
