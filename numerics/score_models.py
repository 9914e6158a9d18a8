"""Torch models of `derivations.score_models`: normal laws of `torch`, posteriors of finite mixtures, rotations."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import score_models as scores
from derivations.vocabulary import Formula
from numerics.models import Model

Shape = Callable[[Tensor], Tensor]


def climbed(x: Tensor, b: Shape, eta: Tensor, z: Tensor, share: float) -> Tensor:  # -> [batch, d]
    """A draw of the normal law around the point that a gradient step reaches."""
    at = x.detach().requires_grad_(True)
    log_density = -torch.log1p(b(at).square())
    (slope,) = torch.autograd.grad(log_density.sum(), at)
    step = share * eta
    centre = torch.addcmul(x, step[:, None], slope)
    return centre + (2 * step).sqrt()[:, None] * z


def tweedie(y: Tensor, sigma: Tensor, a: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The mean of the clean samples under their posterior."""
    logs = Normal(a, sigma[:, None]).log_prob(y[:, None]) + w.log()
    return (torch.softmax(logs, dim=1) * a).sum(dim=1)


def score_at(point: Tensor, law: Callable[[], Normal]) -> Tensor:  # [batch] -> [batch]
    """The slope of a normal log-density, by automatic differentiation."""
    at = point.detach().requires_grad_(True)
    return torch.autograd.grad(law().log_prob(at).sum(), at)[0]


def sample_score(x_t: Tensor, x_0: Tensor, alpha_bar: Tensor) -> Tensor:  # -> [batch]
    """The score of the law of the noisy sample."""
    return score_at(x_t, lambda: Normal(alpha_bar.sqrt() * x_0, (1 - alpha_bar).sqrt()))


def exploding(x_0: Tensor, sigma_t: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The place at that number of standard deviations from the mean."""
    law = Normal(x_0, sigma_t)
    return law.mean + epsilon * law.stddev


def exploding_score(x_t: Tensor, x_0: Tensor, sigma_t: Tensor) -> Tensor:  # -> [batch]
    """The score of that law."""
    return score_at(x_t, lambda: Normal(x_0, sigma_t))


def turned_back(x_t: Tensor, v: Tensor, alpha_bar: Tensor) -> Tensor:  # -> [batch], complex
    """Sample and velocity as the two parts of a number, turned by the angle of the schedule."""
    angle = torch.acos(alpha_bar.sqrt())
    return torch.complex(x_t, v) * torch.polar(torch.ones_like(angle), angle)


def skip_scaling(sigma_d: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The regression of data on noisy data: covariance over variance."""
    joint = torch.stack((torch.stack((sigma_d, torch.zeros_like(sigma)), 1), torch.stack((sigma_d, sigma), 1)), 1)
    covariance = joint @ joint.transpose(1, 2)
    return covariance[:, 0, 1] / covariance[:, 1, 1]


def input_scaling(sigma_d: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """One over the standard deviation of noisy data."""
    return 1 / torch.hypot(sigma_d, sigma)


def output_scaling(sigma_d: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The standard deviation of the data, the noisy data given."""
    return (sigma_d.pow(-2) + sigma.pow(-2)).rsqrt()


def cosine(t: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """Half of one more than the cosine of the double angle."""
    return (1 + torch.cos(torch.pi * (t + s) / (1 + s))) / 2


def guidance(
    epsilon_theta: Callable[[Tensor, Tensor], Tensor], x_t: Tensor, c: Tensor, varnothing: Tensor, w: Tensor
) -> Tensor:  # -> [batch]
    """Extrapolation with the weight 1 + w."""
    return torch.lerp(epsilon_theta(x_t, varnothing), epsilon_theta(x_t, c), 1 + w)


def guidance_scaled(
    epsilon_theta: Callable[[Tensor, Tensor], Tensor], x_t: Tensor, c: Tensor, varnothing: Tensor, w: Tensor
) -> Tensor:  # -> [batch]
    """Extrapolation with the weight w."""
    return torch.lerp(epsilon_theta(x_t, varnothing), epsilon_theta(x_t, c), w)


MODELS: dict[Formula, Model] = {
    scores.langevin: lambda x, b, eta, z: climbed(x, b, eta, z, 1.0),
    scores.langevin_half: lambda x, b, eta, z: climbed(x, b, eta, z, 0.5),
    scores.tweedie: tweedie,
    scores.sample_score: sample_score,
    scores.exploding: exploding,
    scores.exploding_score: exploding_score,
    scores.sample_from_velocity: lambda x_t, v, alpha_bar: turned_back(x_t, v, alpha_bar).real,
    scores.noise_from_velocity: lambda x_t, v, alpha_bar: turned_back(x_t, v, alpha_bar).imag,
    scores.skip_scaling: skip_scaling,
    scores.output_scaling: output_scaling,
    scores.input_scaling: input_scaling,
    scores.cosine: cosine,
    scores.guidance: guidance,
    scores.guidance_scaled: guidance_scaled,
}
