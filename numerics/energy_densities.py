"""Torch models of `derivations.energy_densities`: softmax and logsumexp, gradients by autograd."""

from __future__ import annotations

import torch
from torch import Tensor

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


def slope_of_worths(U: Tensor, T: Tensor, theta: Tensor) -> Tensor:  # -> [batch, m]
    """The same with the sign turned."""
    return slope_of_sum(-U, -T, theta)


MODELS: dict[Formula, Model] = {
    energy_densities.density: lambda U, b, theta: torch.exp(-U - b(theta)[:, None]),
    energy_densities.total: lambda U: torch.logsumexp(-U, dim=1).exp(),
    energy_densities.negative_by_parameter: lambda U, theta: -torch.log_softmax(-U, dim=1),
    energy_densities.log_by_parameter: lambda U, theta: torch.log_softmax(-U, dim=1),
    energy_densities.negative_log: lambda U: -torch.log_softmax(-U, dim=1),
    energy_densities.log_likelihood: lambda U: torch.log_softmax(-U, dim=1),
    energy_densities.scored_density: lambda U, b, theta: torch.exp(U - b(theta)[:, None]),
    energy_densities.scored_total: lambda U: torch.logsumexp(U, dim=1).exp(),
    energy_densities.scored_log: lambda U, theta: torch.log_softmax(U, dim=1),
    energy_densities.slope_of_worths: slope_of_worths,
    energy_densities.scored_slope: lambda U, T, theta: slope_of_likelihood(-U, -T, theta),
    energy_densities.slope_of_sum: slope_of_sum,
    energy_densities.slope_of_likelihood: slope_of_likelihood,
}
