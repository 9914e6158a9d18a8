"""Torch models of `derivations.bounded_perturbations`: corners of cubes, points of spheres, pseudo-inverses."""

from __future__ import annotations

from itertools import product

import torch
from torch import Tensor
from torch.nn.functional import normalize, softplus

from derivations import bounded_perturbations as perturbations
from derivations.vocabulary import Formula
from numerics.models import Model


def corner_gains(w: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, corners]
    """What each corner of the cube adds to the output."""
    signs = torch.tensor(list(product((-1.0, 1.0), repeat=w.shape[1])), dtype=w.dtype, device=w.device)
    return epsilon[:, None] * torch.einsum("bd,sd->bs", w, signs)


def along(w: Tensor, epsilon: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """The point of the sphere in the direction of a vector."""
    return normalize(w, dim=1, eps=0.0) * epsilon[:, None]


def euclidean_gain(w: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """What the point of the sphere along the weights gains."""
    return torch.einsum("bd,bd->b", w, along(w, epsilon))


def margin(w: Tensor, x: Tensor, b: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The score on the side of the label."""
    return y * (torch.einsum("bd,bd->b", w, x) + b)


def worst_margin(w: Tensor, x: Tensor, b: Tensor, y: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The least margin over the corners of the cube."""
    return (margin(w, x, b, y)[:, None] + y[:, None] * corner_gains(w, epsilon)).amin(dim=1)


def worst_euclidean(w: Tensor, x: Tensor, b: Tensor, y: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The margin of the input moved against its label."""
    return margin(w, x - y[:, None] * along(w, epsilon), b, y)


def robust_logistic(w: Tensor, x: Tensor, b: Tensor, y: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The largest loss over the corners of the cube."""
    return softplus(-margin(w, x, b, y)[:, None] + corner_gains(w, epsilon), threshold=200).amax(dim=1)


def cube_distance(w: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The size of cube whose best corner gains just the score."""
    gain = corner_gains(w, torch.ones_like(b)).amax(dim=1)
    return torch.linalg.solve(gain[:, None, None], margin(w, x, b, torch.ones_like(b)).abs()[:, None])[:, 0]


def foot(w: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch, d]
    """The shortest solution of w·δ = -f, by the pseudo-inverse of the row w."""
    score = margin(w, x, b, torch.ones_like(b))
    return -torch.linalg.pinv(w[:, None, :])[:, :, 0] * score[:, None]


def middle(u: Tensor, l: Tensor) -> Tensor:  # -> [batch, d]  # noqa: E741
    """Half of the way."""
    return torch.lerp(l, u, 0.5)


def half_width(u: Tensor, l: Tensor) -> Tensor:  # -> [batch, d]  # noqa: E741
    """Half of the difference."""
    return middle(u, -l)


MODELS: dict[Formula, Model] = {
    perturbations.euclidean_gain: euclidean_gain,
    perturbations.euclidean_best: along,
    perturbations.worst_margin: worst_margin,
    perturbations.worst_euclidean: worst_euclidean,
    perturbations.robust_logistic: robust_logistic,
    perturbations.cube_distance: cube_distance,
    perturbations.foot: foot,
    perturbations.foot_of_score: foot,
    perturbations.score_distance: lambda w, x, b: torch.linalg.vector_norm(foot(w, x, b), dim=1),
    perturbations.centre: middle,
    perturbations.half_width: half_width,
}
