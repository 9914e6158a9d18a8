"""Torch models of `derivations.initialisation`: all draws, and `torch.nn.init` held against its random numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor
from torch.nn.init import kaiming_normal_, kaiming_uniform_, xavier_normal_, xavier_uniform_

from derivations import initialisation
from derivations.vocabulary import Formula
from numerics.models import Model

Scaled = Callable[[int, int], float]


def weight_pairs(a: Tensor, n: int) -> Tensor:  # [batch, q] -> [batch, q * q, n]
    """All pairs of centred weights (their first entry for one input)."""
    q = a.shape[1]
    centred = a - a.mean(dim=1, keepdim=True)
    every = torch.cartesian_prod(torch.arange(q), torch.arange(q))
    return centred[:, every][:, :, :n]


def rolled(b: Tensor, n: int) -> Tensor:  # [batch, q] -> [batch, q, n]
    """The tables of inputs from every position: input number j lies j places further on."""
    return torch.stack([b.roll(-shift, dims=1) for shift in range(1, n + 1)], dim=2)


def variance_over_draws(weights: Tensor, inputs: Tensor) -> Tensor:  # [batch, p, n], [batch, q, n] -> [batch]
    """The variance of the inner products of all weights with all inputs."""
    return torch.einsum("bpn,bqn->bpq", weights, inputs).flatten(1).var(dim=1, correction=0)


def unit_variance(a: Tensor, b: Tensor, n: int) -> Tensor:  # [batch, q] twice -> [batch]
    """The variance over all draws of weights and inputs."""
    return variance_over_draws(weight_pairs(a, n), rolled(b - b.mean(dim=1, keepdim=True), n))


def rectified_half(b: Tensor) -> Tensor:  # [batch, q] -> [batch]
    """The mean square of the rectified values and of their rectified opposites."""
    return torch.cat([b, -b], dim=1).relu().square().mean(dim=1)


def rectified_variance(a: Tensor, b: Tensor, n: int) -> Tensor:  # [batch, q] twice -> [batch]
    """The variance over all draws of weights, signals and signs."""
    signals = rolled(b, n)
    return variance_over_draws(weight_pairs(a, n), torch.cat([signals, -signals], dim=1).relu())


def scale_of(initialise: Callable[..., Tensor], uniform: bool) -> Scaled:
    """By what an initialiser of `torch.nn.init` multiplies standard random numbers, for a layer of the given sizes."""

    @cache
    def scale(n_in: int, n_out: int) -> float:
        drawn = torch.empty(n_out, n_in, dtype=torch.float64)
        standard = torch.empty_like(drawn)
        initialise(drawn, generator=torch.Generator().manual_seed(0))
        generator = torch.Generator().manual_seed(0)
        standard = standard.uniform_(-1, 1, generator=generator) if uniform else standard.normal_(generator=generator)
        return float(torch.linalg.vector_norm(drawn) / torch.linalg.vector_norm(standard))

    return scale


def kaiming(drawn: Tensor, generator: torch.Generator) -> Tensor:
    """He initialisation for rectifiers."""
    return kaiming_normal_(drawn, nonlinearity="relu", generator=generator)


def kaiming_uniform(drawn: Tensor, generator: torch.Generator) -> Tensor:
    """Uniform He initialisation for rectifiers."""
    return kaiming_uniform_(drawn, nonlinearity="relu", generator=generator)


def lecun(drawn: Tensor, generator: torch.Generator) -> Tensor:
    """The initialisation of linear units, whose gain is 1."""
    return kaiming_normal_(drawn, nonlinearity="linear", generator=generator)


XAVIER, XAVIER_UNIFORM = scale_of(xavier_normal_, uniform=False), scale_of(xavier_uniform_, uniform=True)
HE, HE_UNIFORM = scale_of(kaiming, uniform=False), scale_of(kaiming_uniform, uniform=True)
LECUN = scale_of(lecun, uniform=False)


def each(scale: Scaled, n_in: Tensor, n_out: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The scale of each layer."""
    found = [scale(*fans) for fans in zip(n_in.tolist(), n_out.tolist(), strict=True)]
    return torch.tensor(found, dtype=torch.float64)


def xavier_variance(n_in: Tensor, n_out: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The variance of `torch.nn.init.xavier_normal_`."""
    return each(XAVIER, n_in, n_out) ** 2


def xavier_bound(n_in: Tensor, n_out: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The bound of `torch.nn.init.xavier_uniform_`."""
    return each(XAVIER_UNIFORM, n_in, n_out)


def he_variance(n_in: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.nn.init.kaiming_normal_`."""
    return each(HE, n_in, torch.ones_like(n_in)) ** 2


def he_bound(n_in: Tensor) -> Tensor:  # [batch] -> [batch]
    """The bound of `torch.nn.init.kaiming_uniform_`."""
    return each(HE_UNIFORM, n_in, torch.ones_like(n_in))


def lecun_variance(n_in: Tensor) -> Tensor:  # [batch] -> [batch]
    """The variance of `torch.nn.init.kaiming_normal_` for linear units."""
    return each(LECUN, n_in, torch.ones_like(n_in)) ** 2


MODELS: dict[Formula, Model] = {
    initialisation.unit_variance: unit_variance,
    initialisation.rectified_half: rectified_half,
    initialisation.rectified_variance: rectified_variance,
    initialisation.xavier_variance: xavier_variance,
    initialisation.xavier_bound: xavier_bound,
    initialisation.he_variance: he_variance,
    initialisation.he_bound: he_bound,
    initialisation.lecun_variance: lecun_variance,
}
