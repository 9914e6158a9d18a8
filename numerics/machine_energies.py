"""Torch models of `derivations.machine_energies`: quadratic forms by `einsum`, gaps as differences of energies."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import machine_energies
from derivations.vocabulary import Formula
from numerics.models import Model


def real_valued(v: Tensor, b: Tensor, sigma: Tensor, h: Tensor, c: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """Half the squared distance in units of sigma, less the inputs of the hidden units that are on."""
    inputs = c + torch.einsum("bn,bnm->bm", v / sigma, W)
    return torch.linalg.vector_norm((v - b) / sigma, dim=1).square() / 2 - (h.to(inputs) * inputs).sum(dim=1)


def real_scaled(v: Tensor, b: Tensor, sigma: Tensor, h: Tensor, c: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The same with weights over the standard deviations."""
    return real_valued(v, b, sigma, h, c, W / sigma[:, :, None])


def ising(s: Tensor, J: Tensor, h: Tensor) -> Tensor:  # [batch, n], [batch, n, n], [batch, n] -> [batch]
    """The quadratic form of the upper triangle."""
    spins = s.to(J)
    return -torch.einsum("bi,bij,bj->b", spins, torch.triu(J, diagonal=1), spins) - (h * spins).sum(dim=1)


def machine(x: Tensor, U: Tensor, b: Tensor) -> Tensor:  # [batch, n], [batch, n, n], [batch, n] -> [batch]
    """The sum of the entries of weights and biases at units that are on."""
    on = x == 1
    both = on[:, :, None] & on[:, None, :]
    return -torch.where(both, U, 0).sum(dim=(1, 2)) - torch.where(on, b, 0).sum(dim=1)


def saved(w: Tensor, s: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The matrix-vector product."""
    return torch.baddbmm(b[:, :, None], w, s.to(w)[:, :, None])[:, :, 0]


MODELS: dict[Formula, Model] = {
    machine_energies.real_valued: real_valued,
    machine_energies.real_scaled: real_scaled,
    machine_energies.ising: ising,
    machine_energies.opposed: lambda s, J, h: -ising(s, J, h),
    machine_energies.machine: machine,
    machine_energies.saved: saved,
    machine_energies.saved_above: lambda w, s, b: saved(w, s, -b),
}
