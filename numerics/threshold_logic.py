"""Torch models of `derivations.threshold_logic`: a unit that counts its inputs, and gates wired one after the other."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import threshold_logic
from derivations.vocabulary import Formula
from numerics.mcculloch_pitts import nand, threshold_unit
from numerics.models import Model


def disjunctive_form(x: Tensor, sigma: Tensor, theta: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """The threshold unit itself."""
    return threshold_unit(x, sigma, theta)


def connection_switch(x: Tensor, a: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch]
    """The first input through two NAND gates, then a NAND of all."""
    passed = nand(a, nand(x[:, 0], x[:, 0]))
    return torch.cat([passed[:, None], x[:, 1:].double()], dim=1).all(dim=1).logical_not().double()


MODELS: dict[Formula, Model] = {
    threshold_logic.disjunctive_form: disjunctive_form,
    threshold_logic.connection_switch: connection_switch,
}
