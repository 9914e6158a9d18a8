"""Torch models of `derivations.discrete_likelihoods`: log-probabilities of `torch.distributions.Bernoulli`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli

from derivations import discrete_likelihoods
from derivations.vocabulary import Formula
from numerics.models import Model


def bernoulli(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the log-likelihood."""
    return Bernoulli(mu[:, None]).log_prob(x.to(mu)).sum(dim=1).exp()


def binary_vector(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the log-probabilities."""
    return Bernoulli(mu).log_prob(x.to(mu)).sum(dim=1).exp()


def class_vector(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, K]
    """The same for each class."""
    return Bernoulli(mu).log_prob(x.to(mu)[:, None].expand_as(mu)).sum(dim=2).exp()


def discriminant(x: Tensor, mu: Tensor, pi: Tensor) -> Tensor:  # -> [batch, K]
    """The logarithm of the product."""
    return torch.log(class_vector(x, mu) * pi)


def multinomial(m: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The exponential of an inner product."""
    return torch.linalg.vecdot(m.to(mu), mu.log()).exp()


def share(m: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The quotient."""
    return torch.div(m, N)


MODELS: dict[Formula, Model] = {
    discrete_likelihoods.bernoulli: bernoulli,
    discrete_likelihoods.multinomial: multinomial,
    discrete_likelihoods.share: share,
    discrete_likelihoods.binary_vector: binary_vector,
    discrete_likelihoods.class_vector: class_vector,
    discrete_likelihoods.discriminant: discriminant,
}
