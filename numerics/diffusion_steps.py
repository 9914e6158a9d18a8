"""Torch models of `derivations.diffusion_steps`: normal laws carried from step to step, linear equations, rotations."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import diffusion_steps
from derivations.vocabulary import Formula
from numerics.diffusion import moments, posterior
from numerics.models import Model


def everywhere(one: Callable[[int], Tensor], c: Tensor) -> Tensor:  # -> [batch, T]
    """A value [batch] for each step after the first share, counted from 1."""
    return torch.stack([one(step) for step in range(1, c.shape[1])], dim=1)


def kept_until(c: Tensor, step: int) -> Tensor:  # [batch, T + 1] -> [batch]
    """The share of the variance that a unit of signal has kept, by carrying its variance through the steps."""
    nothing = torch.zeros_like(c[:, 0])
    return 1 - moments(nothing, nothing, c)[1][:, step]


def forward_step(c: Tensor, x: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, T]
    """A point of the circle: sample and noise are its axes, the angle has the kept share as squared cosine."""

    def one(step: int) -> Tensor:
        angle = torch.acos(c[:, step].sqrt())
        return torch.cos(angle) * x[:, step - 1] + torch.sin(angle) * epsilon

    return everywhere(one, c)


def mixed(c: Tensor, signal: Tensor, noise: Tensor, step: int) -> Tensor:  # -> [batch]
    """A signal after the steps: its mean, and the noise in units of the standard deviation."""
    means, variances = moments(signal, torch.zeros_like(signal), c)
    return means[:, step] + variances[:, step].sqrt() * noise


def noisy_sample(c: Tensor, x_0: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, T]
    """The mean and the standard deviation after each step."""
    return everywhere(lambda step: mixed(c, x_0, epsilon, step), c)


def unmixed(c: Tensor, x: Tensor, noise: Tensor, step: int) -> Tensor:  # -> [batch]
    """The signal that leads to x: the noising is affine in it."""
    base = mixed(c, torch.zeros_like(x), noise, step)
    return (x - base) / (mixed(c, torch.ones_like(x), noise, step) - base)


def true_noise(c: Tensor, x: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, T]
    """The signal from which the noise leads to the sample."""
    return everywhere(lambda step: unmixed(c, x[:, step - 1], epsilon, step), c)


def denoised(c: Tensor, x: Tensor, n: Tensor) -> Tensor:  # -> [batch, T]
    """The same for the noise that the network predicts."""
    return true_noise(c, x, n)


def reverse_mean(c: Tensor, x: Tensor, n: Tensor) -> Tensor:  # -> [batch, T]
    """The mean of the conditional law of the step before, at the signal to which the noise leads back."""
    return everywhere(lambda step: posterior(unmixed(c, x[:, step - 1], n, step), c, x)[0][:, step - 1], c)


def sampling_step(c: Tensor, x: Tensor, n: Tensor, sigma: Tensor, z: Tensor) -> Tensor:  # -> [batch, T]
    """A draw from a normal law around that mean."""
    return torch.addcmul(reverse_mean(c, x, n), sigma, z[:, None])


def ddim_step(c: Tensor, x: Tensor, n: Tensor) -> Tensor:  # -> [batch, T]
    """The signal to which the noise leads back, noised again up to the step before."""
    return everywhere(lambda step: mixed(c, unmixed(c, x[:, step - 1], n, step), n, step - 1), c)


def ddim_short(c: Tensor, x_hat_0: Tensor, n: Tensor) -> Tensor:  # -> [batch, T]
    """The predicted signal, noised up to the step before."""
    return everywhere(lambda step: mixed(c, x_hat_0, n, step - 1), c)


def ddim_noise(c: Tensor, eta: Tensor) -> Tensor:  # -> [batch, T]
    """A share of the standard deviation of the conditional law of the step before."""
    nothing = torch.zeros_like(c[:, 0])
    return eta[:, None] * posterior(nothing, c, torch.zeros_like(c[:, 1:]))[1].sqrt()


def score_form(c: Tensor, n: Tensor) -> Tensor:  # -> [batch, T]
    """The slope of the log-density of the noised zero, at that noise, by automatic differentiation."""

    def one(step: int) -> Tensor:
        nothing = torch.zeros_like(n)
        at = mixed(c, nothing, n, step).detach().requires_grad_(True)
        law = torch.distributions.Normal(nothing, mixed(c, nothing, torch.ones_like(n), step))
        return torch.autograd.grad(law.log_prob(at).sum(), at)[0]

    return everywhere(one, c)


def signal_to_noise(c: Tensor) -> Tensor:  # -> [batch, T]
    """The squared mean of a noised one over its variance."""
    one = torch.ones_like(c[:, 0])
    means, variances = moments(one, torch.zeros_like(one), c)
    return (means.square() / variances)[:, 1:]


def velocity_target(c: Tensor, epsilon: Tensor, x_0: Tensor) -> Tensor:  # -> [batch, T]
    """The noisy sample as a function of the angle, differentiated by it."""

    def one(step: int) -> Tensor:
        angle = torch.acos(kept_until(c, step).sqrt()).detach().requires_grad_(True)
        return torch.autograd.grad((torch.cos(angle) * x_0 + torch.sin(angle) * epsilon).sum(), angle)[0]

    return everywhere(one, c)


def guidance(epsilon_u: Tensor, epsilon_c: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The line through both predictions, beyond the conditional one."""
    return torch.lerp(epsilon_u, epsilon_c, 1 + w)


def guidance_scaled(epsilon_u: Tensor, epsilon_c: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The line through both predictions."""
    return torch.lerp(epsilon_u, epsilon_c, w)


MODELS: dict[Formula, Model] = {
    diffusion_steps.forward_step: forward_step,
    diffusion_steps.forward_step_kept: forward_step,
    diffusion_steps.noisy_sample: noisy_sample,
    diffusion_steps.denoised: denoised,
    diffusion_steps.true_noise: true_noise,
    diffusion_steps.reverse_mean: reverse_mean,
    diffusion_steps.sampling_step: sampling_step,
    diffusion_steps.ddim_step: ddim_step,
    diffusion_steps.ddim_short: ddim_short,
    diffusion_steps.ddim_noise: ddim_noise,
    diffusion_steps.score_form: score_form,
    diffusion_steps.signal_to_noise: signal_to_noise,
    diffusion_steps.velocity_target: velocity_target,
    diffusion_steps.guidance: guidance,
    diffusion_steps.guidance_scaled: guidance_scaled,
}
