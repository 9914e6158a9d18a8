"""Torch models of `derivations.neighbour_embeddings`: softmaxes over masked distances, `kl_div`, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import neighbour_embeddings as embeddings
from derivations.vocabulary import Formula
from numerics.models import Model


def squared(points: Tensor) -> Tensor:  # [batch, n, d] -> [batch, n, n]
    """The squared distances of all pairs."""
    return (points[:, :, None] - points[:, None]).square().sum(dim=3)


def apart(points: Tensor) -> Tensor:  # [batch, n, d] -> [n, n]
    """0 for two points, minus infinity for a point with itself."""
    own = torch.eye(points.shape[1], dtype=torch.bool, device=points.device)
    return torch.zeros(own.shape, dtype=points.dtype, device=points.device).masked_fill(own, -torch.inf)


def conditional(X: Tensor, s: Tensor) -> Tensor:  # -> [batch, n, n]
    """By logarithms; the normaliser leaves the point itself out."""
    logs = -squared(X) / (2 * s.square())[:, :, None]
    return (logs - torch.logsumexp(logs + apart(X), dim=2, keepdim=True)).exp()


def over_pairs(logs: Tensor, mask: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """Relative to the sum over all pairs of different points."""
    return (logs - torch.logsumexp((logs + mask).flatten(1), dim=1)[:, None, None]).exp()


def heavy(Y: Tensor) -> Tensor:  # -> [batch, n, n]
    """Tails like those of Cauchy's distribution."""
    return over_pairs(-torch.log1p(squared(Y)), apart(Y))


def normal(Y: Tensor) -> Tensor:  # -> [batch, n, n]
    """Tails of a normal distribution."""
    return over_pairs(-squared(Y), apart(Y))


def divergence(P: Tensor, Q: Tensor) -> Tensor:  # -> [batch]
    """The sum of `torch.nn.functional.kl_div`."""
    return torch.nn.functional.kl_div(Q.log(), P, reduction="none").sum(dim=(1, 2))


def embedding_gradient(B: Tensor, Y: Tensor) -> Tensor:  # -> [batch, n, d]
    """The gradient of the cross-entropy of all pairs of different points."""
    different = (apart(Y) == 0).to(Y)
    weights = (B + B.transpose(1, 2)) * different
    shares = weights / weights.sum(dim=(1, 2), keepdim=True)
    at = Y.detach().requires_grad_(True)
    loss = -(shares * heavy(at).log()).sum(dim=(1, 2))
    return torch.autograd.grad(loss.sum(), at)[0]


MODELS: dict[Formula, Model] = {
    embeddings.conditional: conditional,
    embeddings.joint: lambda a, b, n: torch.stack([a, b]).mean(dim=0) / n,
    embeddings.heavy: heavy,
    embeddings.normal: normal,
    embeddings.divergence: divergence,
    embeddings.embedding_gradient: embedding_gradient,
}
