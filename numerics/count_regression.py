"""Torch models of `derivations.count_regression`: log-probabilities of torch, autograd, stretched residuals."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal, Poisson

from derivations import count_regression
from derivations.vocabulary import Formula
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model


def scores(X: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n]
    """The linear scores."""
    return torch.einsum("bnd,bd->bn", X, theta)


def log_likelihood(X: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The log-probabilities of torch."""
    return Poisson(scores(X, theta).exp()).log_prob(y.to(X)).sum(dim=1)


def slope(X: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return slope_of(lambda at: log_likelihood(X, at, y), theta)


def online(theta: Tensor, alpha: Tensor, y: Tensor, x: Tensor) -> Tensor:  # -> [batch, d]
    """A step up the log-likelihood of one example."""
    return theta + alpha[:, None] * slope(x[:, None], theta, y[:, None])


def deviance(y: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """Twice the difference of the log-likelihoods."""
    seen = y.to(mu)
    return 2 * (Poisson(seen).log_prob(seen) - Poisson(mu).log_prob(seen)).sum(dim=1)


def weighted_cost(w: Tensor, X: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The squared length of stretched residuals."""
    return torch.linalg.vector_norm(w.sqrt() * (scores(X, theta) - y), dim=1).square() / 2


def matrix_cost(w: Tensor, X: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The same cost."""
    return weighted_cost(w, X, theta, y)


def weighted_slope(w: Tensor, X: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """By autograd."""
    return slope_of(lambda at: weighted_cost(w, X, at, y), theta)


def kernel_weight(x_i: Tensor, x: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """The normal density against that of its peak."""
    law = Normal(x, tau)
    return (law.log_prob(x_i) - law.log_prob(x)).exp()


MODELS: dict[Formula, Model] = {
    count_regression.log_likelihood: log_likelihood,
    count_regression.slope: slope,
    count_regression.online: online,
    count_regression.deviance: deviance,
    count_regression.weighted_cost: weighted_cost,
    count_regression.matrix_cost: matrix_cost,
    count_regression.weighted_slope: weighted_slope,
    count_regression.kernel_weight: kernel_weight,
}
