"""Torch models of `derivations.willshaw_capacity`: patterns enumerated one by one, memories written by all of them."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import torch
from torch import Tensor

from derivations import willshaw_capacity as topic
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


@cache
def patterns(n: int) -> Tensor:
    """All binary patterns of n entries, [2^n, n]."""
    return torch.tensor(list(product((0, 1), repeat=n)), dtype=torch.float64)


def sparse_patterns(n: Tensor, r: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The patterns that have no more than r ones."""
    return numbers([int((patterns(size).sum(dim=1) <= most).sum()) for size, most in each(n, r)])


def exact_patterns(n: Tensor, r: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The subsets of n positions with r members."""
    return numbers([sum(1 for _ in combinations(range(size), count)) for size, count in each(n, r)])


def information(n: Tensor, r: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The logarithm of the number of subsets, by the gamma function."""
    size, count = n.double(), r.double()
    return torch.lgamma(size + 1) - torch.lgamma(count + 1) - torch.lgamma(size - count + 1)


def information_above(n: Tensor, r: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The information of a pattern, and that of r independent positions."""
    return information(n, r), r * torch.log(n.double())


def information_below(n: Tensor, r: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The information of a pattern, and that of one position in each of r blocks of n/r."""
    return information(n, r), -r * torch.log(r.double() / n)


def pattern_bound(s: Tensor, n: Tensor, r: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The number of patterns, and the bits of the memory over those of one position in each of r blocks."""
    return s.double(), n.square() / (r * torch.log2(n.double() / r))


def retrieval(Theta: Tensor, x: Tensor, r: Tensor) -> Tensor:  # [batch, m, n], [batch, n], [batch] -> [batch, m]
    """A layer of threshold units that count their connected active inputs."""
    return ((Theta.bool() & x.bool()[:, None, :]).sum(dim=2) >= r[:, None]).double()


def sparsity(n: Tensor, p: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Units times the probability that all connections of one are set, by halving in steps of a factor p."""
    active = torch.log2(n.double()) / -torch.log2(p)
    return torch.exp(torch.log(n.double()) + active * torch.log(p))


@cache
def mean_filling(s: int, n: int, r: int) -> float:
    """The mean share of the ones in the memory, over all families of s pairs of patterns with r active units."""
    active = [pattern for pattern in patterns(n) if int(pattern.sum()) == r]
    writes = [torch.outer(target, source) for target in active for source in active]
    shares = [float(torch.stack(family).amax(dim=0).mean()) for family in product(writes, repeat=s)]
    return sum(shares) / len(shares)


def filling(s: Tensor, n: Tensor, r: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean over all families of pairs."""
    return torch.tensor([mean_filling(*row) for row in each(s, n, r)], dtype=torch.float64)


def half_above(q: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The probability that no pair sets a connection, and one half."""
    zeros = torch.exp2(torch.log1p(-q) / q)
    return zeros, torch.full_like(q, 0.5)


def half_below(q: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The same, and a little less than one half."""
    return half_above(q)[0], torch.exp2(-q) / 2


MODELS: dict[Formula, Model] = {
    topic.retrieval: retrieval,
    topic.sparse_patterns: sparse_patterns,
    topic.exact_patterns: exact_patterns,
    topic.information_above: information_above,
    topic.information_below: information_below,
    topic.pattern_bound: pattern_bound,
    topic.sparsity: sparsity,
    topic.filling: filling,
    topic.half_above: half_above,
    topic.half_below: half_below,
}
