"""Torch models of `derivations.score_matching`: interpolation, Jacobians by automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import score_matching
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def apart(x: Tensor, y: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The squared distance."""
    return torch.linalg.vector_norm(x - y, dim=1).square()


def narrowing(t: Tensor, sigma_min: Tensor, x_0: Tensor, x_1: Tensor) -> Tensor:  # -> [batch, d]
    """Noise whose width falls from 1 to the least, around a mean that moves to the sample."""
    width = torch.lerp(torch.ones_like(t), sigma_min, t)
    return width[:, None] * x_0 + t[:, None] * x_1


def narrowing_speed(sigma_min: Tensor, x_0: Tensor, x_1: Tensor) -> Tensor:  # -> [batch, d]
    """How far the way leads from beginning to end; it is passed evenly."""
    begin, end = (narrowing(torch.full_like(sigma_min, time), sigma_min, x_0, x_1) for time in (0.0, 1.0))
    return end - begin


def straight_speed(x_0: Tensor, x_1: Tensor) -> Tensor:  # -> [batch, d]
    """Of a width that falls to nothing."""
    return narrowing_speed(torch.zeros_like(x_0[:, 0]), x_0, x_1)


def denoising(s: Tensor, x_tilde: Tensor, x: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared distance from the slope of the log-density of the noise, by automatic differentiation."""
    at = x_tilde.detach().requires_grad_(True)
    density = Normal(x, sigma[:, None]).log_prob(at).sum()
    return apart(s, torch.autograd.grad(density, at)[0]) / 2


def geometric(sigma_min: Tensor, sigma_max: Tensor, N: int) -> Tensor:  # -> [batch, N]
    """Evenly spaced logarithms."""
    places = torch.linspace(0, 1, N, dtype=sigma_min.dtype)
    return torch.exp(torch.lerp(sigma_min.log()[:, None], sigma_max.log()[:, None], places))


def implicit(s_theta: Map, x: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared length, and the eigenvalues' sum of the Jacobian by automatic differentiation."""
    slopes = torch.diagonal(batch_jacobian(s_theta, x), dim1=1, dim2=2)
    return torch.cat([s_theta(x).square() / 2, slopes], dim=1).sum(dim=1)


def sliced(s_theta: Map, x: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared length, and how the score changes along a direction, by automatic differentiation."""
    along = torch.einsum("bi,bij,bj->b", v, batch_jacobian(s_theta, x), v)
    return apart(s_theta(x), torch.zeros_like(x)) / 2 + along


def denoiser_score(D: Callable[[Tensor, Tensor], Tensor], x: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The slope of the log-density of noise around the output, by automatic differentiation."""
    at = x.detach().requires_grad_(True)
    density = Normal(D(x, sigma).detach(), sigma[:, None]).log_prob(at).sum()
    return torch.autograd.grad(density, at)[0]


MODELS: dict[Formula, Model] = {
    score_matching.straight: lambda t, x_0, x_1: torch.lerp(x_0, x_1, t[:, None]),
    score_matching.narrowing: narrowing,
    score_matching.narrowing_speed: narrowing_speed,
    score_matching.straight_speed: straight_speed,
    score_matching.flow_loss: lambda v, x_0, x_1: apart(v, straight_speed(x_0, x_1)),
    score_matching.denoising: denoising,
    score_matching.explicit: lambda s_theta, f, x: apart(s_theta(x), f(x)) / 2,
    score_matching.implicit: implicit,
    score_matching.sliced: sliced,
    score_matching.geometric: geometric,
    score_matching.denoiser_score: denoiser_score,
    score_matching.balance: lambda sigma, s: sigma**-2 + s**-2,
}
