"""Torch models of `derivations.bias_variance`: weighted sums over all draws."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import bias_variance
from derivations.vocabulary import Formula
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model


def estimator_error(theta_hat: Tensor, theta: Tensor, weights_data: Tensor) -> Tensor:  # -> [batch]
    """The mean squared error over all draws."""
    return (weights_data * (theta_hat - theta[:, None]).square()).sum(dim=1)


def decomposition(
    f_hat: Tensor, u: Tensor, f: Tensor, weights_data: Tensor, weights_noise: Tensor
) -> Tensor:  # -> [batch]
    """The mean squared error over all pairs of draws of data and noise."""
    noise = u - (weights_noise * u).sum(dim=1, keepdim=True)
    errors = (f[:, None] + noise)[:, None, :] - f_hat[:, :, None]
    return torch.einsum("bd,bn,bdn->b", weights_data, weights_noise, errors.square())


def at_input(g: Tensor, u: Tensor, f_x: Tensor, weights_data: Tensor, weights_noise: Tensor) -> Tensor:  # -> [batch]
    """The same error of the prediction at the input."""
    return decomposition(g, u, f_x, weights_data, weights_noise)


def vector_error(theta_hat: Tensor, theta: Tensor, weights_data: Tensor) -> Tensor:  # -> [batch]
    """The mean squared distance over all draws."""
    return (weights_data * (theta_hat - theta[:, None]).square().sum(dim=2)).sum(dim=1)


def mean_variance(mu: Tensor, sigma: Tensor, n: int) -> Tensor:  # -> [batch]
    """The variance of the means of normal samples, by a rule that is exact for squares of them."""
    (noise,) = standard_nodes(mu, n)
    means = (mu[:, None, None] + sigma[:, None, None] * noise).mean(dim=2)
    return means.var(dim=1, correction=0)


def correlated_average(rho: Tensor, sigma: Tensor, K: int) -> Tensor:  # -> [batch]
    """The quadratic form of the covariance matrix at the vector of equal shares."""
    correlations = rho[:, None, None].expand(-1, K, K).clone()
    correlations.diagonal(dim1=1, dim2=2).fill_(1)
    shares = rho.new_full((K,), 1 / K)
    return torch.einsum("i,bij,j->b", shares, correlations * sigma[:, None, None] ** 2, shares)


MODELS: dict[Formula, Model] = {
    bias_variance.estimator_error: estimator_error,
    bias_variance.decomposition: decomposition,
    bias_variance.at_input: at_input,
    bias_variance.vector_error: vector_error,
    bias_variance.mean_variance: mean_variance,
    bias_variance.correlated_average: correlated_average,
}
