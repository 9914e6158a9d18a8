"""Torch models of `derivations.continuous_densities`: densities of `torch.distributions`, and quadrature."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Beta, Dirichlet, Gamma, InverseGamma, Laplace, StudentT

from derivations import continuous_densities
from derivations.vocabulary import Formula
from numerics.distributions import density
from numerics.models import Model


def gamma_rate(x: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Gamma`."""
    return density(Gamma(alpha, beta), x)


def gamma_scale(x: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Gamma` at the reciprocal rate."""
    return density(Gamma(alpha, 1 / beta), x)


def inverse_gamma(x: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.InverseGamma`."""
    return density(InverseGamma(alpha, beta), x)


def beta_density(x: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Beta`."""
    return density(Beta(alpha, beta), x)


def beta_normaliser(alpha: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """What is missing to 1 in the logarithm of the density of `torch.distributions.Beta` at one half."""
    half = torch.full_like(alpha, 0.5)
    return half.pow(alpha + beta - 2) / density(Beta(alpha, beta), half)


def dirichlet(p: Tensor, alpha: Tensor) -> Tensor:  # [batch, classes] each -> [batch]
    """The density of `torch.distributions.Dirichlet`."""
    return density(Dirichlet(alpha), p)


def laplace(x: Tensor, mu: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Laplace`."""
    return density(Laplace(mu, b), x)


def student(x: Tensor, nu: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.StudentT`."""
    return density(StudentT(nu), x)


MODELS: dict[Formula, Model] = {
    continuous_densities.gamma_rate: gamma_rate,
    continuous_densities.gamma_scale: gamma_scale,
    continuous_densities.inverse_gamma: inverse_gamma,
    continuous_densities.beta_density: beta_density,
    continuous_densities.beta_normaliser: beta_normaliser,
    continuous_densities.dirichlet: dirichlet,
    continuous_densities.laplace: laplace,
    continuous_densities.student: student,
}
