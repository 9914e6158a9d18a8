"""Torch models of `derivations.signal_variances`: variances over all draws, and the initialisers of `torch.nn.init`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import signal_variances
from derivations.vocabulary import Formula
from numerics.initialisation import rectified_variance, rolled, unit_variance, variance_over_draws, weight_pairs
from numerics.models import Model


def products(a: Tensor, b: Tensor) -> Tensor:  # [batch, q] twice -> [batch, q * q]
    """All products of values of the two tables."""
    return torch.einsum("bp,bq->bpq", a, b).flatten(1)


def product(a: Tensor, b: Tensor) -> Tensor:  # [batch, q] twice -> [batch]
    """The variance over all products of centred values."""
    return products(a - a.mean(dim=1, keepdim=True), b - b.mean(dim=1, keepdim=True)).var(dim=1, correction=0)


def shifted_product(a: Tensor, b: Tensor) -> Tensor:  # [batch, q] twice -> [batch]
    """The variance over all products."""
    return products(a, b).var(dim=1, correction=0)


def raw_variance(a: Tensor, b: Tensor, n: int) -> Tensor:  # [batch, q] twice -> [batch]
    """The variance over all draws of weights and inputs."""
    return variance_over_draws(weight_pairs(a, n), rolled(b, n))


def gained(G: Tensor, n_in: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The standard deviation of the sum of n_in numbers of variance G^2 / n_in^2."""
    return (n_in * (G / n_in) ** 2).sqrt()


def gained_limit(G: Tensor, n_in: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The limit at which a uniform number has the standard deviation of `gained`."""
    return uniform_limit(gained(G, n_in))


def uniform_limit(sigma: Tensor) -> Tensor:  # [batch] -> [batch]
    """The standard deviation by that of a uniform number on [-1, 1]."""
    unit = torch.distributions.Uniform(torch.tensor(-1.0, dtype=torch.float64), torch.tensor(1.0, dtype=torch.float64))
    return sigma / unit.stddev


MODELS: dict[Formula, Model] = {
    signal_variances.unit_variance: unit_variance,
    signal_variances.product: product,
    signal_variances.shifted_product: shifted_product,
    signal_variances.raw_variance: raw_variance,
    signal_variances.halved: rectified_variance,
    signal_variances.gained: gained,
    signal_variances.gained_limit: gained_limit,
    signal_variances.uniform_limit: uniform_limit,
}
