"""Torch models of `derivations.sequence_models`: conditional distributions by normalising, `torch.nn.RNN`'s steps."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import sequence_models
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.recurrent_networks import run


def chain_rule(w: Tensor) -> Tensor:  # [batch, l, m, n] -> [batch, l, m, n]
    """The softmax of the logarithms over all sequences at once."""
    return torch.softmax(w.log().flatten(1), dim=1).reshape(w.shape)


def first_layer(h_10: Tensor, x: Tensor, W_1: Tensor, U_1: Tensor, b_1: Tensor) -> Tensor:  # -> [batch, T, n]
    """All states of the first layer."""
    return torch.stack(run(h_10, x, W_1, U_1, b_1), dim=1)


def upper_layer(  # -> [batch, T, n]
    h_10: Tensor, h_20: Tensor, x: Tensor, W_1: Tensor, W_2: Tensor, U_1: Tensor, U_2: Tensor, b_1: Tensor, b_2: Tensor
) -> Tensor:
    """All states of the second layer, run on all states of the first."""
    return torch.stack(run(h_20, first_layer(h_10, x, W_1, U_1, b_1), W_2, U_2, b_2), dim=1)


MODELS: dict[Formula, Model] = {
    sequence_models.chain_rule: chain_rule,
    sequence_models.first_layer: first_layer,
    sequence_models.upper_layer: upper_layer,
}
