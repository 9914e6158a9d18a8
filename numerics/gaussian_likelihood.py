"""Torch models of `derivations.gaussian_likelihood`: `torch.distributions`, and its log-densities by autograd."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from derivations import gaussian_likelihood
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def log_likelihood(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, examples], [batch], [batch] -> [batch]
    """The log-densities of the examples, added up."""
    return Normal(mu[:, None], sigma[:, None]).log_prob(x).sum(dim=1)


def mean_score(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By autograd."""
    return batch_jacobian(lambda centre: log_likelihood(x, centre, sigma), mu)


def variance_score(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By autograd, through the root of the variance."""
    return batch_jacobian(lambda variance: log_likelihood(x, mu, variance.sqrt()), sigma.square())


def scale_score(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """By autograd."""
    return batch_jacobian(lambda scale: log_likelihood(x, mu, scale), sigma)


def log_density(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # [batch, d], [batch, d], [batch, d, d] -> [batch]
    """The log-density of `torch.distributions.MultivariateNormal`."""
    return MultivariateNormal(mu, Sigma).log_prob(x)


def point_score(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return batch_jacobian(lambda point: log_density(point, mu, Sigma), x)


def middle_score(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return batch_jacobian(lambda centre: log_density(x, centre, Sigma), mu)


def curvature(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """By autograd, twice."""

    def slope(point: Tensor) -> Tensor:
        found: Tensor = torch.autograd.grad(log_density(point, mu, Sigma).sum(), point, create_graph=True)[0]
        return found

    return batch_jacobian(slope, x)


def multivariate_log_likelihood(X: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """The log-densities of the rows, added up."""
    return MultivariateNormal(mu[:, None], Sigma[:, None]).log_prob(X).sum(dim=1)


def multivariate_mean_score(X: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return batch_jacobian(lambda centre: multivariate_log_likelihood(X, centre, Sigma), mu)


MODELS: dict[Formula, Model] = {
    gaussian_likelihood.log_likelihood: log_likelihood,
    gaussian_likelihood.mean_score: mean_score,
    gaussian_likelihood.variance_score: variance_score,
    gaussian_likelihood.scale_score: scale_score,
    gaussian_likelihood.point_score: point_score,
    gaussian_likelihood.middle_score: middle_score,
    gaussian_likelihood.curvature: curvature,
    gaussian_likelihood.multivariate_log_likelihood: multivariate_log_likelihood,
    gaussian_likelihood.multivariate_mean_score: multivariate_mean_score,
}
