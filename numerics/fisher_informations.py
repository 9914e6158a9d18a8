"""Torch models of `derivations.fisher_informations`: curvatures and scores by autograd, summed over outcomes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Distribution, Exponential, Geometric, Normal, Poisson, kl_divergence

from derivations import fisher_informations
from derivations.vocabulary import Formula
from numerics.models import Model


def curvature(family: Callable[[Tensor], Distribution], parameter: Tensor) -> Tensor:  # [batch] -> [batch]
    """The second derivative of the divergence from the true parameter, at the true parameter."""
    moved = parameter.detach().requires_grad_(True)
    divergence = kl_divergence(family(parameter), family(moved)).sum()
    slope = torch.autograd.grad(divergence, moved, create_graph=True)[0]
    return torch.autograd.grad(slope.sum(), moved)[0]


def poisson(beta: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Poisson`."""
    return curvature(Poisson, beta)


def exponential(beta: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Exponential`."""
    return curvature(Exponential, beta)


def geometric(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Geometric`."""
    return curvature(Geometric, p)


def normal_mean(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Normal`."""
    return curvature(lambda mean: Normal(mean, sigma), torch.zeros_like(sigma))


def normal_variance(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Normal`, by its variance."""
    return curvature(lambda variance: Normal(0 * sigma, variance.sqrt()), sigma.square())


def normal_deviation(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of `torch.distributions.Normal`, by its standard deviation."""
    return curvature(lambda deviation: Normal(0 * sigma, deviation), sigma)


def cramer_rao(z: Tensor, u: Tensor, n: Tensor, weights_x: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """The variance of the estimator, and that of its regression on the score."""

    def covariance(a: Tensor, b: Tensor) -> Tensor:
        means = [(weights_x * c).sum(dim=1, keepdim=True) for c in (a, b)]
        return (weights_x * (a - means[0]) * (b - means[1])).sum(dim=1)

    estimate = u / covariance(u, z)[:, None]
    return covariance(estimate, estimate), covariance(estimate, z).square() / covariance(z, z)


MODELS: dict[Formula, Model] = {
    fisher_informations.poisson: poisson,
    fisher_informations.exponential: exponential,
    fisher_informations.geometric: geometric,
    fisher_informations.normal_mean: normal_mean,
    fisher_informations.normal_variance: normal_variance,
    fisher_informations.normal_deviation: normal_deviation,
    fisher_informations.cramer_rao: cramer_rao,
}
