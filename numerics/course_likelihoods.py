"""Torch models of `derivations.course_likelihoods`: Bernoulli laws of `torch.distributions`, counting by masks."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli

from derivations import course_likelihoods
from derivations.vocabulary import Formula
from numerics.hypothesis_costs import scores, slope
from numerics.hypothesis_likelihoods import log_likelihood
from numerics.models import Model


def chance(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # [batch, n], [batch], [batch, n] -> [batch]
    """The mass of the label."""
    return single(x, y, theta).exp()


def single(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The log-mass of the label."""
    logits = scores(x[:, None], theta)[:, 0]
    return Bernoulli(logits=logits).log_prob(y.to(logits))


def likelihood(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the log-likelihood."""
    return log_likelihood(x, y, theta).exp()


def whole_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: log_likelihood(x, y, at), theta)


def single_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: single(x, y, at), theta)


def share(y: Tensor) -> Tensor:  # [batch, m] -> [batch]
    """The mean of the mask."""
    return (y == 1).double().mean(dim=1)


def class_mean(x: Tensor, y: Tensor, value: int) -> Tensor:  # [batch, m, n], [batch, m] -> [batch, n]
    """The mean of the inputs that the mask leaves; NaN where there is none."""
    inside = torch.where((y == value)[:, :, None], x, torch.nan)
    return inside.nanmean(dim=1)


MODELS: dict[Formula, Model] = {
    course_likelihoods.chance: chance,
    course_likelihoods.likelihood: likelihood,
    course_likelihoods.slope: whole_slope,
    course_likelihoods.single_slope: single_slope,
    course_likelihoods.single_cost_slope: lambda x, y, theta: slope(lambda at: -single(x, y, at), theta),
    course_likelihoods.share: share,
    course_likelihoods.mean_0: lambda x, y: class_mean(x, y, 0),
    course_likelihoods.mean_1: lambda x, y: class_mean(x, y, 1),
}
