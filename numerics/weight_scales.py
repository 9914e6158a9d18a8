"""Torch models of `derivations.weight_scales`: what `torch.nn.init` draws from, read off its draws and its gains."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.init import calculate_gain

from derivations import weight_scales
from derivations.vocabulary import Formula
from numerics.models import Model


def he_deviation(n_in: Tensor) -> Tensor:  # -> [batch]
    """The gain of the rectifier over the length of a vector of ones."""
    return calculate_gain("relu") * lecun_deviation(n_in)


def lecun_deviation(n_in: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal length of a vector of ones."""
    places = torch.arange(int(n_in.max())) < n_in[:, None]
    return torch.linalg.vector_norm(places.double(), dim=1).reciprocal()


def glorot_deviation(n_in: Tensor, n_out: Tensor) -> Tensor:  # -> [batch]
    """The harmonic mean of both variances, as a deviation."""
    variances = torch.stack([lecun_deviation(n_in), lecun_deviation(n_out)]).square()
    return variances.reciprocal().mean(dim=0).rsqrt()


def limit_of(deviation: Tensor) -> Tensor:  # -> [batch]
    """The largest value of a uniform law with that deviation, by `torch.distributions`."""
    unit = torch.distributions.Uniform(torch.zeros_like(deviation), torch.ones_like(deviation))
    return deviation / (2 * unit.stddev)


def glorot_limit(n_in: Tensor, n_out: Tensor) -> Tensor:  # -> [batch]
    """Half the width of the uniform law."""
    return limit_of(glorot_deviation(n_in, n_out))


def he_limit(n_in: Tensor) -> Tensor:  # -> [batch]
    """Half the width of the uniform law."""
    return limit_of(he_deviation(n_in))


def lecun_limit(n_in: Tensor) -> Tensor:  # -> [batch]
    """Half the width of the uniform law."""
    return limit_of(lecun_deviation(n_in))


MODELS: dict[Formula, Model] = {
    weight_scales.glorot_deviation: glorot_deviation,
    weight_scales.glorot_limit: glorot_limit,
    weight_scales.he_deviation: he_deviation,
    weight_scales.he_limit: he_limit,
    weight_scales.lecun_deviation: lecun_deviation,
    weight_scales.lecun_limit: lecun_limit,
}
