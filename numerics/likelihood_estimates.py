"""Torch models of `derivations.likelihood_estimates`: log-likelihoods of `torch.distributions`, means, norms."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal, StudentT

from derivations import likelihood_estimates as estimates
from derivations.vocabulary import Formula
from numerics.models import Model


def normal(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the log-likelihood."""
    return Normal(mu[:, None], sigma[:, None]).log_prob(x).sum(dim=1).exp()


def shrunk(N: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The variance less that of the mean."""
    return s - s / N


def gamma_rate(b: Tensor, N: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Half the sum of N equal squares on the rate."""
    there = torch.arange(int(N.max())) < N[:, None]
    return b + torch.where(there, sigma.square()[:, None], 0.0).sum(dim=1) / 2


def laplace_scale(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The mean absolute error of torch."""
    return torch.nn.functional.l1_loss(x, mu[:, None].expand_as(x), reduction="none").mean(dim=1)


def pareto_exponent(x: Tensor, x_m: Tensor) -> Tensor:  # -> [batch]
    """One over the mean excess of the logarithms."""
    return (x.log().mean(dim=1) - x_m.log()).reciprocal()


def rayleigh_scale(x: Tensor) -> Tensor:  # [batch, N] -> [batch]
    """The squared length."""
    return torch.linalg.vector_norm(x, dim=1).square() / (2 * x.shape[1])


def log_mean(x: Tensor) -> Tensor:  # [batch, N] -> [batch]
    """The logarithm of the geometric mean."""
    return x.prod(dim=1).pow(1 / x.shape[1]).log()


def geometric(x: Tensor) -> Tensor:  # [batch, N] -> [batch]
    """One over the mean."""
    return x.mean(dim=1).reciprocal()


def uniform_end(x: Tensor) -> Tensor:  # [batch, N] -> [batch]
    """The last of the sorted examples."""
    return x.sort(dim=1).values[:, -1]


def unbiased_end(N: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The largest example and one N-th of it."""
    return mu + mu / N


def student(x: Tensor, mu: Tensor, nu: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """The density of torch; the scale is one over the root of the precision."""
    return StudentT(nu, mu, tau.rsqrt()).log_prob(x).exp()


MODELS: dict[Formula, Model] = {
    estimates.normal: normal,
    estimates.shrunk: shrunk,
    estimates.gamma_rate: gamma_rate,
    estimates.laplace_scale: laplace_scale,
    estimates.pareto_exponent: pareto_exponent,
    estimates.rayleigh_scale: rayleigh_scale,
    estimates.log_mean: log_mean,
    estimates.geometric: geometric,
    estimates.uniform_end: uniform_end,
    estimates.unbiased_end: unbiased_end,
    estimates.student: student,
}
