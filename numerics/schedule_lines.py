"""Torch models of `derivations.schedule_lines`: step sizes by their logarithms and reciprocals."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import schedule_lines
from derivations.vocabulary import Formula
from numerics.models import Model


def polynomial(eta_0: Tensor, t: Tensor, N: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The logarithm falls with that of the share that is left."""
    return eta_0 * (p * ((N - t).double().log() - N.double().log())).exp()


def linear(eta_0: Tensor, t: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """Between the first step size and 0."""
    return torch.lerp(eta_0, torch.zeros_like(eta_0), t.double() / N)


def harmonic(eta_0: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal grows by the same number at each step."""
    return 1 / (1 / eta_0 + t / eta_0)


def harmonic_from_one(eta_0: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The same, one step later."""
    return harmonic(eta_0, t - 1)


def shifted_root(eta_0: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The logarithm falls by half of that of the number of steps."""
    return shifted_power(eta_0, t, torch.full_like(eta_0, 0.5))


def shifted_power(eta_0: Tensor, t: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The logarithm falls with that of the number of steps."""
    return (eta_0.log() - p * torch.log1p(t.double())).exp()


def power_from_one(eta_0: Tensor, t: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The same, one step later."""
    return shifted_power(eta_0, t - 1, p)


MODELS: dict[Formula, Model] = {
    schedule_lines.polynomial: polynomial,
    schedule_lines.linear: linear,
    schedule_lines.harmonic: harmonic,
    schedule_lines.harmonic_from_one: harmonic_from_one,
    schedule_lines.shifted_root: shifted_root,
    schedule_lines.shifted_power: shifted_power,
    schedule_lines.power_from_one: power_from_one,
}
