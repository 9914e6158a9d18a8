"""Torch models of `derivations.diffusion_forms`: linear equations, normal log-densities and fields by autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import diffusion_forms
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def solved(x_t: Tensor, known: Tensor, factor: Tensor, divisor: Tensor) -> Tensor:  # [batch] each -> [batch]
    """What solves x_t = factor * known + divisor * unknown, by Cramer's rule on a 2 by 2 system."""
    one, zero = torch.ones_like(x_t), torch.zeros_like(x_t)
    rows = torch.stack((torch.stack((factor, divisor), dim=1), torch.stack((one, zero), dim=1)), dim=1)
    return torch.linalg.solve(rows, torch.stack((x_t, known), dim=1))[:, 1]


def score_by_sample(x_t: Tensor, x_0: Tensor, alpha_t: Tensor, sigma_t: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the normal log-density by autograd."""
    place = x_t.detach().requires_grad_(True)
    logs = Normal(alpha_t * x_0, sigma_t).log_prob(place)
    return torch.autograd.grad(logs.sum(), place)[0]


def score_by_scale(epsilon: Tensor, sigma_t: Tensor) -> Tensor:  # -> [batch]
    """The same at the sample that the noise makes."""
    zero, one = torch.zeros_like(epsilon), torch.ones_like(epsilon)
    return score_by_sample(sigma_t * epsilon, zero, one, sigma_t)


def stepped(x_0: Tensor, epsilon: Tensor, b: Tensor, sigma_t: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The parts of the noise as legs of a right triangle."""
    angle = torch.asin(sigma_t / (1 - b).sqrt())
    return b.sqrt() * x_0 + (1 - b).sqrt() * (torch.cos(angle) * epsilon + torch.sin(angle) * z)


def mean_step(x_0: Tensor, x_t: Tensor, alpha_bar_t: Tensor, b: Tensor, sigma_t: Tensor) -> Tensor:  # -> [batch]
    """The step with the noise that is in the noisy sample."""
    noise = solved(x_t, x_0, alpha_bar_t.sqrt(), (1 - alpha_bar_t).sqrt())
    return stepped(x_0, noise, b, sigma_t, torch.zeros_like(x_0))


def slope_of(h: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The derivative of a function by autograd."""
    place = x.detach().requires_grad_(True)
    return torch.autograd.grad(h(place).sum(), place)[0]


def tweedie(x_t: Tensor, alpha_bar_t: Tensor, h: Map) -> Tensor:  # -> [batch]
    """The mean of the noiseless sample at the scale of the noisy one, scaled back."""
    return torch.addcmul(x_t, 1 - alpha_bar_t, slope_of(h, x_t)) * alpha_bar_t.rsqrt()


def guided(epsilon_theta: Map, x_t: Tensor, alpha_bar_t: Tensor, h: Map, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The noise whose score is that of the sample and the class together."""
    left = (1 - alpha_bar_t).sqrt()
    score = -epsilon_theta(x_t) / left - w * y * slope_of(h, x_t)
    return -left * score


def ornstein(x_0: Tensor, epsilon: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The decayed start, and noise with the variance that is missing."""
    return x_0 / t.exp() + (-torch.expm1(-2 * t)).sqrt() * epsilon


def stepped_by_network(x_0: Tensor, x_t: Tensor, t: Tensor, epsilon_theta: Pair, b: Tensor, sigma_t: Tensor,
                       z: Tensor) -> Tensor:  # -> [batch]  # fmt: skip
    """The step with the noise that the network says."""
    return stepped(x_0, epsilon_theta(x_t, t), b, sigma_t, z)


MODELS: dict[Formula, Model] = {
    diffusion_forms.found_noise: lambda x_t, x_0, alpha_t, sigma_t: solved(x_t, x_0, alpha_t, sigma_t),
    diffusion_forms.found_sample: lambda x_t, epsilon, alpha_t, sigma_t: solved(x_t, epsilon, sigma_t, alpha_t),
    diffusion_forms.score_by_scale: score_by_scale,
    diffusion_forms.score_by_sample: score_by_sample,
    diffusion_forms.noise_of_share: lambda x_t, x_0, alpha_bar_t: solved(
        x_t, x_0, alpha_bar_t.sqrt(), (1 - alpha_bar_t).sqrt()
    ),
    diffusion_forms.stepped: stepped,
    diffusion_forms.stepped_by_network: stepped_by_network,
    diffusion_forms.mean_step: mean_step,
    diffusion_forms.tweedie: tweedie,
    diffusion_forms.guided: guided,
    diffusion_forms.cosine: lambda t, T, s: (1 + torch.cos(torch.pi * (t / T + s) / (1 + s))) / 2,
    diffusion_forms.ornstein: ornstein,
}
