"""Torch models of `derivations.logistic_batches`: torch's distributions and losses, and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import logistic_batches as batches
from derivations.vocabulary import Formula
from numerics.least_squares import predictions
from numerics.least_squares_gradients import gradient_of
from numerics.models import Model


def log_likelihood(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """Bernoulli variables by `torch.distributions`."""
    return torch.distributions.Bernoulli(logits=predictions(X, w)).log_prob(y.double()).sum(dim=1)


def likelihood(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the log-likelihood."""
    return log_likelihood(X, y, w).exp()


def total(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`binary_cross_entropy_with_logits` of each data set, summed."""
    scores = predictions(X, w)
    return functional.binary_cross_entropy_with_logits(scores, y.double(), reduction="none").sum(dim=1)


def mean(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`binary_cross_entropy_with_logits` of each data set, averaged."""
    scores = predictions(X, w)
    return functional.binary_cross_entropy_with_logits(scores, y.double(), reduction="none").mean(dim=1)


MODELS: dict[Formula, Model] = {
    batches.likelihood: likelihood,
    batches.log_likelihood: log_likelihood,
    batches.total: total,
    batches.mean: mean,
    batches.total_gradient: gradient_of(total),
    batches.mean_gradient: gradient_of(mean),
    batches.total_entry: gradient_of(total),
    batches.mean_entry: gradient_of(mean),
}
