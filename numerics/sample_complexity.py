"""Torch models of `derivations.sample_complexity`: tail bounds solved by bisection, and risks over the class."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import sample_complexity
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.risk_bounds import solved

Sides = tuple[Tensor, Tensor]


def consistent(n: Tensor, epsilon: Tensor, F: int) -> Sides:  # [batch] twice -> [batch] twice
    """The probability, factor by factor, and its bound by one exponential factor for each example."""
    return F * torch.pow(1 - epsilon, n), F * torch.exp(-epsilon).pow(n)


def realisable(n: Tensor, epsilon: Tensor, delta: Tensor, F: int) -> Sides:  # [batch] thrice -> [batch] twice
    """The examples, and how many exponential factors bring F down to the level."""
    return n.double(), torch.log(delta / F) / torch.log(torch.exp(-epsilon))


def agnostic(n: Tensor, epsilon: Tensor, delta: Tensor, F: int) -> Sides:  # [batch] thrice -> [batch] twice
    """The examples, and how many factors of Hoeffding's inequality bring 2 F down to the level."""
    return n.double(), torch.log(delta / (2 * F)) / torch.log(torch.exp(-2 * epsilon.square()))


def agnostic_learning(n: Tensor, epsilon: Tensor, delta: Tensor, F: int) -> Sides:  # [batch] thrice -> [batch] twice
    """The same with half the accuracy."""
    return agnostic(n, epsilon / 2, delta, F)


def width(n: Tensor, delta: Tensor, events: int) -> Tensor:  # [batch] twice -> [batch, 1]
    """The deviation that so many bounds of Hoeffding allow."""
    return solved(lambda away: events * torch.exp(-2 * n * away.square()), delta)[:, None]


def uniform(e: Tensor, e_hat: Tensor, n: Tensor, delta: Tensor, F: int) -> Sides:  # -> [batch, functions] twice
    """The deviations, and what 2 F bounds of Hoeffding allow."""
    return (e - e_hat).abs(), width(n, delta, 2 * F).expand(e.shape)


def uniform_risk(e: Tensor, e_hat: Tensor, n: Tensor, delta: Tensor, F: int) -> Sides:  # -> [batch, functions] twice
    """The risks, and the empirical ones with what 2 F bounds allow."""
    return e, e_hat + width(n, delta, 2 * F)


def single(e: Tensor, e_hat: Tensor, n: Tensor, delta: Tensor) -> Sides:  # -> [batch, functions] twice
    """The risks, and the empirical ones with what one bound allows."""
    return e, e_hat + width(n, delta, 1)


def excess(e: Tensor, epsilon: Tensor, h: Tensor, g: Tensor) -> Sides:  # -> [batch] twice
    """The risk of a function, and that of the other with the whole interval of the deviations."""
    return e.gather(1, h[:, None] - 1)[:, 0], e.gather(1, g[:, None] - 1)[:, 0] + (epsilon - -epsilon)


MODELS: dict[Formula, Model] = {
    sample_complexity.consistent: consistent,
    sample_complexity.realisable: realisable,
    sample_complexity.agnostic: agnostic,
    sample_complexity.agnostic_learning: agnostic_learning,
    sample_complexity.uniform: uniform,
    sample_complexity.uniform_risk: uniform_risk,
    sample_complexity.single: single,
    sample_complexity.excess: excess,
}
