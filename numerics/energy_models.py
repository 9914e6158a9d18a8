"""Torch models of `derivations.energy_models`: `torch.distributions`, automatic differentiation, inverse transforms."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import AffineTransform, Normal

from derivations import energy_models
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, gradient_step
from numerics.models import Model


def noised(centre: Tensor, variance: Tensor, z: Tensor) -> Tensor:  # [batch, d], [batch], [batch, d] -> [batch, d]
    """Standard noise, carried to a normal distribution."""
    return AffineTransform(centre, variance.sqrt()[:, None])(z)


def langevin(x: Tensor, E: Map, eta: Tensor, z: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD`, and noise."""
    return noised(gradient_step(E, x, eta), 2 * eta, z)


def langevin_half(x: Tensor, E: Map, eta: Tensor, z: Tensor) -> Tensor:  # -> [batch, d]
    """The same at half the step size."""
    return langevin(x, E, eta / 2, z)


def scored(x: Tensor, s: Map, eta: Tensor, z: Tensor) -> Tensor:  # -> [batch, d]
    """A step down the linear energy with that score, and noise."""
    drift = -s(x)
    return langevin(x, lambda at: (drift * at).sum(dim=1), eta, z)


def scored_half(x: Tensor, s: Map, eta: Tensor, z: Tensor) -> Tensor:  # -> [batch, d]
    """The same at half the step size."""
    return scored(x, s, eta / 2, z)


def denoising_target(x: Tensor, x_tilde: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The slope of the log-density of the noise around the sample, by automatic differentiation."""
    at = x_tilde.detach().requires_grad_(True)
    return torch.autograd.grad(Normal(x, sigma[:, None]).log_prob(at).sum(), at)[0]


def denoising_loss(x: Tensor, x_tilde: Tensor, sigma: Tensor, s: Map) -> Tensor:  # -> [batch]
    """Half the squared distance of the score from that slope."""
    return (s(x_tilde) - denoising_target(x, x_tilde, sigma)).square().sum(dim=1) / 2


def forward(x_1: Tensor, x_2: Tensor, s: Map, t: Map) -> Tensor:  # -> [batch, c]
    """The affine transform of `torch.distributions`, with parameters from the copied part."""
    return AffineTransform(t(x_1), torch.exp(s(x_1)))(x_2)


def backward(x_1: Tensor, y_2: Tensor, s: Map, t: Map) -> Tensor:  # -> [batch, c]
    """The inverse of that transform."""
    return AffineTransform(t(x_1), torch.exp(s(x_1))).inv(y_2)


def additive(x_1: Tensor, x_2: Tensor, t: Map) -> Tensor:  # -> [batch, c]
    """The affine transform of scale 1."""
    return AffineTransform(t(x_1), 1.0)(x_2)


def autoregressive(mu: Tensor, sigma: Tensor, z: Tensor) -> Tensor:  # -> [batch, d]
    """The quantiles of the conditionals at the levels of the base variables."""
    return AffineTransform(mu, sigma)(z)


def autoregressive_inverse(mu: Tensor, sigma: Tensor, x: Tensor) -> Tensor:  # -> [batch, d]
    """The inverse of that transform."""
    return AffineTransform(mu, sigma).inv(x)


MODELS: dict[Formula, Model] = {
    energy_models.langevin: langevin,
    energy_models.langevin_half: langevin_half,
    energy_models.scored: scored,
    energy_models.scored_half: scored_half,
    energy_models.denoising_target: denoising_target,
    energy_models.denoising_loss: denoising_loss,
    energy_models.forward: forward,
    energy_models.backward: backward,
    energy_models.additive: additive,
    energy_models.autoregressive: autoregressive,
    energy_models.autoregressive_inverse: autoregressive_inverse,
}
