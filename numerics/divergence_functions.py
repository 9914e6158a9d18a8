"""Torch models of `derivations.divergence_functions`: divergences of `torch.distributions`, searches for violations."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import divergence_functions as divergences
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def kullback_leibler(p: Tensor, q: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The divergence of two categorical laws."""
    return kl_divergence(Categorical(probs=p), Categorical(probs=q))


def jensen_shannon(p: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The entropy of the mixture less the mean entropy."""
    mixture = Categorical(probs=(p + q) / 2).entropy()
    return mixture - (Categorical(probs=p).entropy() + Categorical(probs=q).entropy()) / 2


def nonnegative(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and 0."""
    found = kullback_leibler(p, q)
    return found, torch.zeros_like(found)


def bounded(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and that of two distributions without a common outcome."""
    found = jensen_shannon(p, q)
    apart = torch.eye(2, dtype=p.dtype)
    return found, jensen_shannon(apart[:1], apart[1:]).expand_as(found)


def f_divergence(p: Tensor, q: Tensor, f: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The mean of f at the ratio under the second distribution."""
    return torch.stack([b * f(a / b) for a, b in zip(p.unbind(dim=1), q.unbind(dim=1), strict=True)]).sum(dim=0)


def f_mass(a: Tensor, b: Tensor, f: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The same of tables."""
    return f_divergence(a, b, f)


def renyi(p: Tensor, q: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The log-sum-exp of the mixed logarithms."""
    mixed = torch.lerp(q.log(), p.log(), alpha[:, None])
    return torch.logsumexp(mixed, dim=1) / (alpha - 1)


def game_value(p: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """Twice the mean log-likelihood of a balanced classification by Bayes' theorem."""
    joint = torch.stack((p, q), dim=1) / 2
    posterior = joint / joint.sum(dim=1, keepdim=True)
    return 2 * torch.xlogy(joint, posterior).sum(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    divergences.jensen_shannon: jensen_shannon,
    divergences.nonnegative: nonnegative,
    divergences.bounded: bounded,
    divergences.symmetric: lambda p, q: kullback_leibler(p, q) + kullback_leibler(q, p),
    divergences.f_divergence: f_divergence,
    divergences.f_mass: f_mass,
    divergences.renyi: renyi,
    divergences.likelihood: kullback_leibler,
    divergences.game_value: game_value,
}
