"""Torch models of `derivations.rademacher`: all vectors of signs, listed."""

from __future__ import annotations

import itertools
import math

import torch
from torch import Tensor

from derivations import rademacher
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.risk_bounds import solved

Sides = tuple[Tensor, Tensor]


def all_signs(like: Tensor, n: int) -> Tensor:  # -> [vectors of signs, n]
    """The 2^n vectors of signs."""
    return torch.tensor(list(itertools.product((-1.0, 1.0), repeat=n))).to(like)


def empirical_complexity(A: Tensor, n: int) -> Tensor:  # [batch, functions, examples] -> [batch]
    """The mean over all vectors of signs of the best fit."""
    return (A @ all_signs(A, n).T / n).amax(dim=1).mean(dim=1)


def massart(A: Tensor, n: int, N: int) -> Sides:
    """The complexity, and the bound for the longest row."""
    longest = torch.linalg.vector_norm(A, dim=2).amax(dim=1)
    return empirical_complexity(A, n), longest * math.sqrt(2 * math.log(N)) / n


def massart_labels(A: Tensor, n: int, N: int) -> Sides:
    """The complexity, and how far the mean of N sums of n signs of variance 1/n^2 can lie above 0."""
    found = empirical_complexity(A.double(), n)
    return found, torch.full_like(found, math.sqrt(2 * math.log(N) / n))


def linear_radius(X: Tensor, B: Tensor, n: int) -> Sides:
    """The mean length of the signed sums, and the bound for inputs that are all as long as the longest."""
    longest = X.square().sum(dim=2).amax(dim=1).sqrt()
    return linear_class(X, B, n)[0], B * longest / math.sqrt(n)


def linear_class(X: Tensor, B: Tensor, n: int) -> Sides:
    """The mean length of the signed sums, and the root of the trace of the Gram matrix."""
    walks = torch.einsum("si,bid->bsd", all_signs(X, n), X).norm(dim=2)
    trace = torch.einsum("bij,bij->b", X, X)
    return B * walks.mean(dim=1) / n, B * trace.sqrt() / n


def generalisation(  # [batch] each -> [batch] twice
    e: Tensor, c: Tensor, q: Tensor, u: Tensor, s: Tensor, n: Tensor, delta: Tensor
) -> Sides:
    """The risk, and the empirical one with twice the complexity and what the bound of McDiarmid allows."""
    width = solved(lambda away: torch.exp(-2 * n * away.square()), delta)
    return e + 2 * c * q + u - s, e + 2 * c + width


MODELS: dict[Formula, Model] = {
    rademacher.empirical_complexity: empirical_complexity,
    rademacher.massart: massart,
    rademacher.massart_labels: massart_labels,
    rademacher.linear_class: linear_class,
    rademacher.linear_radius: linear_radius,
    rademacher.generalisation: generalisation,
}
