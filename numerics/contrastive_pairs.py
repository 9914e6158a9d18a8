"""Torch models of `derivations.contrastive_pairs`: cross-entropies, cosine similarities and margins of `torch.nn`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, cross_entropy, log_softmax, logsigmoid, margin_ranking_loss, softplus

from derivations import contrastive_pairs as pairs
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def normalised(z: Tensor, tau: Tensor) -> Tensor:  # [batch, N, d], [batch] -> [batch, N, N]
    """The log-softmax of the cosines of each row, where the own one is left out of the sum."""
    cosines = cosine_similarity(z[:, :, None], z[:, None], dim=-1) / tau[:, None, None]
    own = torch.eye(z.shape[1], dtype=torch.bool)
    total = cosines.masked_fill(own, -torch.inf).logsumexp(dim=2, keepdim=True)
    return total - cosines


def across(v: Tensor, u: Tensor, tau: Tensor) -> Tensor:  # [batch, N, d] twice, [batch] -> [batch, N]
    """The diagonal of the log-softmax of the scores."""
    scores = torch.einsum("bnd,bmd->bnm", v, u) / tau[:, None, None]
    return -torch.diagonal(log_softmax(scores, dim=2), dim1=1, dim2=2)


def mean_across(v: Tensor, u: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """The cross-entropy with the position as class."""
    scores = torch.einsum("bnd,bmd->bnm", v, u) / tau[:, None, None]
    place = torch.arange(v.shape[1]).expand(v.shape[0], -1)
    return cross_entropy(scores.transpose(1, 2), place, reduction="none").mean(dim=1)


def apart(x: Tensor, y: Tensor) -> Tensor:  # [..., d] twice -> [...]
    """The squared distance."""
    return (x - y).square().sum(dim=-1)


def hinge(near: Tensor, far: Tensor, m: Tensor) -> Tensor:  # [batch] three times -> [batch]
    """The ranking loss of a far distance that should be larger by the margin."""
    return margin_ranking_loss(far - m, near, torch.ones_like(m), reduction="none")


def triplet(f: Map, x: Tensor, x_plus: Tensor, x_minus: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The ranking loss of both squared distances."""
    return hinge(apart(f(x), f(x_plus)), apart(f(x), f(x_minus)), m)


def alignment(f: Map, x: Tensor, y: Tensor, alpha: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """Powers of the distances, in the logarithmic scale."""
    powers = torch.exp(alpha[:, None] / 2 * torch.log(apart(f(x), f(y))))
    return torch.einsum("bo,bo->b", powers, weights_x)


def uniformity(g: Map, x: Tensor, y: Tensor, t: Tensor, weights_x: Tensor, weights_y: Tensor) -> Tensor:  # -> [batch]
    """The log-sum-exp over all pairs."""
    ours, theirs = (torch.nn.functional.normalize(g(point), dim=-1) for point in (x, y))
    distances = apart(ours[:, :, None], theirs[:, None])
    weights = weights_x[:, :, None].log() + weights_y[:, None].log()
    return (weights - t[:, None, None] * distances).flatten(1).logsumexp(dim=1)


def noise_contrastive(s: Tensor, r: Tensor) -> Tensor:  # [batch, N] twice -> [batch]
    """The mean of both logistic losses."""
    return -(logsigmoid(s) + logsigmoid(-r)).mean(dim=1)


def many(s: Tensor, s_plus: Tensor) -> Tensor:  # [batch, N], [batch] -> [batch]
    """The softplus of how far the soft maximum of the negatives lies above the positive."""
    return softplus(s.logsumexp(dim=1) - s_plus)


MODELS: dict[Formula, Model] = {
    pairs.normalised: normalised,
    pairs.across: across,
    pairs.mean_across: mean_across,
    pairs.triplet: triplet,
    pairs.triplet_distances: lambda d_ap, d_an, m: hinge(d_ap, d_an, m),
    pairs.alignment: alignment,
    pairs.uniformity: uniformity,
    pairs.noise_contrastive: noise_contrastive,
    pairs.log_ratio: lambda p, q: torch.log(p) - torch.log(q),
    pairs.many: many,
}
