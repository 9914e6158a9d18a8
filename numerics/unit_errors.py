"""Torch models of `derivations.unit_errors`: automatic differentiation of a loss of two outputs."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import unit_errors
from derivations.vocabulary import Formula
from numerics.backward_pass import Map, slope
from numerics.models import Model


def hidden_error(u: Tensor, V: Tensor, loss: Map, g: Map) -> Tensor:  # [batch, 2], [batch, 2, 2] -> [batch, 2]
    """The slope of the loss by what enters the hidden units."""
    return slope(lambda at: loss(torch.einsum("bqh,bh->bq", V, g(at))), u)


def tanh_error(u: Tensor, V: Tensor, loss: Map) -> Tensor:  # -> [batch, 2]
    """The same for tanh units."""
    return hidden_error(u, V, loss, torch.tanh)


def logistic_error(u: Tensor, V: Tensor, loss: Map) -> Tensor:  # -> [batch, 2]
    """The same for logistic units."""
    return hidden_error(u, V, loss, torch.sigmoid)


MODELS: dict[Formula, Model] = {
    unit_errors.hidden_error: hidden_error,
    unit_errors.tanh_error: tanh_error,
    unit_errors.logistic_error: logistic_error,
    unit_errors.forward_error: hidden_error,
    unit_errors.forward_tanh_error: tanh_error,
    unit_errors.forward_logistic_error: logistic_error,
}
