"""Torch models of `derivations.twin_networks`: interpolation, cosine similarities and squared distances."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity

from derivations import twin_networks
from derivations.vocabulary import Formula
from numerics.contrastive_pairs import apart
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def byol(q: Tensor, z: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The squared distance of both normalised vectors."""
    return apart(torch.nn.functional.normalize(q, dim=1), torch.nn.functional.normalize(z, dim=1))


def barlow(C: Tensor, mu: Tensor) -> Tensor:  # [batch, N, N], [batch] -> [batch]
    """The weighted squared distance from the identity."""
    same = torch.eye(C.shape[1], dtype=C.dtype)
    return (((C - same) ** 2) * (same + mu[:, None, None] * (1 - same))).sum(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    twin_networks.momentum: lambda theta_k, theta_q, m: torch.lerp(theta_q, theta_k, m),
    twin_networks.cosine_distance: byol,
    twin_networks.byol: byol,
    twin_networks.negative_cosine: lambda q, z: -cosine_similarity(q, z, dim=1),
    twin_networks.barlow: barlow,
}
