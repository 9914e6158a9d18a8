"""Torch models of `derivations.cell_errors`: automatic differentiation of one step of a cell."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import cell_errors
from derivations.vocabulary import Formula
from numerics.gate_gradients import Map, cell, slope
from numerics.models import Model


def cell_by_cell(f: Tensor, i: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: cell(f, i, g, at), c_p)


def cell_by_forget(f: Tensor, i: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: cell(at, i, g, c_p), f)


def cell_by_input(f: Tensor, i: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: cell(f, at, g, c_p), i)


def cell_by_candidate(f: Tensor, i: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: cell(f, i, at, c_p), g)


def state_by_output(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: at * cell(f, i, g, c_p).tanh(), o)


def state_by_cell(f: Tensor, i: Tensor, o: Tensor, g: Tensor, c_p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: o * at.tanh(), cell(f, i, g, c_p))


def cell_recursion(c: Tensor, o: Tensor, f_n: Tensor, r: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation along both ways at once."""
    return slope(lambda at: loss(o * at.tanh(), torch.addcmul(r, f_n, at)), c)


def kept_update(z: Tensor, h_p: Tensor, k: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(torch.lerp(k, h_p, at)), z)


def kept_candidate(z: Tensor, h_p: Tensor, k: Tensor, loss: Map) -> Tensor:  # -> [batch, n]
    """By automatic differentiation."""
    return slope(lambda at: loss(torch.lerp(at, h_p, z)), k)


MODELS: dict[Formula, Model] = {
    cell_errors.cell_by_cell: cell_by_cell,
    cell_errors.cell_by_forget: cell_by_forget,
    cell_errors.cell_by_input: cell_by_input,
    cell_errors.cell_by_candidate: cell_by_candidate,
    cell_errors.state_by_output: state_by_output,
    cell_errors.state_by_cell: state_by_cell,
    cell_errors.cell_recursion: cell_recursion,
    cell_errors.kept_update: kept_update,
    cell_errors.kept_candidate: kept_candidate,
}
