"""Torch models of `derivations.generative_forms`: odds as logits, divergences and densities of `torch`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Independent, Normal, kl_divergence

from derivations import generative_forms as forms
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def optimal_discriminator(b: Map, c: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The logistic function of the logarithm of the ratio."""
    return torch.sigmoid(b(x) - c(x))


def odds(D_star: Tensor) -> Tensor:  # [batch] -> [batch]
    """The exponential of the logits."""
    return torch.logit(D_star).exp()


def divergence_from_standard(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The divergence of `torch.distributions`."""
    code = Independent(Normal(mu, sigma), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(sigma)), 1)
    return kl_divergence(code, prior)


def deviation_from_logarithm(s: Tensor) -> Tensor:  # [batch] -> [batch]
    """The root of the variance."""
    return s.exp().sqrt()


def kept_after(alpha: Tensor) -> Tensor:  # [batch, T] -> [batch, T]
    """What is left of a variance of 1, step by step."""
    return alpha.cumprod(dim=1)


def kept_by_rates(beta: Tensor) -> Tensor:  # [batch, T] -> [batch, T]
    """The same by what is replaced."""
    left = torch.ones_like(beta[:, 0])
    found = []
    for rate in beta.unbind(dim=1):
        left = left - rate * left
        found.append(left)
    return torch.stack(found, dim=1)


def score_of_noise(epsilon: Tensor, alpha_bar: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The derivative of the normal log-density at the noisy sample, by autograd."""
    spread = (1 - alpha_bar).sqrt()
    sample = (spread * epsilon).detach().requires_grad_(True)
    logs = Normal(torch.zeros_like(spread), spread).log_prob(sample)
    (slope,) = torch.autograd.grad(logs.sum(), sample)
    return slope


def volume(J: Tensor) -> Tensor:  # [batch, d, d] -> [batch]
    """The sum of the logarithms of the singular values."""
    return torch.linalg.svdvals(J).log().sum(dim=1)


def flow_density(b: Map, f: Map, z: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the code, less the volume of the Jacobian by autograd."""
    return -torch.log1p(b(z).square()) - volume(batch_jacobian(f, z).detach())


def flow_density_inverse(b: Map, f: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the code that the output comes from, and the volume of the inverse map."""
    return -torch.log1p(b(f(x)).square()) + volume(batch_jacobian(f, x).detach())


def affine_mass(h: Map, x: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The slope of the distribution function of the output, through that of the codes, by autograd."""
    at = x.detach().requires_grad_(True)
    code = (at - b) / a
    (slope,) = torch.autograd.grad(code.sum(), at)
    return slope / (1 + h(code.detach()).square())


MODELS: dict[Formula, Model] = {
    forms.optimal_discriminator: optimal_discriminator,
    forms.odds: odds,
    forms.divergence_from_standard: divergence_from_standard,
    forms.deviation_from_logarithm: deviation_from_logarithm,
    forms.kept_after: kept_after,
    forms.kept_by_rates: kept_by_rates,
    forms.score_of_noise: score_of_noise,
    forms.flow_density: flow_density,
    forms.flow_density_inverse: flow_density_inverse,
    forms.flow_mass_inverse: lambda b, f, x: flow_density_inverse(b, f, x).exp(),
    forms.flow_mass: lambda b, f, z: flow_density(b, f, z).exp(),
    forms.affine_mass: affine_mass,
}
