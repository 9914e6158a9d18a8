"""Torch models of `derivations.margin_losses`: the losses of `torch.nn.functional`, and automatic differentiation."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import margin_losses
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def hinge(y: Tensor, f: Tensor) -> Tensor:  # of one shape -> the same shape
    """What the margin lacks to 1."""
    return torch.relu(1 - y * f)


def squared_hinge(y: Tensor, f: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Its square."""
    return hinge(y, f).square()


def hinge_slope(y: Tensor, f: Tensor) -> Tensor:
    """Its derivative by the score."""
    return batch_jacobian(lambda at: hinge(y, at), f)


def logistic(y: Tensor, f: Tensor) -> Tensor:
    """The cross-entropy of torch with the label as a bit."""
    return F.binary_cross_entropy_with_logits(f, (y > 0).to(f), reduction="none")


def logistic_slope(y: Tensor, f: Tensor) -> Tensor:
    """Its derivative by the score."""
    return batch_jacobian(lambda at: logistic(y, at), f)


def exponential(y: Tensor, f: Tensor) -> Tensor:
    """One case for each label."""
    return torch.where(y > 0, torch.exp(-f), torch.exp(f))


def mean_hinge(x: Tensor, y: Tensor, w: Tensor, b: Tensor, lamda: Tensor) -> Tensor:  # [batch, n, d], … -> [batch]
    """Mean hinge loss of the scores, and the penalty."""
    scores = (x @ w[:, :, None])[:, :, 0] + b[:, None]
    return hinge(y, scores).mean(dim=-1) + lamda * w.square().sum(dim=-1)


def multiclass(s: Tensor, Delta: Tensor) -> Tensor:  # [batch, K], [batch] -> [batch, K]
    """The loss of torch with margin 1 on scores over Δ, summed over the classes, for every true class."""
    batch, classes = s.shape
    scaled = s / Delta[:, None]
    found = [
        F.multi_margin_loss(scaled, torch.full((batch,), label, device=s.device), reduction="none") * classes
        for label in range(classes)
    ]
    return torch.stack(found, dim=1) * Delta[:, None]


def unit_multiclass(s: Tensor) -> Tensor:  # [batch, K] -> [batch, K]
    """The same with margin 1."""
    return multiclass(s, torch.ones_like(s[:, 0]))


def triplet(a: Tensor, p: Tensor, n: Tensor, alpha: Tensor) -> Tensor:  # [batch, d] thrice, [batch] -> [batch]
    """The hinge of the difference of squared distances."""
    closer = torch.linalg.vector_norm(a - p, dim=-1) ** 2
    farther = torch.linalg.vector_norm(a - n, dim=-1) ** 2
    return torch.clamp(closer - farther + alpha, min=0)


def contrastive(y: Tensor, D: Tensor, m: Tensor) -> Tensor:  # [batch] thrice -> [batch]
    """One case for each label."""
    return torch.where(y == 1, D.square(), torch.relu(m - D).square())


def half_contrastive(y: Tensor, D: Tensor, m: Tensor) -> Tensor:
    """One case for each label, the other way round, halved."""
    return contrastive(1 - y, D, m) / 2


MODELS: dict[Formula, Model] = {
    margin_losses.squared_hinge: squared_hinge,
    margin_losses.hinge_slope: hinge_slope,
    margin_losses.logistic: logistic,
    margin_losses.logistic_slope: logistic_slope,
    margin_losses.exponential: exponential,
    margin_losses.mean_hinge: mean_hinge,
    margin_losses.multiclass: multiclass,
    margin_losses.unit_multiclass: unit_multiclass,
    margin_losses.triplet: triplet,
    margin_losses.contrastive: contrastive,
    margin_losses.half_contrastive: half_contrastive,
}
