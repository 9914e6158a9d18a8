"""Torch models of `derivations.box_overlaps`: measures on a line, and distances of encodings."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import box_overlaps
from derivations.vocabulary import Formula
from numerics.backward_pass import Map
from numerics.layer_lines import affine
from numerics.models import Model


def box_area(x_1: Tensor, y_1: Tensor, x_2: Tensor, y_2: Tensor) -> Tensor:  # -> [batch]
    """The determinant of the sides."""
    sides = torch.stack([torch.stack([x_2 - x_1, y_2 - y_1])]).squeeze(0)
    return torch.linalg.det(torch.diag_embed(sides.T))


def overlap_side(x_1: Tensor, x_2: Tensor, x_3: Tensor, x_4: Tensor) -> Tensor:  # -> [batch]
    """The least of the four distances of a right side from a left one, if it is positive."""
    ends, starts = torch.stack([x_2, x_4]), torch.stack([x_1, x_3])
    return functional.relu((ends[:, None] - starts[None]).amin(dim=(0, 1)))


def overlap_area(
    x_1: Tensor, y_1: Tensor, x_2: Tensor, y_2: Tensor, x_3: Tensor, y_3: Tensor, x_4: Tensor, y_4: Tensor
) -> Tensor:  # -> [batch]
    """The product of both sides."""
    sides = torch.stack([overlap_side(x_1, x_2, x_3, x_4), overlap_side(y_1, y_2, y_3, y_4)])
    return sides.prod(dim=0)


def distance(f: Map, u: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The inner product of the difference with itself."""
    gap = f(u) - f(v)
    return torch.einsum("bk,bk->b", gap, gap)


def triplet_loss(f: Map, u: Tensor, v: Tensor, n: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The rectified difference of both squared distances, and the margin."""
    return functional.relu(distance(f, u, v) - distance(f, u, n) + alpha)


def same_person(w: Tensor, f: Tensor, g: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """A logistic unit of the distances entry by entry."""
    gaps = torch.maximum(f, g) - torch.minimum(f, g)
    return torch.sigmoid(affine(w[:, None], gaps, b[:, None]))[:, 0]


MODELS: dict[Formula, Model] = {
    box_overlaps.box_area: box_area,
    box_overlaps.overlap_side: overlap_side,
    box_overlaps.overlap_area: overlap_area,
    box_overlaps.distance: distance,
    box_overlaps.triplet_loss: triplet_loss,
    box_overlaps.same_person: same_person,
}
