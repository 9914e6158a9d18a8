"""Torch models of `derivations.diffusion_targets`: normal laws carried from step to step, divergences, angles."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Independent, Normal, kl_divergence
from torch.nn.functional import relu

from derivations import diffusion_targets
from derivations.vocabulary import Formula
from numerics.diffusion import posterior
from numerics.diffusion_steps import everywhere, kept_until
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def apart(x: Tensor, y: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The squared distance."""
    return torch.linalg.vector_norm(x - y, dim=1).square()


def weighted(alpha_t: Tensor, alpha_bar_t: Tensor, epsilon: Tensor, e: Tensor, sigma_t: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared distance of two means, each with its share of the noise taken out, in units of sigma."""
    taken = (1 - alpha_t) / (alpha_t.sqrt() * (1 - alpha_bar_t).sqrt() * sigma_t)
    return apart(taken[:, None] * epsilon, taken[:, None] * e) / 2


def mean_loss(m: Tensor, n: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The divergence of two normal laws."""
    scale = sigma[:, None].expand_as(m)
    return kl_divergence(Independent(Normal(m, scale), 1), Independent(Normal(n, scale), 1))


def backward_variance(c: Tensor) -> Tensor:  # -> [batch, T]
    """The variance of the conditional law."""
    nothing = torch.zeros_like(c[:, 0])
    return posterior(nothing, c, torch.zeros_like(c[:, 1:]))[1]


def linear(beta_1: Tensor, beta_T: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """Linear interpolation between step 1 and step T."""
    return torch.lerp(beta_1, beta_T, (t - 1) / (T - 1))


def rate_of_shares(c: Tensor) -> Tensor:  # -> [batch, T]
    """The noise rates themselves."""
    return everywhere(lambda step: 1 - c[:, step], c)


def sample_loss(a: Tensor, b: Tensor, x: Tensor, x_hat: Tensor) -> Tensor:  # -> [batch]
    """The difference of both energies."""
    return (a * apart(x, x_hat) - b * apart(x, x_hat)) / 2


def guided(c: Tensor, e: Tensor, g: Tensor, w: Tensor) -> Tensor:  # -> [batch, T, d]
    """The noise whose score is that of the sample and the class together."""

    def one(step: int) -> Tensor:
        left_over = (1 - kept_until(c, step)).sqrt()[:, None]
        return -left_over * (-e / left_over + w[:, None] * g)

    return everywhere(one, c)


def ddim(c: Tensor, x_t: Tensor, e: Tensor, eta: Tensor, z: Tensor) -> Tensor:  # -> [batch, T, d]
    """The predicted sample and both noises, whose variances share what is left over."""

    def one(step: int) -> Tensor:
        now, before = kept_until(c, step)[:, None], kept_until(c, step - 1)[:, None]
        angle = torch.asin(eta.sqrt())[:, None]
        noise = torch.cos(angle) * e + torch.sin(angle) * z
        return before.sqrt() * (x_t - (1 - now).sqrt() * e) / now.sqrt() + (1 - before).sqrt() * noise

    return everywhere(one, c)


MODELS: dict[Formula, Model] = {
    diffusion_targets.weighted: weighted,
    diffusion_targets.mean_loss: mean_loss,
    diffusion_targets.backward_variance: backward_variance,
    diffusion_targets.linear: linear,
    diffusion_targets.rate_of_shares: rate_of_shares,
    diffusion_targets.learned: lambda v, beta_t, beta_tilde_t: beta_t**v * beta_tilde_t ** (1 - v),
    diffusion_targets.log_ratio: lambda alpha, sigma: 2 * (alpha.log() - sigma.log()),
    diffusion_targets.sample_loss: sample_loss,
    diffusion_targets.capped: lambda b, gamma: 1 - relu(b - gamma) / b,
    diffusion_targets.guided: guided,
    diffusion_targets.ddim: ddim,
}
