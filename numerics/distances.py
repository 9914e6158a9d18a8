"""Torch models of `derivations.distances`: the largest difference over all events, chords, and variances under q."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from derivations import distances
from derivations.vocabulary import Formula
from numerics.information import divergence
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def total_variation(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The largest difference of the probabilities of an event, over all events."""
    events = torch.tensor(list(itertools.product((0.0, 1.0), repeat=p.shape[1]))).to(p)
    return ((p - q) @ events.T).amax(dim=1)


def pinsker(p: Tensor, q: Tensor) -> Sides:
    """The largest difference, and the root of half the divergence."""
    return total_variation(p, q), (divergence(p, q) / 2).clamp(min=0).sqrt()


def pinsker_sum(p: Tensor, q: Tensor) -> Sides:
    """Twice the largest difference, and the root of twice the divergence."""
    return 2 * total_variation(p, q), (2 * divergence(p, q)).clamp(min=0).sqrt()


def pinsker_norm(p: Tensor, q: Tensor) -> Sides:
    """The divergence, and twice the square of the largest difference."""
    return divergence(p, q), 2 * total_variation(p, q).square()


def bretagnolle_huber(p: Tensor, q: Tensor) -> Sides:
    """The largest difference, and the bound by `torch.expm1`."""
    return total_variation(p, q), (-torch.expm1(-divergence(p, q))).clamp(min=0).sqrt()


def full_hellinger(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The squared length of the chord between the roots, which lie on the unit sphere."""
    return (p.sqrt() - q.sqrt()).norm(dim=1).square()


def hellinger(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """One less the cosine of the angle between the roots."""
    return 1 - torch.cosine_similarity(p.sqrt(), q.sqrt(), dim=1)


def chi_square(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The variance under q of the ratio p/q, from all pairs of outcomes."""
    ratio = p / q
    apart = (ratio[:, :, None] - ratio[:, None, :]).square()
    return torch.einsum("bi,bj,bij->b", q, q, apart) / 2


def kl_below_chi_square(p: Tensor, q: Tensor) -> Sides:
    """The divergence and the variance of the ratio."""
    return divergence(p, q), chi_square(p, q)


def symmetric(p: Tensor, q: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The divergences of both directions."""
    return divergence(p, q) + divergence(q, p)


MODELS: dict[Formula, Model] = {
    distances.total_variation: total_variation,
    distances.pinsker: pinsker,
    distances.pinsker_sum: pinsker_sum,
    distances.pinsker_norm: pinsker_norm,
    distances.bretagnolle_huber: bretagnolle_huber,
    distances.hellinger: hellinger,
    distances.full_hellinger: full_hellinger,
    distances.chi_square: chi_square,
    distances.kl_below_chi_square: kl_below_chi_square,
    distances.symmetric: symmetric,
}
