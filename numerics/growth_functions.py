"""Models of `derivations.growth_functions`: subsets counted one by one, and classes of functions tried on every set."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from itertools import chain, combinations

from torch import Tensor

from derivations import growth_functions
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def subsets(points: Iterable[int]) -> list[frozenset[int]]:
    """All subsets of some points, small ones first."""
    listed = sorted(points)
    return [frozenset(found) for size in range(len(listed) + 1) for found in combinations(listed, size)]


@cache
def count(n: int, d: int) -> int:
    """The number of subsets of n points with at most d of them."""
    return sum(len(subset) <= d for subset in subsets(range(n)))


def counts(n: Tensor, d: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The number of subsets with at most d points, counted."""
    return numbers([count(*pair) for pair in each(n, d)])


def all_labelings(n: Tensor, d: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The small subsets, and all of them."""
    return counts(n, d), counts(n, n)


def polynomial_growth(n: Tensor, d: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The small subsets, and the words of length d over n + 1 letters."""
    return counts(n, d), numbers([math.prod([size + 1] * most) for size, most in each(n, d)])


def exponential_form(n: Tensor, d: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The small subsets, and the bound by its logarithm."""
    size, most = n.double(), d.double()
    return counts(n, d), (most * (1 + size.log() - most.log())).exp()


@cache
def vc_dimension(members: frozenset[int]) -> int:
    """The size of the largest set of points of which the members cut out every subset."""
    functions = [frozenset(p for p in range(8) if member >> p & 1) for member in members]
    points = frozenset(chain.from_iterable(functions)) or frozenset((0,))
    sizes = [len(t) for t in subsets(points) if len({function & t for function in functions}) == 2 ** len(t)]
    return max(sizes)


def classes(c: Tensor) -> list[frozenset[int]]:
    """The members of each class of a batch [batch, subsets]."""
    return [frozenset(k for k, there in enumerate(row) if there) for row in c.tolist()]


def logarithm_bound(c: Tensor) -> Sides:  # [batch, subsets] -> [batch] twice
    """The VC dimension, and the logarithm of the number of functions."""
    found = classes(c)
    return numbers([vc_dimension(members) for members in found]), c.double().sum(dim=1).log2()


def sauer_shelah(c: Tensor) -> Sides:  # [batch, subsets] -> [batch] twice
    """The number of functions, and the number of subsets of three points with at most as many as are shattered."""
    found = classes(c)
    return numbers([len(members) for members in found]), numbers([count(3, vc_dimension(m)) for m in found])


MODELS: dict[Formula, Model] = {
    growth_functions.growth_recurrence: counts,
    growth_functions.all_labelings: all_labelings,
    growth_functions.polynomial_growth: polynomial_growth,
    growth_functions.exponential_form: exponential_form,
    growth_functions.logarithm_bound: logarithm_bound,
    growth_functions.sauer_shelah: sauer_shelah,
}
