"""Torch models of `derivations.hopfield_energy`: energies summed over pairs of units, before and after an update."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import hopfield_energy
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def energy(x: Tensor, G: Tensor, b: Tensor) -> Tensor:  # [batch, n], [batch, n, n], [batch, n] -> [batch]
    """Each pair of units once, and each bias."""
    n = x.shape[1]
    rows, columns = torch.triu_indices(n, n, offset=1)
    pairs = G[:, rows, columns] * x[:, rows] * x[:, columns]
    return -pairs.sum(dim=1) - (b * x).sum(dim=1)


def hopfield_energy_value(x: Tensor, G: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The energy of a state of signs."""
    return energy(x.double(), G, b)


def energy_gradient(x: Tensor, G: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The gradient of the energy."""
    return batch_jacobian(lambda state: energy(state, G, b), x)


def with_entry(x: Tensor, k: int, value: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """The state with another entry k."""
    changed = x.clone()
    changed[:, k] = value
    return changed


def energy_change(x: Tensor, v: Tensor, G: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The energy after unit k took the new value, minus the energy before, for each k."""
    state = x.double()
    after = [energy(with_entry(state, k, v.double()), G, b) for k in range(x.shape[1])]
    return torch.stack(after, dim=1) - energy(state, G, b)[:, None]


def energy_decrease(x: Tensor, G: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, n] twice
    """The energy after unit k took the sign of its field, and the energy before, for each k."""
    state = x.double()
    fields = -energy_gradient(state, G, b)
    after = [energy(with_entry(state, k, fields[:, k].sign()), G, b) for k in range(x.shape[1])]
    return torch.stack(after, dim=1), energy(state, G, b)[:, None].expand(state.shape)


def sign_symmetry(x: Tensor, G: Tensor) -> Tensor:  # -> [batch]
    """The energy of the opposite state, without a bias."""
    state = -x.double()
    return energy(state, G, torch.zeros_like(state))


MODELS: dict[Formula, Model] = {
    hopfield_energy.hopfield_energy: hopfield_energy_value,
    hopfield_energy.energy_gradient: energy_gradient,
    hopfield_energy.energy_change: energy_change,
    hopfield_energy.energy_decrease: energy_decrease,
    hopfield_energy.sign_symmetry: sign_symmetry,
}
