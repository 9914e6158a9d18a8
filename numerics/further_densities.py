"""Torch models of `derivations.further_densities`: densities of `torch.distributions`, transformed where need be."""

from __future__ import annotations

from torch import Tensor
from torch.distributions import (
    Cauchy,
    Chi2,
    Gumbel,
    LogNormal,
    Pareto,
    SigmoidTransform,
    TransformedDistribution,
    Uniform,
    Weibull,
)
from torch.distributions.transforms import AffineTransform

from derivations import further_densities
from derivations.vocabulary import Formula
from numerics.distributions import density
from numerics.models import Model


def log_normal(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.LogNormal`."""
    return density(LogNormal(mu, sigma), x)


def weibull(x: Tensor, k: Tensor, theta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Weibull`."""
    return density(Weibull(theta, k), x)


def pareto(x: Tensor, k: Tensor, m: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Pareto`."""
    return density(Pareto(m, k), x)


def logistic(x: Tensor, mu: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of the log-odds of a uniform number, moved and scaled."""
    transforms = [SigmoidTransform().inv, AffineTransform(mu, s)]
    return density(TransformedDistribution(Uniform(mu * 0, mu * 0 + 1), transforms), x)


def cauchy(x: Tensor, mu: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Cauchy`."""
    return density(Cauchy(mu, s), x)


def gumbel(x: Tensor, mu: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Gumbel`."""
    return density(Gumbel(mu, s), x)


def chi_square(x: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Chi2`."""
    return density(Chi2(k), x)


def uniform(x: Tensor, a: Tensor, w: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Uniform`."""
    return density(Uniform(a, a + w, validate_args=False), x)


MODELS: dict[Formula, Model] = {
    further_densities.log_normal: log_normal,
    further_densities.weibull: weibull,
    further_densities.pareto: pareto,
    further_densities.logistic: logistic,
    further_densities.cauchy: cauchy,
    further_densities.gumbel: gumbel,
    further_densities.chi_square: chi_square,
    further_densities.uniform: uniform,
}
