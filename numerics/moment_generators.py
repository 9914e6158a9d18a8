"""Torch models of `derivations.moment_generators`: ratios of densities, sums over outcomes."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Binomial, Exponential

from derivations import moment_generators
from derivations.vocabulary import Formula
from numerics.models import Model


def exponential_mgf(t: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The ratio of the factors of two exponential densities at 0."""
    zero = torch.zeros_like(t)
    return (Exponential(r).log_prob(zero) - Exponential(r - t).log_prob(zero)).exp()


def poisson_mgf(t: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The sum over the first counts."""
    counts = torch.arange(160, dtype=t.dtype)
    logs = counts * (r.log() + t)[:, None] - r[:, None] - torch.lgamma(counts + 1)
    return logs.logsumexp(dim=1).exp()


def binomial_mgf(t: Tensor, p: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The sum over the counts of successes."""
    counts = torch.arange(int(n.max()) + 1, dtype=t.dtype)
    there = counts <= n[:, None]
    seen = torch.where(there, counts, 0.0)
    logs = Binomial(n[:, None].double(), p[:, None]).log_prob(seen) + seen * t[:, None]
    return torch.where(there, logs.exp(), 0.0).sum(dim=1)


def bernoulli_mgf(t: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """Between one and the exponential."""
    return torch.lerp(torch.ones_like(t), t.exp(), p)


def gamma_mgf(t: Tensor, k: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """A power of that of the exponential distribution."""
    return torch.exp(k * exponential_mgf(t, r).log())


MODELS: dict[Formula, Model] = {
    moment_generators.exponential_mgf: exponential_mgf,
    moment_generators.poisson_mgf: poisson_mgf,
    moment_generators.binomial_mgf: binomial_mgf,
    moment_generators.bernoulli_mgf: bernoulli_mgf,
    moment_generators.gamma_mgf: gamma_mgf,
}
