"""Torch models of `derivations.signed_logistic`: torch's soft-margin loss, and automatic differentiation."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from derivations import signed_logistic
from derivations.vocabulary import Formula
from numerics.least_squares import predictions
from numerics.least_squares_gradients import gradient_of
from numerics.models import Model


def signed_total(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`soft_margin_loss` of each data set, summed."""
    return functional.soft_margin_loss(predictions(X, w), y.double(), reduction="none").sum(dim=1)


def signed_mean(X: Tensor, y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """`soft_margin_loss` of each data set, averaged."""
    return functional.soft_margin_loss(predictions(X, w), y.double(), reduction="none").mean(dim=1)


MODELS: dict[Formula, Model] = {
    signed_logistic.signed_total: signed_total,
    signed_logistic.signed_mean: signed_mean,
    signed_logistic.signed_gradient: gradient_of(signed_total),
}
