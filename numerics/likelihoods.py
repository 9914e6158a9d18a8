"""Torch models of `derivations.likelihoods`: `torch.distributions`, and its log-probabilities by autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Distribution, Exponential, Poisson

from derivations import likelihoods
from derivations.vocabulary import Formula
from numerics.models import Model


def log_likelihood(law: Callable[[Tensor], Distribution], x: Tensor, parameter: Tensor) -> Tensor:  # -> [batch]
    """The log-probabilities of the examples [batch, examples] at the parameter [batch], added up."""
    found: Tensor = law(parameter[:, None]).log_prob(x.to(parameter)).sum(dim=1)
    return found


def score(law: Callable[[Tensor], Distribution], x: Tensor, parameter: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the log-likelihood by the parameter, by autograd."""
    parameter = parameter.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(log_likelihood(law, x, parameter).sum(), parameter)
    return slope


def coin(p: Tensor) -> Distribution:
    """`torch.distributions.Bernoulli` by its probability."""
    return Bernoulli(probs=p)


def bernoulli(x: Tensor, p: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """Log-likelihood of a coin."""
    return log_likelihood(coin, x, p)


def bernoulli_score(x: Tensor, p: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """Score of a coin."""
    return score(coin, x, p)


def poisson(x: Tensor, beta: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """Log-likelihood of counts."""
    return log_likelihood(Poisson, x, beta)


def poisson_score(x: Tensor, beta: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """Score of counts."""
    return score(Poisson, x, beta)


def exponential(x: Tensor, beta: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """Log-likelihood of waiting times."""
    return log_likelihood(Exponential, x, beta)


def exponential_score(x: Tensor, beta: Tensor) -> Tensor:  # [batch, examples], [batch] -> [batch]
    """Score of waiting times."""
    return score(Exponential, x, beta)


MODELS: dict[Formula, Model] = {
    likelihoods.bernoulli: bernoulli,
    likelihoods.bernoulli_score: bernoulli_score,
    likelihoods.poisson: poisson,
    likelihoods.poisson_score: poisson_score,
    likelihoods.exponential: exponential,
    likelihoods.exponential_score: exponential_score,
}
