"""Torch models of `derivations.autoencoder_losses`: `torch.distributions`, automatic differentiation, softmax."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Bernoulli, LogNormal, kl_divergence
from torch.nn.functional import linear, mse_loss

from derivations import autoencoder_losses
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model, batch_jacobian


def sparsity(rho: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The divergences that `torch.distributions` registers."""
    return kl_divergence(Bernoulli(probs=rho[:, None].expand_as(r)), Bernoulli(probs=r)).sum(dim=1)


def contraction(W: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The squared entries of the Jacobian, by automatic differentiation."""
    found = batch_jacobian(lambda at: torch.sigmoid(torch.einsum("bij,bj->bi", W, at) + b), x)
    return found.square().sum(dim=(1, 2))


def planar(z: Tensor, u: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, D]
    """One hidden unit with a residual connection."""
    outputs = [linear(torch.tanh(linear(z[k], w[k : k + 1], b[k : k + 1])), u[k][:, None]) for k in range(len(z))]
    return z + torch.stack(outputs)


def planar_volume(z: Tensor, u: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The determinant of the Jacobian, by automatic differentiation."""

    def layer(at: Tensor) -> Tensor:
        return at + u * torch.tanh((w * at).sum(dim=1) + b)[:, None]

    return torch.linalg.det(batch_jacobian(layer, z))


def log_normal(t: Tensor) -> Tensor:  # [batch] -> [batch]
    """The density of `torch.distributions.LogNormal`."""
    return LogNormal(torch.zeros_like(t), torch.ones_like(t)).log_prob(t).exp()


def simple_loss(
    x_0: Tensor, epsilon: Tensor, a: Tensor, t: Tensor, f: Callable[[Tensor, Tensor], Tensor], weights_x: Tensor
) -> Tensor:  # -> [batch]
    """Outcome by outcome, with the angle between sample and noise."""
    angle = torch.acos(a.sqrt())
    found = torch.zeros_like(a)
    for outcome in range(x_0.shape[1]):
        clean, noise = x_0[:, outcome], epsilon[:, outcome]
        noisy = angle.cos()[:, None] * clean + angle.sin()[:, None] * noise
        found = found + weights_x[:, outcome] * squared_miss(noise, f(noisy, t))
    return found


def squared_miss(e: Tensor, g: Tensor) -> Tensor:  # [batch, k] each -> [batch]
    """The squared errors of `torch.nn.functional`."""
    return mse_loss(g, e, reduction="none").sum(dim=1)


def energy_density(s: Tensor, E: Map, Z: Tensor) -> Tensor:  # -> [batch]
    """By the log-density."""
    return energy_log(s, E, Z).exp()


def energy_log(s: Tensor, E: Map, Z: Tensor) -> Tensor:  # -> [batch]
    """Minus the energy and the logarithm of the total."""
    return -torch.stack([E(s), Z.log()]).sum(dim=0)


def tempered(s: Tensor, E: Map, Z: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The density with all energies divided."""
    return energy_density(s, lambda at: E(at) / T, Z)


def zero_centred(s: Tensor, f: Map, gamma: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    return gamma * slope(f, s).square().sum(dim=1) / 2


def frechet(mu_1: Tensor, mu_2: Tensor, sigma_1: Tensor, sigma_2: Tensor) -> Tensor:  # [batch, k] each -> [batch]
    """With the traces of the covariances and of the root of their product."""
    covariances = [torch.diag_embed(sigma.square()) for sigma in (sigma_1, sigma_2)]
    root = (covariances[0] @ covariances[1]).sqrt()
    spread = covariances[0] + covariances[1] - 2 * root
    return (mu_1 - mu_2).square().sum(dim=1) + spread.diagonal(dim1=1, dim2=2).sum(dim=1)


def relaxed(s: Tensor, g: Tensor, tau: Tensor) -> Tensor:  # -> [batch, K]
    """The softmax of `torch`."""
    return torch.softmax((s + g) / tau[:, None], dim=1)


MODELS: dict[Formula, Model] = {
    autoencoder_losses.sparsity: sparsity,
    autoencoder_losses.contraction: contraction,
    autoencoder_losses.planar: planar,
    autoencoder_losses.planar_volume: planar_volume,
    autoencoder_losses.log_normal: log_normal,
    autoencoder_losses.simple_loss: simple_loss,
    autoencoder_losses.squared_miss: squared_miss,
    autoencoder_losses.energy_density: energy_density,
    autoencoder_losses.energy_log: energy_log,
    autoencoder_losses.tempered: tempered,
    autoencoder_losses.zero_centred: zero_centred,
    autoencoder_losses.frechet: frechet,
    autoencoder_losses.relaxed: relaxed,
}
