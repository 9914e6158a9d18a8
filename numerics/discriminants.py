"""Torch models of `derivations.discriminants`: log-densities by `torch.distributions`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Dirichlet, MultivariateNormal, Normal

from derivations import discriminants
from derivations.vocabulary import Formula
from numerics.models import Model


def linear(x: Tensor, m: Tensor, S: Tensor, pi: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the class less that of a class with mean 0, and the prior."""
    none = MultivariateNormal(torch.zeros_like(m), S)
    return MultivariateNormal(m, S).log_prob(x) - none.log_prob(x) + pi.log()


def quadratic(x: Tensor, m: Tensor, S: Tensor, pi: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the class, less that of a standard normal vector at 0, and the prior."""
    none = Normal(torch.zeros_like(m), torch.ones_like(m)).log_prob(torch.zeros_like(m)).sum(dim=1)
    return MultivariateNormal(m, S).log_prob(x) - none + pi.log()


def log_odds(x: Tensor, m_1: Tensor, m_2: Tensor, S: Tensor) -> Tensor:  # -> [batch]
    """The difference of the log-densities of two classes."""
    return MultivariateNormal(m_1, S).log_prob(x) - MultivariateNormal(m_2, S).log_prob(x)


def weights(m_1: Tensor, m_2: Tensor, S: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the log-odds by the input."""
    x = torch.ones_like(m_1).requires_grad_(True)
    return torch.autograd.grad(log_odds(x, m_1, m_2, S).sum(), x)[0]


def offset(m_1: Tensor, m_2: Tensor, S: Tensor, q_1: Tensor, q_2: Tensor) -> Tensor:  # -> [batch]
    """The log-odds at 0, with the priors."""
    return log_odds(torch.zeros_like(m_1), m_1, m_2, S) + q_1.log() - q_2.log()


def fisher(w: Tensor, S_W: Tensor, m_1: Tensor, m_2: Tensor) -> Tensor:  # -> [batch]
    """The squared gap of the projected means over the squared length of w in the norm of the scatter."""
    gap = ((m_2 - m_1) * w).sum(dim=1)
    length = torch.linalg.vector_norm(torch.einsum("bij,bi->bj", torch.linalg.cholesky(S_W), w), dim=1)
    return (gap / length) ** 2


def bernoulli(x: Tensor, p: Tensor, pi: Tensor) -> Tensor:  # -> [batch]
    """By `torch.distributions`."""
    return Bernoulli(probs=p).log_prob(x.double()).sum(dim=1) + pi.log()


def gaussian(x: Tensor, m: Tensor, s: Tensor, P: Tensor) -> Tensor:  # -> [batch]
    """By `torch.distributions`."""
    return Normal(m, s).log_prob(x).sum(dim=1) + P.log()


def smoothing(N: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, K]
    """The mean of Dirichlet's distribution with the counts and pseudo-counts."""
    return Dirichlet(N + alpha[:, None]).mean


MODELS: dict[Formula, Model] = {
    discriminants.linear: linear,
    discriminants.quadratic: quadratic,
    discriminants.weights: weights,
    discriminants.offset: offset,
    discriminants.fisher: fisher,
    discriminants.bernoulli: bernoulli,
    discriminants.gaussian: gaussian,
    discriminants.smoothing: smoothing,
}
