"""Torch models of `derivations.training_arithmetic`: bytes listed one by one, rates in logarithms, weighted means."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import training_arithmetic as arithmetic
from derivations.vocabulary import Formula
from numerics.models import Model


def states(Psi: Tensor, N_d: Tensor, split: tuple[float, ...], K: Tensor) -> Tensor:  # -> [batch]
    """Bytes of weights, gradients and states on a device; `split` says which of them are shared."""
    size = torch.stack([torch.full_like(Psi, 2.0), torch.full_like(Psi, 2.0), K], dim=1) * Psi[:, None]
    shared = torch.tensor(split, dtype=Psi.dtype, device=Psi.device)
    return (size * torch.pow(N_d[:, None], -shared)).sum(dim=1)


def staged(*split: float) -> Model:
    """The memory with states of Adam: a master copy and two moments in four bytes each."""
    return lambda Psi, N_d: states(Psi, N_d, split, torch.full_like(Psi, 3 * 4.0))


def general(*split: float) -> Model:
    """The memory with any states."""
    return lambda Psi, N_d, K: states(Psi, N_d, split, K)


def ratio(above: tuple[Tensor, ...], below: tuple[Tensor, ...]) -> Tensor:  # -> [batch]
    """A quotient of products of positive numbers, in logarithms."""
    return (torch.stack(above).log().sum(dim=0) - torch.stack(below).log().sum(dim=0)).exp()


def six(N: Tensor) -> Tensor:  # -> [batch]
    """A product and a sum, once forward and twice backward, for each weight."""
    return torch.ones(3, 2, dtype=N.dtype, device=N.device).sum() * N


def idle(p: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The share of empty cells where the p stages work on m pieces, one after the other."""
    cells = p * (m + p - 1)
    return 1 - p * m / cells


def speedup(p: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The harmonic mean of the speeds 1 and n."""
    return torch.lerp(torch.ones_like(n), n.reciprocal(), p).reciprocal()


def grown(start: Tensor, B: Tensor, B_0: Tensor, power: float) -> Tensor:  # -> [batch]
    """A number times a power of how much larger the batch is."""
    return torch.exp(start.log() + power * (B.log() - B_0.log()))


MODELS: dict[Formula, Model] = {
    arithmetic.first_stage: staged(0.0, 0.0, 1.0),
    arithmetic.second_stage: staged(0.0, 1.0, 1.0),
    arithmetic.third_stage: staged(1.0, 1.0, 1.0),
    arithmetic.first_general: general(0.0, 0.0, 1.0),
    arithmetic.second_general: general(0.0, 1.0, 1.0),
    arithmetic.third_general: general(1.0, 1.0, 1.0),
    arithmetic.duration: lambda N, D, n, P, U: ratio((six(N), D), (n, P, U)),
    arithmetic.utilisation: lambda N, D, n, P, T: ratio((six(N), D), (T, n, P)),
    arithmetic.global_batch: lambda b, g, n: ratio((b, g, n), (torch.ones_like(b),)),
    arithmetic.root_rate: lambda eta_0, B, B_0: grown(eta_0, B, B_0, 0.5),
    arithmetic.bubble: idle,
    arithmetic.speedup: speedup,
    arithmetic.roofline: lambda P, beta, I: torch.stack([P, beta * I]).amin(dim=0),  # noqa: E741
    arithmetic.twenty: lambda C: torch.exp((C / 20).log() / 2 - torch.full_like(C, 6.0).log() / 2),
}
