"""Torch models of `derivations.sums`: sums term by term, products factor by factor, `torch.logsumexp`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import sums
from numerics.models import Model

MANY = 1024  # terms after which a geometric series of ratio 15/16 has no digit left to add


def powers(r: Tensor, count: int) -> Tensor:  # [batch] -> [batch, count]
    """1, r, r r, … by repeated multiplication."""
    found = [torch.ones_like(r)]
    for _ in range(count - 1):
        found.append(found[-1] * r)
    return torch.stack(found, dim=1)


def up_to(terms: Tensor, last: Tensor) -> Tensor:  # [batch, count], [batch] -> [batch]
    """The sum of the terms 0, 1, …, last."""
    taken = torch.arange(terms.shape[1], device=terms.device) <= last[:, None]
    return (terms * taken).sum(dim=1)


def geometric(a: Tensor, r: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The sum, term by term."""
    return up_to(a[:, None] * powers(r, int(n.max()) + 1), n)


def geometric_terms(r: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The sum of the first n terms, one by one."""
    return up_to(powers(r, int(n.max()) + 1), n - 1)


def geometric_remainder(a: Tensor, r: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The terms after the n-th, added until they vanish in rounding."""
    terms = a[:, None] * powers(r, MANY)
    late = torch.arange(MANY, device=r.device) > n[:, None]
    return (terms * late).sum(dim=1)


def first_integers(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The running sum of 0, 1, 2, …"""
    return torch.arange(int(n.max()) + 1, device=n.device).cumsum(0)[n].double()


def first_squares(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The running sum of 0, 1, 4, …"""
    return torch.arange(int(n.max()) + 1, device=n.device).square().cumsum(0)[n].double()


def square(a: Tensor) -> Tensor:  # [batch, terms] -> [batch]
    """The square of the sum."""
    return a.sum(dim=1).square()


def binomial_theorem(x: Tensor, y: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The power by repeated multiplication."""
    return powers(x + y, int(n.max()) + 1).gather(1, n[:, None])[:, 0]


def logsumexp_lower(z: Tensor) -> tuple[Tensor, Tensor]:  # [batch, scores] -> [batch] each
    """The largest score, and `torch.logsumexp`."""
    return z.amax(dim=1), torch.logsumexp(z, dim=1)


def logsumexp_upper(z: Tensor) -> tuple[Tensor, Tensor]:  # [batch, scores] -> [batch] each
    """`torch.logsumexp` of the scores, and of as many scores that all are the largest."""
    return torch.logsumexp(z, dim=1), torch.logsumexp(z.amax(dim=1, keepdim=True).expand_as(z), dim=1)


MODELS: dict[object, Model] = {
    sums.geometric: geometric,
    sums.geometric_terms: geometric_terms,
    sums.geometric_remainder: geometric_remainder,
    sums.first_integers: first_integers,
    sums.first_squares: first_squares,
    sums.square: square,
    sums.binomial_theorem: binomial_theorem,
    sums.logsumexp_lower: logsumexp_lower,
    sums.logsumexp_upper: logsumexp_upper,
}
