"""Torch models of `derivations.hypothesis_likelihoods`: binary cross-entropy, and gradient steps on it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import hypothesis_likelihoods
from derivations.vocabulary import Formula
from numerics.hypothesis_costs import scores, slope, stepped, with_penalty
from numerics.models import Model


def losses(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # [batch, m, n], [batch, m], [batch, n] -> [batch, m]
    """The log-loss of each example."""
    logits = scores(x, theta)
    return F.binary_cross_entropy_with_logits(logits, y.to(logits), reduction="none")


def mean_cost(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The mean over the examples."""
    return losses(x, y, theta).mean(dim=1)


def total_cost(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The sum over the examples."""
    return losses(x, y, theta).sum(dim=1)


def log_likelihood(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """`Bernoulli.log_prob`."""
    logits = scores(x, theta)
    return torch.distributions.Bernoulli(logits=logits).log_prob(y.to(logits)).sum(dim=1)


def mean_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: mean_cost(x, y, at), theta)


def total_slope(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: total_cost(x, y, at), theta)


def mean_step(x: Tensor, y: Tensor, theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """A step on the mean."""
    return stepped(lambda at: mean_cost(x, y, at), theta, alpha)


def total_step(x: Tensor, y: Tensor, theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """A step on the sum."""
    return stepped(lambda at: total_cost(x, y, at), theta, alpha)


def online_step(x: Tensor, y: Tensor, theta: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, m, n]
    """A step on the log-loss of each example alone."""
    singles = ((x[:, [i]], y[:, [i]]) for i in range(x.shape[1]))
    return torch.stack([total_step(*single, theta, alpha) for single in singles], dim=1)


def ridge_cost(x: Tensor, y: Tensor, theta: Tensor, mu: Tensor, m: int) -> Tensor:  # -> [batch]
    """The mean, and the penalty."""
    return with_penalty(mean_cost(x, y, theta), theta, mu, m)


def ridge_slope(x: Tensor, y: Tensor, theta: Tensor, mu: Tensor, m: int) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: ridge_cost(x, y, at, mu, m), theta)


def ridge_step(x: Tensor, y: Tensor, theta: Tensor, mu: Tensor, alpha: Tensor, m: int) -> Tensor:  # -> [batch, n]
    """A step on the penalised cost."""
    return stepped(lambda at: ridge_cost(x, y, at, mu, m), theta, alpha)


MODELS: dict[Formula, Model] = {
    hypothesis_likelihoods.mean_cost: mean_cost,
    hypothesis_likelihoods.total_cost: total_cost,
    hypothesis_likelihoods.log_likelihood: log_likelihood,
    hypothesis_likelihoods.single_cost: losses,
    hypothesis_likelihoods.mean_slope: mean_slope,
    hypothesis_likelihoods.total_slope: total_slope,
    hypothesis_likelihoods.mean_step: mean_step,
    hypothesis_likelihoods.total_step: total_step,
    hypothesis_likelihoods.online_step: online_step,
    hypothesis_likelihoods.ridge_cost: ridge_cost,
    hypothesis_likelihoods.ridge_slope: ridge_slope,
    hypothesis_likelihoods.ridge_step: ridge_step,
}
