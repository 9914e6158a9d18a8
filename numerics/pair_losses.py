"""Torch models of `derivations.pair_losses`: automatic differentiation, `functional`, overlaps pixel by pixel."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import pair_losses
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def hinge_gradient(y: Tensor, w: Tensor, x: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the hinge loss."""
    return batch_jacobian(lambda u: functional.relu(1 - y * torch.einsum("bd,bd->b", u, x)), w)


def mistaken(y: Tensor, f: Tensor) -> Tensor:  # -> [batch]
    """The zero-one loss."""
    return (y * f <= 0).double()


def in_bits(margin: Tensor) -> Tensor:  # -> [batch]
    """Minus the logarithm of a sigmoid, in bits."""
    return -torch.log2(torch.sigmoid(margin))


def focal_slope(p: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the focal loss."""
    return batch_jacobian(lambda share: -torch.pow(1 - share, gamma) * share.log(), p)


def query_gradient(tau: Tensor, p: Tensor, k: Tensor, k_p: Tensor) -> Tensor:  # -> [batch, d]
    """Minus the score of the right key, and the mean score, as functions of the query."""
    nowhere = torch.zeros_like(k_p)

    def loss(q: Tensor) -> Tensor:
        scores = torch.einsum("bd,bkd->bk", q, k) / tau[:, None]
        return (p * scores).sum(dim=1) - torch.einsum("bd,bd->b", q, k_p) / tau

    return batch_jacobian(loss, nowhere)


def pseudo_huber(delta: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The hypotenuse over the shorter side, less that side."""
    return delta * (torch.hypot(delta, r) - delta)


def check(tau: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """What lies above by the level, what lies below by the rest."""
    return tau * functional.relu(r) + (1 - tau) * functional.relu(-r)


def overlap(p: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The inner product."""
    return torch.einsum("bn,bn->b", p, g)


def dice(p: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The share of what is not common."""
    return torch.cat([p * (1 - g), g * (1 - p)], dim=1).sum(dim=1) / torch.cat([p, g], dim=1).sum(dim=1)


def guarded_dice(p: Tensor, g: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The loss of masks with one more pixel of half the small number on both, as a weight."""
    whole = torch.cat([p, g, epsilon[:, None]], dim=1).sum(dim=1)
    return torch.cat([p * (1 - g), g * (1 - p)], dim=1).sum(dim=1) / whole


def soft_jaccard(p: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """One less the overlap over the complement of what both leave out."""
    return 1 - overlap(p, g) / (p.shape[1] - overlap(1 - p, 1 - g))


def ranking(y: Tensor, a: Tensor, b: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """`margin_ranking_loss` of each pair, the margin taken into the first score."""
    moved = a - y * m
    return functional.margin_ranking_loss(moved, b, y.to(a), reduction="none")


def normal(y: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """`torch.distributions.Normal`, less its constant."""
    top = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu)).log_prob(torch.zeros_like(mu))
    return top - torch.distributions.Normal(mu, sigma).log_prob(y)


MODELS: dict[Formula, Model] = {
    pair_losses.hinge_gradient: hinge_gradient,
    pair_losses.exponential_bound: lambda y, f: (mistaken(y, f), torch.exp(-(y * f))),
    pair_losses.logistic_bound: lambda y, f: (mistaken(y, f), in_bits(y * f)),
    pair_losses.of_true_class: lambda p, y: torch.stack([1 - p, p], dim=1).gather(1, y.long()[:, None])[:, 0],
    pair_losses.focal_slope: focal_slope,
    pair_losses.balanced: lambda alpha, p: (
        alpha * functional.binary_cross_entropy(p, torch.ones_like(p), reduction="none")
    ),
    pair_losses.query_gradient: query_gradient,
    pair_losses.pseudo_huber: pseudo_huber,
    pair_losses.check: check,
    pair_losses.bare_huber: lambda delta, r: pseudo_huber(torch.ones_like(delta), r / delta),
    pair_losses.dice: dice,
    pair_losses.guarded_dice: guarded_dice,
    pair_losses.soft_jaccard: soft_jaccard,
    pair_losses.ranking: ranking,
    pair_losses.preferred: lambda a, b: functional.softplus(b - a, threshold=200),
    pair_losses.normal: normal,
}
