"""Torch models of `derivations.willshaw`: a memory written pair by pair, and its answers."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import willshaw
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def memory(x: Tensor, y: Tensor) -> Tensor:  # [batch, s, n], [batch, s, m] -> [batch, m, n]
    """A Boolean matrix in which each pair sets the connections between its active units."""
    connected = torch.zeros(len(x), y.shape[2], x.shape[2], dtype=torch.bool, device=x.device)
    for source, target in zip(x.bool().unbind(dim=1), y.bool().unbind(dim=1), strict=True):
        connected |= target[:, :, None] & source[:, None, :]
    return connected


def memory_entry(x: Tensor, y: Tensor) -> Tensor:  # -> [batch, m, n]
    """The memory as numbers."""
    return memory(x, y).double()


def monotone(x: Tensor, y: Tensor) -> Sides:  # -> [batch, s, m, n] twice
    """The connections of each pair alone, and the memory of all."""
    alone = torch.stack([memory(x[:, k : k + 1], y[:, k : k + 1]) for k in range(x.shape[1])], dim=1)
    return alone.double(), memory(x, y).double()[:, None].expand(alone.shape)


def sums(x: Tensor, y: Tensor) -> Tensor:  # -> [batch, s, m]
    """How many active inputs reach each output unit, for each stored input."""
    return (memory(x, y)[:, None] & x.bool()[:, :, None, :]).double().sum(dim=3)


def threshold_reached(x: Tensor, y: Tensor) -> Sides:  # -> [batch, s, m] twice
    """What reaches the units, and the number of active inputs where the answer is active."""
    active = x.bool().double().sum(dim=2)[:, :, None].expand(y.shape)
    return sums(x, y), torch.where(y.bool(), active, torch.zeros_like(active))


def nothing_missing(x: Tensor, y: Tensor) -> Sides:  # -> [batch, s, m] twice
    """The retrieved and the stored answers."""
    active = x.bool().double().sum(dim=2)[:, :, None]
    return (sums(x, y) >= active).double(), y.double()


def stored_information(n: Tensor, p: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Pairs times active units times the information of one of them."""
    count = n.double()
    active = torch.log(1 / count) / torch.log(p)
    pairs = -torch.log1p(-p) / (active / count).square()
    return pairs * active * torch.log(count)


def capacity(p: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The capacity at this filling in bits, and at one half."""
    half = torch.full_like(p, 0.5)
    return torch.log2(p) * torch.log1p(-p), torch.log2(half) * torch.log1p(-half)


MODELS: dict[Formula, Model] = {
    willshaw.memory_entry: memory_entry,
    willshaw.memory_matrix: memory_entry,
    willshaw.no_pair: memory_entry,
    willshaw.monotone: monotone,
    willshaw.threshold_reached: threshold_reached,
    willshaw.nothing_missing: nothing_missing,
    willshaw.stored_information: stored_information,
    willshaw.capacity: capacity,
}
