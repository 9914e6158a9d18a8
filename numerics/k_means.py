"""Torch models of `derivations.k_means`: distances by `torch.cdist`, means of the members."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import k_means
from derivations.vocabulary import Formula
from numerics.models import Model


def squared(a: Tensor, b: Tensor) -> Tensor:  # [batch, p, d], [batch, q, d] -> [batch, p, q]
    """The squared distances of all pairs."""
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist") ** 2


def objective(X: Tensor, R: Tensor, M: Tensor) -> Tensor:  # -> [batch]
    """The distances from the centre whose number each input has."""
    own = torch.gather(squared(X, M), 2, R.argmax(dim=2, keepdim=True))
    return own.sum(dim=(1, 2))


def centroid(X: Tensor, R: Tensor) -> Tensor:  # -> [batch, K, d]
    """The mean of the members, one cluster at a time."""
    found = []
    for inputs, clusters in zip(X, R.argmax(dim=2), strict=True):
        found.append(torch.stack([inputs[clusters == c].mean(dim=0) for c in range(R.shape[2])]))
    return torch.stack(found)


def centre_gradient(X: Tensor, R: Tensor, M: Tensor) -> Tensor:  # -> [batch, K, d]
    """By automatic differentiation of the squares."""
    at = M.clone().requires_grad_(True)
    own = torch.einsum("bik,bkd->bid", R.double(), at)
    return torch.autograd.grad((X - own).square().sum(), at)[0]


def steiner(X: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The squared distances from the point."""
    return squared(X, v[:, None]).sum(dim=(1, 2))


def pairwise(X: Tensor) -> Tensor:  # -> [batch]
    """The squared distances of all pairs."""
    return squared(X, X).sum(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    k_means.objective: objective,
    k_means.centroid: centroid,
    k_means.centre_gradient: centre_gradient,
    k_means.steiner: steiner,
    k_means.pairwise: pairwise,
}
