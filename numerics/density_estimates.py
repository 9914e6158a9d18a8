"""Torch models of `derivations.density_estimates`: densities of `torch.distributions`, shares."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import density_estimates
from derivations.vocabulary import Formula
from numerics.models import Model


def gaussian_density(x: Tensor, z: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The mean of the densities of torch."""
    wide = torch.diag_embed(h[:, None].expand_as(x))[:, None]
    return MultivariateNormal(z, scale_tril=wide).log_prob(x[:, None]).exp().mean(dim=1)


def histogram(c: Tensor, N: Tensor, Delta: Tensor) -> Tensor:  # -> [batch]
    """The share over the width."""
    return torch.div(c, N) / Delta


def local_density(c: Tensor, N: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """The share over the volume."""
    return torch.div(c, N) / V


MODELS: dict[Formula, Model] = {
    density_estimates.gaussian_density: gaussian_density,
    density_estimates.histogram: histogram,
    density_estimates.local_density: local_density,
}
