"""Torch models of `derivations.memory_cells`: cells run step by step, and automatic differentiation of them."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import memory_cells
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def run(cell: Tensor, f: Tensor, i: Tensor, candidates: Tensor) -> list[Tensor]:
    """The cells [batch, n] after each step of the gates and candidates [batch, steps, n]."""
    cells = []
    for kept, added, new in zip(f.unbind(dim=1), i.unbind(dim=1), candidates.unbind(dim=1), strict=True):
        cell = kept * cell + added * new
        cells.append(cell)
    return cells


def cells(C_0: Tensor, f: Tensor, i: Tensor, C_tilde: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The cells after each step."""
    return torch.stack(run(C_0, f, i, C_tilde), dim=1)


def weighted_candidates(C_0: Tensor, f: Tensor, i: Tensor, C_tilde: Tensor) -> Tensor:  # -> [batch, steps, n]
    """The cells as the solution of the lower bidiagonal system C_t - f_t C_{t-1} = i_t C̃_t."""
    batch, count, units = f.shape
    kept = f.transpose(1, 2)
    system = torch.eye(count).to(f).expand(batch, units, count, count).clone()
    later = torch.arange(1, count)
    system[:, :, later, later - 1] = -kept[:, :, 1:]
    given = (i * C_tilde).transpose(1, 2).clone()
    given[:, :, 0] += kept[:, :, 0] * C_0
    solution: Tensor = torch.linalg.solve(system, given)
    return solution.transpose(1, 2)


def cell_jacobian(C_1: Tensor, f_2: Tensor, i_2: Tensor, C_tilde_2: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Jacobian of one step."""
    return batch_jacobian(lambda cell: run(cell, f_2[:, None], i_2[:, None], C_tilde_2[:, None])[-1], C_1)


def carousel(  # -> [batch, n, n]
    C_1: Tensor, f_2: Tensor, f_3: Tensor, i_2: Tensor, i_3: Tensor, C_tilde_2: Tensor, C_tilde_3: Tensor
) -> Tensor:
    """The Jacobian of two steps."""
    f, i, new = (torch.stack(pair, dim=1) for pair in ((f_2, f_3), (i_2, i_3), (C_tilde_2, C_tilde_3)))
    return batch_jacobian(lambda cell: run(cell, f, i, new)[-1], C_1)


def state_output(o: Tensor, C: Tensor) -> Tensor:  # [batch, steps, n] twice -> [batch, steps, n]
    """The squashed cells, as the output gates show them."""
    return torch.tanh(C).mul(o)


MODELS: dict[Formula, Model] = {
    memory_cells.cell_update: weighted_candidates,
    memory_cells.unrolled_cell: cells,
    memory_cells.cell_jacobian: cell_jacobian,
    memory_cells.carousel: carousel,
    memory_cells.state_output: state_output,
}
