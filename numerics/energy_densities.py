"""Torch models of `derivations.energy_densities`: softmax and logsumexp, gradients by autograd."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Categorical

from derivations import energy_densities
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def logs(U: Tensor, T: Tensor, theta: Tensor) -> Tensor:  # [batch, n], [batch, n, m], [batch, m] -> [batch, n]
    """Log-probabilities of the states, whose energies are linear in the parameters."""
    return torch.log_softmax(-U - torch.einsum("bnm,bm->bn", T, theta), dim=1)


def slope_of_sum(U: Tensor, T: Tensor, theta: Tensor) -> Tensor:  # -> [batch, m]
    """The gradient of `logsumexp` by autograd."""

    def normaliser(at: Tensor) -> Tensor:
        return torch.logsumexp(-U - torch.einsum("bnm,bm->bn", T, at), dim=1, keepdim=True)

    return batch_jacobian(normaliser, theta)[:, 0]


def slope_of_likelihood(U: Tensor, T: Tensor, theta: Tensor) -> Tensor:  # -> [batch, n, m]
    """The gradients of the log-softmax by autograd."""
    return batch_jacobian(lambda at: logs(U, T, at), theta)


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
    energy_densities.density: lambda U, b, theta: torch.exp(-U - b(theta)[:, None]),
    energy_densities.total: lambda U: torch.logsumexp(-U, dim=1).exp(),
    energy_densities.negative_by_parameter: lambda U, theta: -torch.log_softmax(-U, dim=1),
    energy_densities.log_by_parameter: lambda U, theta: torch.log_softmax(-U, dim=1),
    energy_densities.negative_log: lambda U: -torch.log_softmax(-U, dim=1),
    energy_densities.log_likelihood: lambda U: torch.log_softmax(-U, dim=1),
    energy_densities.slope_of_sum: slope_of_sum,
    energy_densities.slope_of_likelihood: slope_of_likelihood,
    energy_densities.tempered: tempered,
    energy_densities.cooled: lambda U, beta: tempered(U, 1 / beta),
    energy_densities.variational: variational,
    energy_densities.free: lambda L: -torch.logsumexp(-L, dim=2),
    energy_densities.marginal: lambda L, Z: torch.exp(-L).div(Z[:, None, None]).sum(dim=2),
    energy_densities.joint: lambda L, Z: torch.exp(-L - Z.log()[:, None, None]),
    energy_densities.free_by_inputs: free_by_inputs,
    energy_densities.on: on,
    energy_densities.mean_field: mean_field,
}
