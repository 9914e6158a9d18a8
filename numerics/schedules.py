"""Torch models of `derivations.schedules`: loops over the steps, half waves by squared sines, powers by logarithms."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import schedules
from derivations.vocabulary import Formula
from numerics.models import Model


def stepped(start: Tensor, count: Tensor, change: Callable[[int, Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The value after `count` steps [batch] of a recursion."""
    value = start.clone()
    for number in range(int(count.max())):
        value = torch.where(number < count, change(number, value), value)
    return value


def step_decay(eta_0: Tensor, gamma: Tensor, t: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """Multiply whenever another s steps are over."""
    return stepped(eta_0, t, lambda number, rate: torch.where((number + 1) % s == 0, rate * gamma, rate))


def geometric_decay(eta_0: Tensor, gamma: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """Multiply at each step."""
    return stepped(eta_0, t, lambda number, rate: rate * gamma)


def exponential_decay(eta_0: Tensor, k: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The factor of one step, taken at each."""
    return geometric_decay(eta_0, torch.exp(-k), t)


def inverse_decay(eta_0: Tensor, k: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The inverse step size grows by k / eta_0 at each step."""
    return 1 / stepped(1 / eta_0, t, lambda number, inverse: inverse + k / eta_0)


def power_decay(eta_0: Tensor, k: Tensor, t: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The power, by its logarithm."""
    return torch.exp(torch.log(eta_0) - p * torch.log1p(k * t))


def root_decay(eta_0: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The root, by its logarithm."""
    return torch.exp(torch.log(eta_0) - torch.log(t.to(eta_0.dtype)) / 2)


def cosine(eta_0: Tensor, eta_T: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The way from the first to the last, by the square of a sine of half the angle."""
    return torch.lerp(eta_0, eta_T, torch.sin(torch.pi / 2 * t.to(eta_0.dtype) / T).square())


def cosine_to_zero(eta_0: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The same way, to 0."""
    return cosine(eta_0, torch.zeros_like(eta_0), t, T)


def linear_decay(eta_0: Tensor, eta_T: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The same change at each step."""
    return stepped(eta_0, t, lambda number, rate: rate + (eta_T - eta_0) / T)


def interpolated(eta_0: Tensor, eta_T: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The point between both."""
    return torch.lerp(eta_0, eta_T, alpha)


def warmup(eta_0: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """From 0 in equal steps."""
    return linear_decay(torch.zeros_like(eta_0), eta_0, t, T)


def capped_warmup(eta_0: Tensor, t: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """Equal steps up to the rate, and none after that."""
    return stepped(torch.zeros_like(eta_0), t, lambda number, rate: torch.where(number < T, rate + eta_0 / T, rate))


def transformer(d: Tensor, u: Tensor, T: Tensor) -> Tensor:  # -> [batch]
    """The decay from the end of the warmup on, and the line that leads there."""
    peak = 1 / torch.sqrt((d * T).to(torch.float64))
    return torch.where(u <= T, peak * u / T, 1 / torch.sqrt((d * u).to(torch.float64)))


def linear_scaling(eta_r: Tensor, B: Tensor, B_r: Tensor) -> Tensor:  # -> [batch]
    """As much for each sample as before."""
    return stepped(torch.zeros_like(eta_r), B, lambda number, rate: rate + eta_r / B_r)


def average(y: Tensor, x: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The point between the weight and the average."""
    return torch.lerp(x, y, beta)


def soft_update(x: Tensor, y: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The point between the average and the weight."""
    return torch.lerp(y, x, beta)


MODELS: dict[Formula, Model] = {
    schedules.step_decay: step_decay,
    schedules.geometric_decay: geometric_decay,
    schedules.exponential_decay: exponential_decay,
    schedules.inverse_decay: inverse_decay,
    schedules.power_decay: power_decay,
    schedules.root_decay: root_decay,
    schedules.cosine: cosine,
    schedules.cosine_to_zero: cosine_to_zero,
    schedules.linear_decay: linear_decay,
    schedules.interpolated: interpolated,
    schedules.warmup: warmup,
    schedules.capped_warmup: capped_warmup,
    schedules.transformer: transformer,
    schedules.linear_scaling: linear_scaling,
    schedules.average: average,
    schedules.soft_update: soft_update,
}
