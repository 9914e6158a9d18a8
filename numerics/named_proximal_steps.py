"""Torch models of `derivations.named_proximal_steps`: the better of the few candidates, linear systems."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from derivations import named_proximal_steps
from derivations.vocabulary import Formula
from numerics.models import Model


def cheapest(candidates: Sequence[Tensor], costs: Sequence[Tensor]) -> Tensor:  # each [batch, …] -> [batch, …]
    """The candidate of least cost."""
    best = torch.stack(list(costs)).argmin(dim=0, keepdim=True)
    return torch.stack(list(candidates)).gather(0, best)[0]


def soft_number(v: Tensor, mu: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The best of 0 and the points where either branch of the absolute value is stationary."""
    places = [torch.zeros_like(v), v - mu, v + mu]
    return cheapest(places, [mu * place.abs() + (place - v).square() / 2 for place in places])


def soft_entry(x: Tensor, mu: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """Each entry on its own."""
    return soft_number(x, mu[:, None].expand_as(x))


def scaled_entry(x: Tensor, mu: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The same, where the step size multiplies the penalty."""
    return soft_entry(x, eta * mu)


def square(x: Tensor, mu: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """The zero of the slope mu u + u - x."""
    size = x.shape[1]
    return torch.linalg.solve(torch.diag_embed((1 + mu)[:, None].expand(-1, size)), x)


def scaled_square(x: Tensor, mu: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The same, where the step size multiplies the penalty."""
    return square(x, eta * mu)


def block(x: Tensor, mu: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """The direction of x, with the soft threshold of its length."""
    length = torch.linalg.vector_norm(x, dim=1)
    return torch.nn.functional.normalize(x, dim=1, eps=0.0) * soft_number(length, mu)[:, None]


def hyperplane(x: Tensor, a: Tensor, c: Tensor) -> Tensor:  # [batch, d], [batch, d], [batch] -> [batch, d]
    """The nearest point with a'u = c, from the conditions of Lagrange: u + t a = x."""
    size = x.shape[1]
    system = x.new_zeros(len(x), size + 1, size + 1)
    system[:, :size, :size] = torch.eye(size, dtype=x.dtype, device=x.device)
    system[:, :size, size] = system[:, size, :size] = a
    return torch.linalg.solve(system, torch.cat([x, c[:, None]], dim=1))[:, :size]


def biased_hyperplane(x: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, d]
    """The nearest point with a'u = -b."""
    return hyperplane(x, a, -b)


def half_space(x: Tensor, a: Tensor, c: Tensor) -> Tensor:  # -> [batch, d]
    """The point itself where it lies inside."""
    inside = (a * x).sum(dim=1, keepdim=True) <= c[:, None]
    return torch.where(inside, x, hyperplane(x, a, c))


def scaled_conjugate(x: Tensor, a: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch]
    """The value x'u - a u'u / 2 at u = x / a, where its slope vanishes."""
    place = square(x, a - 1)
    return (x * place).sum(dim=1) - a * place.square().sum(dim=1) / 2


MODELS: dict[Formula, Model] = {
    named_proximal_steps.soft_number: soft_number,
    named_proximal_steps.soft_entry: soft_entry,
    named_proximal_steps.scaled_entry: scaled_entry,
    named_proximal_steps.square: square,
    named_proximal_steps.scaled_square: scaled_square,
    named_proximal_steps.block: block,
    named_proximal_steps.hyperplane: hyperplane,
    named_proximal_steps.biased_hyperplane: biased_hyperplane,
    named_proximal_steps.half_space: half_space,
    named_proximal_steps.scaled_conjugate: scaled_conjugate,
}
