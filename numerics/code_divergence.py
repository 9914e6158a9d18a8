"""Torch models of `derivations.code_divergence`: divergences of `torch.distributions`, and their derivatives."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Independent, Normal, kl_divergence

from derivations import code_divergence as codes
from derivations.vocabulary import Formula
from numerics.models import Model


def divergence(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, J] twice -> [batch]
    """The divergence of two products of normal laws."""
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(sigma)), 1)
    return kl_divergence(Independent(Normal(mu, sigma), 1), prior)


def by_mean(mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, J]
    """Its derivative by the means."""
    at = mu.detach().requires_grad_(True)
    return torch.autograd.grad(divergence(at, sigma).sum(), at)[0]


def by_spread(mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, J]
    """Its derivative by the standard deviations."""
    at = sigma.detach().requires_grad_(True)
    return torch.autograd.grad(divergence(mu, at).sum(), at)[0]


def by_logarithm(mu: Tensor, s: Tensor) -> Tensor:  # -> [batch, J]
    """Its derivative by the logarithms of the variances."""
    at = s.detach().requires_grad_(True)
    return torch.autograd.grad(divergence(mu, at.exp().sqrt()).sum(), at)[0]


def sampled(
    x: Tensor, mu_phi: Callable[[Tensor], Tensor], sigma_phi: Callable[[Tensor], Tensor], epsilon: Tensor
) -> Tensor:  # -> [batch, J]
    """The place at that many standard deviations from the mean."""
    return torch.addcmul(mu_phi(x), sigma_phi(x), epsilon)


def commitment(
    x: Tensor, x_hat: Tensor, z_e: Callable[[Tensor], Tensor], e: Tensor, beta: Tensor
) -> Tensor:  # -> [batch]
    """Squared distances; stopping a gradient changes no value."""
    code = z_e(x)
    parts = ((x, x_hat, 1.0), (code.detach(), e, 1.0), (code, e.detach(), beta))
    return sum((torch.linalg.vector_norm(a - b, dim=1).square() * w for a, b, w in parts), torch.zeros_like(beta))


MODELS: dict[Formula, Model] = {
    codes.negative: lambda mu, sigma: -divergence(mu, sigma),
    codes.negative_of_densities: lambda mu, sigma: -divergence(mu, sigma),
    codes.of_encoder: divergence,
    codes.sampled: sampled,
    codes.by_mean: by_mean,
    codes.by_spread: by_spread,
    codes.by_logarithm: by_logarithm,
    codes.commitment: commitment,
}
