"""Torch models of `derivations.balanced_classification`: joint probabilities, autograd of torch's losses."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import balanced_classification
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def joint(p: Tensor, g: Tensor) -> Tensor:  # [batch, n] twice -> [batch, 2, n]
    """The probabilities of label and point, generated points first: a fair coin, then a point."""
    coin = torch.full((2,), 0.5, dtype=p.dtype, device=p.device)
    return coin[:, None] * torch.stack([g, p], dim=1)


def joint_distribution(p: Tensor, g: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch, n]
    """The row of the label."""
    return joint(p, g)[torch.arange(len(y), device=y.device), y]


def balance(p: Tensor, g: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """The probability of the label."""
    return joint_distribution(p, g, y).sum(dim=1)


def objective(p: Tensor, g: Tensor, D: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """Minus the mean of torch's binary cross-entropy over labels and points."""
    answers = torch.stack([D, D], dim=1)
    labels = torch.stack([torch.zeros_like(D), torch.ones_like(D)], dim=1)
    losses = F.binary_cross_entropy(answers, labels, reduction="none")
    return -(joint(p, g) * losses).sum(dim=(1, 2))


def logits(s: Map, theta: Tensor) -> Tensor:  # [batch, k] -> [batch]
    """The scores of the generated points, brought between -1 and 1."""
    raw = s(theta)
    return raw * torch.rsqrt(1 + raw.square())


def saturating_gradient(s: Map, theta: Tensor) -> Tensor:  # -> [batch, k]
    """The gradient of minus the loss of a generated point with the label 0."""
    return slope(lambda at: F.logsigmoid(-logits(s, at)), theta)


def non_saturating_gradient(s: Map, theta: Tensor) -> Tensor:  # -> [batch, k]
    """The gradient of the loss of a generated point with the label 1."""
    return slope(lambda at: -F.logsigmoid(logits(s, at)), theta)


MODELS: dict[Formula, Model] = {
    balanced_classification.joint_distribution: joint_distribution,
    balanced_classification.balance: balance,
    balanced_classification.objective: objective,
    balanced_classification.saturating_gradient: saturating_gradient,
    balanced_classification.non_saturating_gradient: non_saturating_gradient,
}
