"""Torch models of `derivations.norm_lines`: `rms_norm`, `batch_norm`, deviations, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import batch_norm, normalize, rms_norm

from derivations import norm_lines
from derivations.vocabulary import Formula
from numerics.layer_normalization import direction_gradient
from numerics.models import Model, batch_jacobian


def scaled_unit(x: Tensor, gamma: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The z-scores, scaled."""
    return shifted_unit(x, gamma, torch.zeros_like(x), mu, sigma)


def shifted_unit(x: Tensor, gamma: Tensor, beta: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The z-scores, scaled and shifted."""
    scores = torch.div(x - mu[:, None], sigma[:, None])
    return torch.addcmul(beta, scores, gamma)


def labelled_spread(x: Tensor) -> Tensor:  # [batch, d] -> [batch]
    """The biased standard deviation."""
    return x.std(dim=1, correction=0)


def rms_unit(x: Tensor, gamma: Tensor) -> Tensor:  # [batch, d] twice -> [batch, d]
    """The unit vector by the root of the number of entries, scaled."""
    return normalize(x, dim=1, eps=0.0) * x.shape[1] ** 0.5 * gamma


def rms_written(x: Tensor, gamma: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """`rms_norm` of each example."""
    rows = [rms_norm(row, row.shape, eps=float(guard)) for row, guard in zip(x, epsilon, strict=True)]
    return torch.stack(rows) * gamma


def guarded_jacobian(x: Tensor, epsilon: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d, d]
    """By automatic differentiation."""
    return batch_jacobian(lambda at: (at - at.mean(dim=1, keepdim=True)) / spread(at, epsilon), x)


def spread(x: Tensor, epsilon: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, 1]
    """The root of the guarded variance."""
    return (x.var(dim=1, correction=0) + epsilon).sqrt()[:, None]


def folded(W: Tensor, gamma: Tensor, sigma: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """What a normalisation without mean and shift makes of the weights."""
    none = torch.zeros(1).to(W)
    rows = zip(W, gamma[:, None], sigma[:, None] ** 2, epsilon, strict=True)
    return torch.stack(
        [batch_norm(w[:, None], none, v, g, None, training=False, eps=float(e))[:, 0] for w, g, v, e in rows]
    )


def projector(u: Tensor) -> Tensor:  # [batch, d] -> [batch, d, d]
    """What is left of the unit vectors without their part along u."""
    unit = normalize(u, dim=1, eps=0.0)
    identity = torch.eye(u.shape[1], dtype=u.dtype).expand(u.shape[0], -1, -1)
    return identity - torch.einsum("bij,bj,bk->bik", identity, unit, unit)


MODELS: dict[Formula, Model] = {
    norm_lines.scaled_unit: scaled_unit,
    norm_lines.shifted_unit: shifted_unit,
    norm_lines.labelled_spread: labelled_spread,
    norm_lines.rms_unit: rms_unit,
    norm_lines.rms_vector: rms_unit,
    norm_lines.rms_written: rms_written,
    norm_lines.guarded_jacobian: guarded_jacobian,
    norm_lines.folded: folded,
    norm_lines.projected: direction_gradient,
    norm_lines.projector: projector,
}
