"""Torch models of `derivations.markov_chains`: ratios in logarithms, quantiles of `torch.distributions`, rotations."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Exponential, Gumbel

from derivations import markov_chains as chains
from derivations.vocabulary import Formula
from numerics.models import Model

Shape = Callable[[Tensor], Tensor]
Push = Callable[[Tensor, Tensor], Tensor]


def log_density(shape: Tensor) -> Tensor:  # [...] -> [...]
    """The logarithm of a density with this shape."""
    return -torch.log1p(shape.square())


def acceptance(x: Tensor, y: Tensor, b: Shape, c: Push) -> Tensor:  # -> [batch]
    """The exponential of the logarithm of the ratio, cut at 0."""
    back, on = log_density(b(y)) + log_density(c(x, y)), log_density(b(x)) + log_density(c(y, x))
    return (back - on).clamp(max=0).exp()


def symmetric_acceptance(x: Tensor, y: Tensor, b: Shape) -> Tensor:  # -> [batch]
    """The same for a proposal that is as likely both ways."""
    return acceptance(x, y, b, lambda there, here: torch.zeros_like(here))


def balance(x: Tensor, y: Tensor, b: Shape, c: Push) -> Tensor:  # -> [batch]
    """The smaller of both flows."""
    on, back = log_density(b(x)) + log_density(c(y, x)), log_density(b(y)) + log_density(c(x, y))
    return torch.minimum(on, back).exp()


def each(function: Shape, z: Tensor) -> Tensor:  # -> [batch, L]
    """A function at each draw."""
    return torch.stack([function(point) for point in z.unbind(dim=1)], dim=1)


def monte_carlo(z: Tensor, f: Shape) -> Tensor:  # -> [batch]
    """The mean of the values."""
    return each(f, z).mean(dim=1)


def log_weights(z: Tensor, b: Shape, d: Shape) -> Tensor:  # -> [batch, L]
    """The difference of both log-densities at each draw."""
    return log_density(each(b, z)) - log_density(each(d, z))


def importance(z: Tensor, b: Shape, d: Shape, f: Shape) -> Tensor:  # -> [batch]
    """The mean of the weighted values, weights by logarithms."""
    return (each(f, z) * log_weights(z, b, d).exp()).mean(dim=1)


def self_normalised(z: Tensor, b: Shape, d: Shape, f: Shape) -> Tensor:  # -> [batch]
    """The values under the softmax of the log-weights."""
    return (each(f, z) * torch.softmax(log_weights(z, b, d), dim=1)).sum(dim=1)


def exponential_draw(u: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The quantile of the exponential distribution."""
    return Exponential(lambda_).icdf(u)


def logistic_draw(u: Tensor, s: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The log-odds, shifted and scaled."""
    return m + s * torch.logit(u)


def gumbel_draw(u: Tensor) -> Tensor:  # -> [batch]
    """The quantile of the Gumbel distribution."""
    return Gumbel(torch.zeros_like(u), torch.ones_like(u)).icdf(u)


def turned(u: Tensor, v: Tensor) -> Tensor:  # -> [batch], complex
    """A point whose squared radius has the survival function u, at the share v of a turn."""
    square = Exponential(torch.full_like(u, 0.5)).icdf(1 - u)
    return torch.polar(square.sqrt(), 2 * torch.pi * v)


MODELS: dict[Formula, Model] = {
    chains.acceptance: acceptance,
    chains.symmetric_acceptance: symmetric_acceptance,
    chains.balance: balance,
    chains.monte_carlo: monte_carlo,
    chains.importance: importance,
    chains.self_normalised: self_normalised,
    chains.exponential_draw: exponential_draw,
    chains.logistic_draw: logistic_draw,
    chains.gumbel_draw: gumbel_draw,
    chains.box_muller: lambda u, v: turned(u, v).real,
    chains.box_muller_sine: lambda u, v: turned(u, v).imag,
}
