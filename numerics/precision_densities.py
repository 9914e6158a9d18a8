"""Torch models of `derivations.precision_densities`: densities of `torch.distributions`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Beta, MultivariateNormal, Normal

from derivations import precision_densities as densities
from derivations.vocabulary import Formula
from numerics.models import Model


def line(z: Tensor, z_0: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """The density of torch."""
    return Normal(z_0, a.rsqrt()).log_prob(z).exp()


def several(z: Tensor, z_0: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """The density of torch."""
    return MultivariateNormal(z_0, precision_matrix=A).log_prob(z).exp()


def normaliser(f: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """The height by that of the normal density."""
    zero = torch.zeros_like(A[:, 0])
    return f / several(zero, zero, A)


def evidence(c: Tensor, h: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the integral."""
    return c + h + normaliser(torch.ones_like(h), A).log()


def posterior(mu: Tensor, a: Tensor, b: Tensor, m: Tensor, n_0: Tensor) -> Tensor:  # -> [batch]
    """The density of torch."""
    return Beta(a + m, b + n_0).log_prob(mu).exp()


def half_power(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The density of torch."""
    return Normal(mu, sigma).log_prob(x).exp()


MODELS: dict[Formula, Model] = {
    densities.line: line,
    densities.several: several,
    densities.normaliser: normaliser,
    densities.evidence: evidence,
    densities.posterior: posterior,
    densities.half_power: half_power,
}
