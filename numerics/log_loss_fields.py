"""Torch models of `derivations.log_loss_fields`: the loss of `torch`, and its derivatives by differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import log_loss_fields as fields
from derivations.vocabulary import Formula
from numerics.loss_fields import bend, scaled, slope
from numerics.models import Model


def log_loss(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The summed cross-entropy of `torch`."""
    logits = torch.einsum("bnd,bd->bn", X, w)
    return functional.binary_cross_entropy_with_logits(logits, y.double(), reduction="none").sum(dim=1)


def of_probabilities(X: Tensor, w: Tensor) -> Tensor:  # -> [batch, d, d]
    """The Hessian does not depend on the classes."""
    return bend(log_loss)(X, torch.zeros_like(X[:, :, 0]), w)


def rows_as_product(X: Tensor, y: Tensor, t: Tensor) -> Tensor:  # -> [batch, d]
    """The sum over the rows."""
    return ((y - t)[:, :, None] * X).sum(dim=1)


MODELS: dict[Formula, Model] = {
    fields.log_gradient: slope(log_loss),
    fields.mean_log_gradient: slope(scaled(log_loss, 1, mean=True)),
    fields.log_hessian: bend(log_loss),
    fields.hessian_matrix: of_probabilities,
    fields.rows_as_product: rows_as_product,
    fields.curvature_product: of_probabilities,
}
