"""Torch models of `derivations.moment_table`: `torch.distributions`, sums over outcomes, stationary points."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import (
    Beta,
    Chi2,
    Exponential,
    Gamma,
    Geometric,
    Gumbel,
    HalfNormal,
    Laplace,
    NegativeBinomial,
    Pareto,
    StudentT,
)

from derivations import moment_table
from derivations.vocabulary import Formula
from numerics.distribution_moments import geometric_mean
from numerics.distributions import counts
from numerics.models import Model


def binomial_mean(n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean over all sequences of trials."""
    shares = counts(p, n)
    return shares @ torch.arange(shares.shape[1]).to(shares)


def binomial_variance(n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean squared distance from the mean over all sequences of trials."""
    shares = counts(p, n)
    numbers = torch.arange(shares.shape[1]).to(shares)
    return (shares * (numbers - binomial_mean(n, p)[:, None]).square()).sum(dim=1)


def failures_mean(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean of `torch.distributions.Geometric`."""
    return Geometric(p).mean


def negative_mean(r: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of `torch.distributions.NegativeBinomial`, which counts with the probability of the other outcome."""
    return NegativeBinomial(r.to(p), 1 - p).mean


def negative_variance(r: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of `torch.distributions.NegativeBinomial`."""
    return NegativeBinomial(r.to(p), 1 - p).variance


def exponential_mean(beta: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean of `torch.distributions.Exponential`."""
    return Exponential(beta).mean


def exponential_variance(beta: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.distributions.Exponential`."""
    return Exponential(beta).variance


def gamma_mean(k: Tensor, theta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of `torch.distributions.Gamma`, which takes the rate."""
    return Gamma(k, 1 / theta).mean


def gamma_variance(k: Tensor, theta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of `torch.distributions.Gamma`."""
    return Gamma(k, 1 / theta).variance


def gamma_mode(k: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Where (k - 1) / x, the growth of the power, meets the rate: by a linear solve."""
    return torch.linalg.solve(beta[:, None, None], (k - 1)[:, None])[:, 0]


def beta_mode(a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mode of `torch.distributions.Beta`."""
    return Beta(a, b).mode


def laplace_variance(theta: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.distributions.Laplace`."""
    return Laplace(0 * theta, theta).variance


def chi_variance(k: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.distributions.Chi2`."""
    return Chi2(k.to(torch.float64)).variance


def student_variance(nu: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.distributions.StudentT`."""
    return StudentT(nu).variance


def logistic_variance(theta: Tensor) -> Tensor:  # [batch] -> [batch]
    """Of the difference of two Gumbel numbers, by the curvature of the log-gamma function."""
    return 2 * gumbel_variance(theta)


def gumbel_variance(theta: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.distributions.Gumbel`."""
    return Gumbel(0 * theta, theta).variance


def half_normal_mean(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean of `torch.distributions.HalfNormal`."""
    return HalfNormal(sigma).mean


def pareto_mean(alpha: Tensor, x_m: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean of `torch.distributions.Pareto`."""
    return Pareto(x_m, alpha).mean


def listed(n: Tensor) -> tuple[Tensor, Tensor]:  # [batch] -> [batch, values] twice
    """The values 1 to n, and 1 where there is one."""
    values = torch.arange(1, int(n.max()) + 1)
    return values.expand(len(n), -1).to(torch.float64), (values <= n[:, None]).to(torch.float64)


def discrete_mean(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean over the values."""
    values, there = listed(n)
    return (values * there).sum(dim=1) / there.sum(dim=1)


def discrete_variance(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean squared distance from the mean."""
    values, there = listed(n)
    return ((values - discrete_mean(n)[:, None]).square() * there).sum(dim=1) / there.sum(dim=1)


MODELS: dict[Formula, Model] = {
    moment_table.binomial_mean: binomial_mean,
    moment_table.binomial_variance: binomial_variance,
    moment_table.geometric_mean: geometric_mean,
    moment_table.failures_mean: failures_mean,
    moment_table.negative_mean: negative_mean,
    moment_table.negative_variance: negative_variance,
    moment_table.exponential_mean: exponential_mean,
    moment_table.exponential_variance: exponential_variance,
    moment_table.gamma_mean: gamma_mean,
    moment_table.gamma_variance: gamma_variance,
    moment_table.gamma_mode: gamma_mode,
    moment_table.beta_mode: beta_mode,
    moment_table.laplace_variance: laplace_variance,
    moment_table.chi_variance: chi_variance,
    moment_table.student_variance: student_variance,
    moment_table.logistic_variance: logistic_variance,
    moment_table.gumbel_variance: gumbel_variance,
    moment_table.half_normal_mean: half_normal_mean,
    moment_table.pareto_mean: pareto_mean,
    moment_table.discrete_mean: discrete_mean,
    moment_table.discrete_variance: discrete_variance,
}
