"""Torch models of `derivations.softmax_temperature`, written from the definitions."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from derivations import softmax_temperature
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def value(z: Tensor, T: Tensor) -> Tensor:  # [batch, classes], [batch] -> [batch, classes]
    """The exponential of `log_softmax` of the scaled scores."""
    return functional.log_softmax(z / T[:, None], dim=-1).exp()


def jacobian_entry(z: Tensor, T: Tensor) -> Tensor:  # [batch, classes], [batch] -> [batch, classes, classes]
    """The Jacobian of the tempered softmax, by automatic differentiation."""
    return batch_jacobian(lambda scores: value(scores, T), z)


MODELS: dict[Formula, Model] = {
    softmax_temperature.value: value,
    softmax_temperature.jacobian_entry: jacobian_entry,
}
