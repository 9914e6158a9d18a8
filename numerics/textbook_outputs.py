"""Torch models of `derivations.textbook_outputs`: cross-entropies of torch, counts one by one, autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import textbook_outputs as outputs
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.policy_gradients import slope


def class_loss(z: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The binary cross-entropy of `torch.nn.functional`."""
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y.to(z), reduction="none")


def regions(m: Tensor, n: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """One factor after the other, and the cuts by Pascal's triangle."""
    found = []
    for units, inputs, layers in zip(m.tolist(), n.tolist(), p.tolist(), strict=True):
        row = [1]
        for _ in range(units):
            row = [a + b for a, b in zip([0, *row], [*row, 0], strict=True)]
        folds = 1
        for _ in range(inputs * (layers - 1)):
            folds *= units // inputs
        found.append(folds * sum(row[: inputs + 1]))
    return torch.tensor(found, dtype=torch.float64)


def switched(f: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """Pattern by pattern: what is off may be switched on."""
    on = torch.zeros_like(f)
    for pattern in range(int(k.max())):
        on = torch.where(pattern < k, on + (1 - on) * f * f, on)
    return on


def error_slope(o: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: (torch.sigmoid(at) - t).square() / 2, torch.logit(o))


MODELS: dict[Formula, Model] = {
    outputs.class_chance: lambda z, y: class_loss(z, y).neg().exp(),
    outputs.class_loss: class_loss,
    outputs.regions: regions,
    outputs.switched: switched,
    outputs.error_slope: error_slope,
}
