"""Torch models of `derivations.risk_bounds`: tail bounds solved for the deviation by bisection."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import risk_bounds
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model

Sides = tuple[Tensor, Tensor]
STEPS = 80


def solved(tail: Callable[[Tensor], Tensor], level: Tensor) -> Tensor:  # [batch] -> [batch]
    """The deviation at which a decreasing tail bound reaches the level, by bisection of [0, 64]."""
    low, high = torch.zeros_like(level), torch.full_like(level, 64)
    for _ in range(STEPS):
        middle = (low + high) / 2
        above = tail(middle) > level
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    return (low + high) / 2


def sample_size(epsilon: Tensor, delta: Tensor, F: int) -> Tensor:  # [batch] twice -> [batch]
    """F times as many factors as bring it down to the level: one factor for each example."""
    factor = torch.exp(-2 * epsilon.square())
    examples = torch.log(delta / F) / torch.log(factor)
    return F * factor**examples


def finite_class(e: Tensor, e_hat: Tensor, n: Tensor, delta: Tensor, F: int) -> Sides:  # -> [batch, functions] twice
    """The risks, and the empirical ones with the deviation that F one-sided Hoeffding bounds allow."""
    width = solved(lambda deviation: F * torch.exp(-2 * n * deviation.square()), delta)
    return e, e_hat + width[:, None]


def vc_bound(  # -> [batch, functions] twice
    e: Tensor, e_hat: Tensor, n: Tensor, delta: Tensor, d: Tensor
) -> Sides:
    """The risks, and the empirical ones with the deviation that symmetrisation and the growth function allow."""
    growth = numbers([sum(comb(2 * size, k) for k in range(most + 1)) for size, most in each(n, d)]).to(e)
    width = solved(lambda deviation: 2 * growth * torch.exp(-n * deviation.square() / 8), delta)
    return e, e_hat + width[:, None]


def pac_bayes(  # -> [batch] twice
    e: Tensor, e_hat: Tensor, P: Tensor, Q: Tensor, n: Tensor, delta: Tensor
) -> Sides:
    """The mean risk, and the mean empirical one with the deviation at which exp(-2 n ε²) reaches its level."""
    divergence = kl_divergence(Categorical(probs=Q), Categorical(probs=P))
    level = delta * torch.exp(-divergence) / (2 * n.double().sqrt())
    width = solved(lambda deviation: torch.exp(-2 * n * deviation.square()), level)
    return (Q * e).sum(dim=1), (Q * e_hat).sum(dim=1) + width


MODELS: dict[Formula, Model] = {
    risk_bounds.sample_size: sample_size,
    risk_bounds.finite_class: finite_class,
    risk_bounds.vc_bound: vc_bound,
    risk_bounds.pac_bayes: pac_bayes,
}
