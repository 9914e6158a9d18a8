"""Torch models of `derivations.confidence_intervals`: laws of `torch.distributions`, roots of score equations."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Binomial

from derivations import confidence_intervals
from derivations.vocabulary import Formula
from numerics.models import Model


def standard_error(spread: Tensor, count: Tensor) -> Tensor:  # -> [batch]
    """The root of a variance over a count."""
    return torch.sqrt(spread.square() / count)


def lower_end(x_bar: Tensor, q: Tensor, sigma: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """Against the standard error."""
    return torch.addcmul(x_bar, -q, standard_error(sigma, n))


def upper_end(x_bar: Tensor, q: Tensor, sigma: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """Along the standard error."""
    return torch.addcmul(x_bar, q, standard_error(sigma, n))


def share_lower(p_hat: Tensor, q: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """With the deviation of one trial."""
    return lower_end(p_hat, q, Bernoulli(p_hat).stddev, n)


def share_upper(p_hat: Tensor, q: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """With the deviation of one trial."""
    return upper_end(p_hat, q, Bernoulli(p_hat).stddev, n)


def wilson_centre(p_hat: Tensor, q: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The midpoint of the roots p of n (p_hat - p)^2 = q^2 p (1 - p), by the companion matrix."""
    square = n + q.square()
    linear = -(2 * n * p_hat + q.square())
    constant = n * p_hat.square()
    companion = torch.stack(
        (
            torch.stack((-linear / square, -constant / square), dim=1),
            torch.stack((torch.ones_like(q), torch.zeros_like(q)), dim=1),
        ),
        dim=1,
    )
    return torch.linalg.eigvals(companion).real.mean(dim=1)


def bonferroni(alpha: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The m-th part."""
    return alpha * m.to(alpha).reciprocal()


def sidak(alpha: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """By logarithms."""
    return -torch.expm1(torch.log1p(-alpha) / m)


def family_error(alpha: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """One less the probability of no error."""
    return 1 - Binomial(m.to(alpha), alpha).log_prob(torch.zeros_like(alpha)).exp()


def power_size(q: Tensor, q_2: Tensor, sigma: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """The squared ratio."""
    return torch.square(torch.add(q, q_2) * sigma / delta)


def two_power_size(q: Tensor, q_2: Tensor, sigma: Tensor, delta: Tensor) -> Tensor:  # -> [batch]
    """That of one sample with the deviation of a difference."""
    return power_size(q, q_2, torch.hypot(sigma, sigma), delta)


MODELS: dict[Formula, Model] = {
    confidence_intervals.lower_end: lower_end,
    confidence_intervals.upper_end: upper_end,
    confidence_intervals.share_lower: share_lower,
    confidence_intervals.share_upper: share_upper,
    confidence_intervals.wilson_centre: wilson_centre,
    confidence_intervals.bonferroni: bonferroni,
    confidence_intervals.sidak: sidak,
    confidence_intervals.family_error: family_error,
    confidence_intervals.power_size: power_size,
    confidence_intervals.two_power_size: two_power_size,
}
