"""Torch models of `derivations.distribution_moments`: `torch.distributions`, and sums over the number of trials."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Beta, Gamma, LogNormal, Uniform

from derivations import distribution_moments
from derivations.vocabulary import Formula
from numerics.models import Model

TRIALS = 400  # after which a success of probability 1/8 is still missing with a probability below 1e-23


def bernoulli_variance(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.distributions.Bernoulli`."""
    return Bernoulli(probs=p).variance


def first_success(p: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch, trials], [trials]
    """The probability that the first success is at each trial, from the chances to fail before, and the trials."""
    trials = torch.arange(1, TRIALS + 1).to(p)
    failures = torch.cumprod((1 - p)[:, None].expand(-1, TRIALS), dim=1)
    return torch.cat([p[:, None], failures[:, :-1] * p[:, None]], dim=1), trials


def geometric_mean(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean trial."""
    shares, trials = first_success(p)
    return shares @ trials


def geometric_variance(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean squared distance from the mean trial."""
    shares, trials = first_success(p)
    return (shares * (trials - geometric_mean(p)[:, None]).square()).sum(dim=1)


def uniform_mean(a: Tensor, w: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of `torch.distributions.Uniform`."""
    return Uniform(a, a + w).mean


def uniform_variance(a: Tensor, w: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of `torch.distributions.Uniform`."""
    return Uniform(a, a + w).variance


def gamma_variance(alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of `torch.distributions.Gamma`."""
    return Gamma(alpha, beta).variance


def beta_mean(alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of `torch.distributions.Beta`."""
    return Beta(alpha, beta).mean


def beta_variance(alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of `torch.distributions.Beta`."""
    return Beta(alpha, beta).variance


def log_normal_mean(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of `torch.distributions.LogNormal`."""
    return LogNormal(mu, sigma).mean


def log_normal_variance(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of `torch.distributions.LogNormal`."""
    return LogNormal(mu, sigma).variance


MODELS: dict[Formula, Model] = {
    distribution_moments.bernoulli_variance: bernoulli_variance,
    distribution_moments.geometric_variance: geometric_variance,
    distribution_moments.uniform_mean: uniform_mean,
    distribution_moments.uniform_variance: uniform_variance,
    distribution_moments.gamma_variance: gamma_variance,
    distribution_moments.beta_mean: beta_mean,
    distribution_moments.beta_variance: beta_variance,
    distribution_moments.log_normal_mean: log_normal_mean,
    distribution_moments.log_normal_variance: log_normal_variance,
}
