"""Torch models of `derivations.class_margins`: automatic differentiation of `multi_margin_loss`."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from derivations import class_margins
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def loss(s: Tensor, label: int) -> Tensor:  # [batch, K] -> [batch]
    """The loss for one true class, summed over the classes."""
    targets = torch.full((len(s),), label, device=s.device)
    return functional.multi_margin_loss(s, targets, reduction="none") * s.shape[1]


def products(w: Tensor, x: Tensor) -> Tensor:  # [batch, K, d], [batch, d] -> [batch, K]
    """The scores of a linear classifier."""
    return torch.bmm(w, x[..., None])[..., 0]


def by_true(s: Tensor) -> Tensor:  # -> [batch, K]
    """The derivative by the score of each class, as the true one."""
    found = [batch_jacobian(partial(loss, label=label), s)[:, label] for label in range(s.shape[1])]
    return torch.stack(found, dim=1)


def true_weights(w: Tensor, x: Tensor) -> Tensor:  # -> [batch, K, d]
    """The gradient by the weights of each class, as the true one."""

    def linear_loss(at: Tensor, label: int) -> Tensor:
        return loss(products(at, x), label)

    found = [batch_jacobian(partial(linear_loss, label=label), w)[:, label] for label in range(w.shape[1])]
    return torch.stack(found, dim=1)


def by_other(s: Tensor, s_y: Tensor) -> Tensor:  # -> [batch, C]
    """The gradient by the scores of the other classes, the true one first."""
    return batch_jacobian(lambda at: loss(at, 0), torch.cat([s_y[:, None], s], dim=1))[:, 1:]


def other_weights(w: Tensor, w_y: Tensor, x: Tensor) -> Tensor:  # -> [batch, C, d]
    """The gradient by the weights of the other classes, likewise."""
    return batch_jacobian(lambda at: loss(products(at, x), 0), torch.cat([w_y[:, None], w], dim=1))[:, 1:]


MODELS: dict[Formula, Model] = {
    class_margins.by_true: by_true,
    class_margins.by_other: by_other,
    class_margins.true_weights: true_weights,
    class_margins.other_weights: other_weights,
}
