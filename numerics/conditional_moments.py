"""Torch models of `derivations.conditional_moments`: the parts of the sample space and all samples, listed."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from derivations import conditional_moments
from numerics.models import Model
from numerics.moments import covariance_of, mean_of, variance


def total_expectation(X: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The mean, whatever the labels."""
    return mean_of(X, weights_x)


def total_variance(X: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The variance, whatever the labels."""
    return variance(X, weights_x)


def bayes(p: Tensor, L: Tensor) -> Tensor:  # [batch, hypotheses] each -> [batch, hypotheses]
    """The posterior as the softmax of log-prior plus log-likelihood."""
    return torch.softmax(p.log() + L.log(), dim=-1)


def variance_of_mean(x: Tensor, n: Tensor) -> Tensor:  # [batch, values], [batch] -> [batch]
    """The variance of the mean over all samples of each size."""
    values = x.new_zeros(len(x))
    for size in range(1, int(n.max()) + 1):
        samples = torch.tensor(list(itertools.product(range(x.shape[1]), repeat=size)), device=x.device)
        means = x[:, samples].mean(dim=-1)  # [batch, samples]
        values = torch.where(n == size, means.var(dim=1, correction=0), values)
    return values


def mean_squared_error(X: Tensor, c: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean of the squared distances."""
    return mean_of((X - c[:, None]).square(), weights_x)


def mean_squared_norm(X: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes, d], [batch, outcomes] -> [batch]
    """The sum of the second moments of the entries, from all pairs of outcomes and the mean."""
    centre = mean_of(X, weights_x)
    spread = covariance_of(X, X, weights_x)
    return torch.diagonal(spread + centre[:, :, None] * centre[:, None, :], dim1=1, dim2=2).sum(dim=-1)


MODELS: dict[object, Model] = {
    conditional_moments.total_expectation: total_expectation,
    conditional_moments.total_variance: total_variance,
    conditional_moments.bayes: bayes,
    conditional_moments.variance_of_mean: variance_of_mean,
    conditional_moments.mean_squared_error: mean_squared_error,
    conditional_moments.mean_squared_norm: mean_squared_norm,
}
