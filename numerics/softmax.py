"""Torch models of `derivations.softmax`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import softmax
from numerics.models import Model, batch_jacobian


def jacobian_entry(z: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes, classes]
    """The Jacobian of `torch.softmax`, by automatic differentiation."""
    return batch_jacobian(lambda scores: torch.softmax(scores, dim=-1), z)


MODELS: dict[object, Model] = {softmax.jacobian_entry: jacobian_entry}
