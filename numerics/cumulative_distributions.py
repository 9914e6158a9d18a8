"""Torch models of `derivations.cumulative_distributions`: `torch.distributions`, autograd, sample moments."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Exponential, Gumbel, Normal

from derivations import cumulative_distributions as cumulative
from derivations.vocabulary import Formula
from numerics.models import Model


def exponential(x: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The distribution function of torch."""
    return Exponential(r).cdf(x)


def exponential_mean(x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The rate is one over the mean."""
    return exponential(x, b.reciprocal())


def exponential_quantile(p: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The inverse distribution function of torch."""
    return Exponential(r).icdf(p)


def median(r: Tensor) -> Tensor:  # -> [batch]
    """The quantile of one half."""
    return Exponential(r).icdf(torch.full_like(r, 0.5))


def uniform(x: Tensor, a: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The place between both ends, by the inverse of interpolation: two equations."""
    one, zero = torch.ones_like(a), torch.zeros_like(a)
    ends = torch.stack((torch.stack((one, one), dim=1), torch.stack((a, a + w), dim=1)), dim=1)
    return torch.linalg.solve(ends, torch.stack((one + zero, x), dim=1))[:, 1]


def normal(x: Tensor) -> Tensor:  # -> [batch]
    """The distribution function of torch."""
    return torch.special.ndtr(x)


def normal_located(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The distribution function of torch."""
    return Normal(mu, sigma).cdf(x)


def weibull(x: Tensor, b: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """An exponential number to the power 1/k, scaled."""
    return Exponential(torch.ones_like(x)).cdf(torch.exp(k * (x.log() - b.log())))


def weibull_hazard(x: Tensor, b: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The derivative of minus the log-probability of surviving."""
    at = x.detach().requires_grad_(True)
    return torch.autograd.grad(torch.exp(k * (at / b).log()).sum(), at)[0]


def pareto(x_m: Tensor, y: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The logarithm over the least value is exponential."""
    return Exponential(alpha).cdf(torch.log1p(y / x_m))


def logistic(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The sigmoid of torch."""
    return torch.sigmoid((x - mu) / sigma)


def gumbel(x: Tensor, mu: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The distribution function of torch."""
    return Gumbel(mu, b, validate_args=False).cdf(x)


def rayleigh_function(x: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Half the squared length of two standard normal numbers is exponential."""
    return Exponential(torch.ones_like(x)).cdf((x / sigma).square() / 2)


def rayleigh(x: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the distribution function."""
    at = x.detach().requires_grad_(True)
    return torch.autograd.grad(rayleigh_function(at, sigma).sum(), at)[0]


def rayleigh_mean(sigma: Tensor) -> Tensor:  # -> [batch]
    """A gamma function: the mean root of twice an exponential number."""
    return sigma * math.sqrt(2) * torch.exp(torch.lgamma(torch.full_like(sigma, 1.5)))


def skewness(x: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The mean cube."""
    away = (x - x.mean(dim=1, keepdim=True)) / s[:, None]
    return away.pow(3).mean(dim=1)


def kurtosis(x: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The mean fourth power, less three."""
    away = (x - x.mean(dim=1, keepdim=True)) / s[:, None]
    return away.square().square().mean(dim=1) - 3


MODELS: dict[Formula, Model] = {
    cumulative.exponential: exponential,
    cumulative.exponential_mean: exponential_mean,
    cumulative.exponential_quantile: exponential_quantile,
    cumulative.median: median,
    cumulative.uniform: uniform,
    cumulative.normal: normal,
    cumulative.normal_located: normal_located,
    cumulative.weibull: weibull,
    cumulative.weibull_hazard: weibull_hazard,
    cumulative.pareto: pareto,
    cumulative.logistic: logistic,
    cumulative.gumbel: gumbel,
    cumulative.rayleigh: rayleigh,
    cumulative.rayleigh_function: rayleigh_function,
    cumulative.rayleigh_mean: rayleigh_mean,
    cumulative.skewness: skewness,
    cumulative.kurtosis: kurtosis,
}
