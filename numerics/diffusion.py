"""Torch models of `derivations.diffusion`: moments carried from step to step, and a joint normal law conditioned."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import diffusion
from derivations.vocabulary import Formula
from numerics.models import Model


def moments(x_0: Tensor, v_0: Tensor, alpha: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, T] twice
    """Means and variances after each step [batch, T], from those before the first [batch]."""
    means, variances = [], []
    centre, variance = x_0, v_0
    for kept in alpha.unbind(dim=1):
        centre, variance = kept.sqrt() * centre, kept * variance + (1 - kept)
        means.append(centre)
        variances.append(variance)
    return torch.stack(means, dim=1), torch.stack(variances, dim=1)


def marginal_mean(x_0: Tensor, alpha: Tensor) -> Tensor:  # [batch], [batch, T] -> [batch, T]
    """The means after each step."""
    return moments(x_0, torch.zeros_like(x_0), alpha)[0]


def marginal_variance(alpha: Tensor) -> Tensor:  # [batch, T] -> [batch, T]
    """The variances after each step, from a sample without noise."""
    nothing = torch.zeros_like(alpha[:, 0])
    return moments(nothing, nothing, alpha)[1]


def posterior(x_0: Tensor, c: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, T] twice
    """Mean and variance of the sample before each step, given the one after it, by conditioning their joint law."""
    first, alpha = c[:, 0], c[:, 1:]
    means, variances = moments(first.sqrt() * x_0, 1 - first, alpha)
    before_mean = torch.cat([(first.sqrt() * x_0)[:, None], means[:, :-1]], dim=1)
    before_variance = torch.cat([(1 - first)[:, None], variances[:, :-1]], dim=1)
    covariance = alpha.sqrt() * before_variance
    gain = covariance / variances
    return before_mean + gain * (x - means), before_variance - gain * covariance


def backward_mean(x_0: Tensor, c: Tensor, x: Tensor) -> Tensor:  # [batch], [batch, T + 1], [batch, T] -> [batch, T]
    """The mean of the conditional law."""
    return posterior(x_0, c, x)[0]


def backward_variance(c: Tensor) -> Tensor:  # [batch, T + 1] -> [batch, T]
    """The variance of the conditional law."""
    return posterior(torch.zeros_like(c[:, 0]), c, torch.zeros_like(c[:, 1:]))[1]


def noise_form(c: Tensor, epsilon: Tensor, x: Tensor) -> Tensor:  # [batch, T + 1], [batch], [batch, T] -> [batch, T]
    """The mean of the conditional law at the sample to which the noise leads back, for each step."""
    means = []
    for step in range(x.shape[1]):
        kept = c[:, : step + 2].prod(dim=1)
        sample = (x[:, step] - (1 - kept).sqrt() * epsilon) / kept.sqrt()
        means.append(backward_mean(sample, c, x)[:, step])
    return torch.stack(means, dim=1)


MODELS: dict[Formula, Model] = {
    diffusion.recursion: marginal_variance,
    diffusion.marginal_mean: marginal_mean,
    diffusion.marginal_variance: marginal_variance,
    diffusion.backward_mean: backward_mean,
    diffusion.backward_variance: backward_variance,
    diffusion.noise_form: noise_form,
}
