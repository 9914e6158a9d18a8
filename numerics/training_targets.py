"""Torch models of `derivations.training_targets`: losses of `torch.nn.functional`, and automatic differentiation."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import training_targets
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def contrastive(q: Tensor, k_plus: Tensor, k: Tensor, tau: Tensor) -> Tensor:  # k: [batch, K, d]
    """The cross-entropy of torch, the positive key in place 0, [batch]."""
    keys = torch.cat([k_plus[:, None], k], dim=1)
    scores = torch.einsum("bd,bkd->bk", q, keys) / tau[:, None]
    return F.cross_entropy(scores, torch.zeros(len(q), dtype=torch.long, device=q.device), reduction="none")


def in_batch_loss(s: Tensor, tau: Tensor) -> Tensor:  # [batch, N, N], [batch] -> [batch, N]
    """Minus the diagonal of the log-softmax of torch."""
    return -torch.log_softmax(s / tau[:, None, None], dim=-1).diagonal(dim1=1, dim2=2)


def mean_in_batch(s: Tensor, tau: Tensor) -> Tensor:  # -> [batch]
    """The mean of it."""
    return in_batch_loss(s, tau).mean(dim=-1)


def distillation(p: Tensor, q: Tensor, tau: Tensor) -> Tensor:  # [batch, C] twice, [batch] -> [batch]
    """The divergence of torch, times the squared temperature."""
    return F.kl_div(torch.log(q), p, reduction="none").sum(dim=-1) * tau.square()


def softened_slope(z: Tensor, p: Tensor, tau: Tensor) -> Tensor:  # [batch, C] twice, [batch] -> [batch, C]
    """The gradient of the cross-entropy of torch by the scores."""
    return batch_jacobian(lambda at: F.cross_entropy(at / tau[:, None], p, reduction="none"), z)


def mixup(x_i: Tensor, x_j: Tensor, lamda: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch, d]
    """The point between the two."""
    return torch.lerp(x_j, x_i, lamda[:, None])


def balanced_focal(p_t: Tensor, alpha_t: Tensor, gamma: Tensor) -> Tensor:  # [batch] thrice -> [batch]
    """Weighted cross-entropy, damped."""
    return alpha_t * torch.pow(1 - p_t, gamma) * F.binary_cross_entropy(p_t, torch.ones_like(p_t), reduction="none")


MODELS: dict[Formula, Model] = {
    training_targets.contrastive: contrastive,
    training_targets.in_batch_loss: in_batch_loss,
    training_targets.mean_in_batch: mean_in_batch,
    training_targets.distillation: distillation,
    training_targets.softened_slope: softened_slope,
    training_targets.mixup: mixup,
    training_targets.balanced_focal: balanced_focal,
}
