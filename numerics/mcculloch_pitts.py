"""Torch models of `derivations.mcculloch_pitts`: Boolean operations, linear layers with a threshold, a truth table."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import mcculloch_pitts
from derivations.vocabulary import Formula
from numerics.models import Model


def threshold_unit(x: Tensor, sigma: Tensor, theta: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """1 where the exciting ones outnumber the inhibiting ones by the threshold."""
    excited = torch.logical_and(x == 1, sigma == 1).sum(dim=1)
    inhibited = torch.logical_and(x == 1, sigma == -1).sum(dim=1)
    return (excited - inhibited >= theta).double()


def nand(x_1: Tensor, x_2: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Not both."""
    return torch.logical_and(x_1, x_2).logical_not().double()


def negation(x_1: Tensor) -> Tensor:  # [batch] -> [batch]
    """Not."""
    return torch.logical_not(x_1).double()


def conjunction(x_1: Tensor, x_2: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Both."""
    return torch.logical_and(x_1, x_2).double()


def disjunction(x_1: Tensor, x_2: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """At least one."""
    return torch.logical_or(x_1, x_2).double()


def passing(x_1: Tensor) -> Tensor:  # [batch] -> [batch]
    """The bit, after two negations."""
    return torch.logical_not(torch.logical_not(x_1)).double()


def blocking(x_1: Tensor) -> Tensor:  # [batch] -> [batch]
    """Not both of a 0 and anything."""
    return nand(torch.zeros_like(x_1), x_1)


def expansion(x_1: Tensor, x_2: Tensor, sigma_1: Tensor, sigma_2: Tensor, theta: Tensor) -> Tensor:  # -> [batch]
    """The unit with two inputs."""
    return threshold_unit(torch.stack([x_1, x_2], dim=1), torch.stack([sigma_1, sigma_2], dim=1), theta)


def exclusive_or(w_1: Tensor, w_2: Tensor, theta: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each -> [batch] twice
    """The number of rows of the truth table of XOR that a unit gets right, and 3."""
    table = torch.tensor([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]).to(w_1)
    active = torch.stack([w_1, w_2], dim=1) @ table[:, :2].T >= theta[:, None]
    return (active == table[:, 2].bool()).double().sum(dim=1), torch.full_like(w_1, 3)


MODELS: dict[Formula, Model] = {
    mcculloch_pitts.threshold_unit: threshold_unit,
    mcculloch_pitts.nand_unit: nand,
    mcculloch_pitts.negation: negation,
    mcculloch_pitts.conjunction: conjunction,
    mcculloch_pitts.disjunction: disjunction,
    mcculloch_pitts.passing: passing,
    mcculloch_pitts.blocking: blocking,
    mcculloch_pitts.expansion: expansion,
    mcculloch_pitts.exclusive_or: exclusive_or,
}
