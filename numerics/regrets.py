"""Torch models of `derivations.regrets`: rounds of `torch.optim.SGD` on linear losses; lists of pulls."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import regrets
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.telescoped_steps import Sides, summed


def bounds(x_b: Tensor, x_star: Tensor, g: Tensor, r: Tensor, m: Tensor) -> tuple[Tensor, Tensor]:
    """The distance and the length of the gradients, from above [batch] each."""
    return torch.linalg.vector_norm(x_b - x_star, dim=1) + r, torch.linalg.vector_norm(g, dim=2).amax(dim=1) + m


def descent(x_b: Tensor, x_star: Tensor, g: Tensor, r: Tensor, m: Tensor, eta: Tensor) -> Sides:
    """The regret; the squares of the distance and of T steps for two units of step size."""
    far, longest = bounds(x_b, x_star, g, r, m)
    squares = torch.stack([far, *[eta * longest] * g.shape[1]]).square().sum(dim=0)
    return summed(x_b, x_star, g, eta), squares / (2 * eta)


def tuned(x_b: Tensor, x_star: Tensor, g: Tensor, r: Tensor, m: Tensor) -> Sides:
    """The same at the step size whose T steps are as long as the distance."""
    far, longest = bounds(x_b, x_star, g, r, m)
    return descent(x_b, x_star, g, r, m, far / longest / g.shape[1] ** 0.5)


def gap_of_arm(mu: Tensor) -> Tensor:  # [batch, K] -> [batch, K]
    """The last of the sorted means, less each."""
    return mu.sort(dim=1).values[:, -1:] - mu


def decomposition(Delta: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The inner product."""
    return torch.einsum("ba,ba->b", Delta, N)


def ucb(mu_hat: Tensor, N: Tensor, t: Tensor) -> Tensor:  # -> [batch, K]
    """The deviation at which exp(-N ε²/2) is 1/t."""
    return ucb_level(mu_hat, N, 1 / t.double())


def ucb_level(mu_hat: Tensor, N: Tensor, delta: Tensor) -> Tensor:  # -> [batch, K]
    """The deviation at which the tail exp(-N ε²/2) of a mean is the level."""
    return mu_hat + (delta.log()[:, None] / (-N / 2)).sqrt()


def multiplicative(w_b: Tensor, c: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The weight moved the share of the loss towards 0."""
    return torch.lerp(w_b, torch.zeros_like(w_b), eta * c)


MODELS: dict[Formula, Model] = {
    regrets.descent: descent,
    regrets.tuned: tuned,
    regrets.gap_of_arm: gap_of_arm,
    regrets.decomposition: decomposition,
    regrets.ucb: ucb,
    regrets.ucb_level: ucb_level,
    regrets.multiplicative: multiplicative,
}
