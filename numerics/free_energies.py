"""Torch models of `derivations.free_energies`: softmax and logsumexp, hidden units by enumeration."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Categorical

from derivations import free_energies
from derivations.vocabulary import Formula
from numerics.models import Model


def tempered(U: Tensor, T: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """The softmax of minus the energies."""
    return torch.softmax(-U / T[:, None], dim=1)


def variational(p: Tensor, U: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """Mean energy, and the entropy of `torch.distributions`."""
    return torch.einsum("bn,bn->b", p, U) - T * Categorical(probs=p).entropy()


def free_by_inputs(v: Tensor, a: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The hidden units by enumeration of their states."""
    states = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=x.dtype, device=x.device)] * x.shape[1])
    states = states.reshape(-1, x.shape[1])
    return -(v.to(a) * a).sum(dim=1) - torch.logsumexp(x @ states.T, dim=1)


def on(g: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The softmax of two energies, 0 and -g."""
    return torch.softmax(torch.stack([g / T, torch.zeros_like(g)], dim=1), dim=1)[:, 0]


def mean_field(beta: Tensor, J: Tensor, h: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The mean of a spin in its field, by its two states."""
    field = beta * (J * m + h)
    both = torch.softmax(torch.stack([field, -field], dim=1), dim=1)
    return both[:, 0] - both[:, 1]


MODELS: dict[Formula, Model] = {
    free_energies.tempered: tempered,
    free_energies.cooled: lambda U, beta: tempered(U, 1 / beta),
    free_energies.variational: variational,
    free_energies.free: lambda L: -torch.logsumexp(-L, dim=2),
    free_energies.marginal: lambda L, Z: torch.exp(-L).div(Z[:, None, None]).sum(dim=2),
    free_energies.joint: lambda L, Z: torch.exp(-L - Z.log()[:, None, None]),
    free_energies.free_by_inputs: free_by_inputs,
    free_energies.on: on,
    free_energies.on_by_cost: lambda g, T: 1 - on(g, T),
    free_energies.mean_field: mean_field,
}
