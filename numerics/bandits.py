"""Torch models of `derivations.bandits`: steps down squared errors, Hoeffding's bound, gradients of expected rewards.

Tables A of the estimates, B of the counts, C of the preferences, D of the probabilities: [batch, arms].
"""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import bandits
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.temporal_differences import towards


def recency(q: Tensor, r: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """One update after the other."""
    for reward in r.unbind(dim=1):
        q = towards(q, reward, alpha)
    return q


def width(N: Tensor, t: Tensor, power: float) -> Tensor:  # [batch, …], [batch] -> [batch, …]
    """By how much a mean of N rewards in [0, 1] is off with the probability t^-power, by Hoeffding."""
    times = t.to(N).reshape(-1, *(1 for _ in N.shape[1:]))
    return (-(times**-power).log() / (2 * N)).sqrt()


def upper_confidence(A: Tensor, B: Tensor, c: Tensor, t: Tensor) -> Tensor:  # -> [batch, arms]
    """The width at the probability t^-2, c times."""
    return torch.addcmul(A, c[:, None], width(B, t, 2))


def listed_confidence(m: Tensor, s: Tensor, c: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """That of one arm."""
    return upper_confidence(m[:, None], s[:, None], c, t)[:, 0]


def first_bound_of_arm(A: Tensor, B: Tensor, t: Tensor) -> Tensor:  # -> [batch, arms]
    """The width at the probability t^-4."""
    return A + width(B, t, 4)


def first_bound(m: Tensor, s: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """That of one arm."""
    return first_bound_of_arm(m[:, None], s[:, None], t)[:, 0]


def boltzmann(A: Tensor, tau: Tensor) -> Tensor:  # -> [batch, arms]
    """The softmax over the temperature."""
    return torch.softmax(A / tau[:, None], dim=1)


def climbed(C: Tensor, D: Tensor, gain: Tensor) -> Tensor:  # -> [batch, arms that were pulled, arms]
    """The preferences after a step of the gain up the log-probability of each arm, at the policy D."""
    wishes = D.log().requires_grad_(True)
    logs = torch.log_softmax(wishes, dim=1)
    slopes = [torch.autograd.grad(logs[:, one].sum(), wishes, retain_graph=True)[0] for one in range(D.shape[1])]
    return C[:, None] + gain[:, None, None] * torch.stack(slopes, dim=1)


def chosen_preference(C: Tensor, D: Tensor, x: Tensor, q: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, arms]
    """Where the arm is the one that was pulled."""
    return torch.diagonal(climbed(C, D, alpha * (x - q)), dim1=1, dim2=2)


def other_preference(C: Tensor, D: Tensor, x: Tensor, q: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, arms]
    """Where the next arm in the circle was pulled."""
    return torch.diagonal(climbed(C, D, alpha * (x - q)).roll(-1, dims=1), dim1=1, dim2=2)


def regret(M: Tensor, mu: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """The losses of the rounds, one by one."""
    return (M[:, None] - mu.gather(1, a - 1)).sum(dim=1)


def greedy_share(epsilon: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """What the other actions leave."""
    return 1 - (m - 1) * epsilon / m


MODELS: dict[Formula, Model] = {
    bandits.constant_step: lambda q, x, alpha: towards(q, x, alpha),
    bandits.recency: recency,
    bandits.upper_confidence: upper_confidence,
    bandits.listed_confidence: listed_confidence,
    bandits.first_bound: first_bound,
    bandits.first_bound_of_arm: first_bound_of_arm,
    bandits.bandit_softmax: lambda C: boltzmann(C, torch.ones_like(C[:, 0])),
    bandits.boltzmann: boltzmann,
    bandits.chosen_preference: chosen_preference,
    bandits.other_preference: other_preference,
    bandits.regret: regret,
    bandits.regret_of_gaps: lambda Delta, N: torch.linalg.vecdot(Delta, N),
    bandits.greedy_share: greedy_share,
}
