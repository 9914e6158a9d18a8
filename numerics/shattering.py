"""Models of `derivations.shattering`: functions tried on points, and the classes of three points enumerated."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from torch import Tensor

from derivations import shattering
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.growth_functions import classes, vc_dimension
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


@cache
def threshold_labelings(n: int) -> int:
    """How many labelings thresholds between, before and after the points 1, …, n make."""
    return len({tuple(point > place for point in range(1, n + 1)) for place in range(n + 1)})


@cache
def interval_labelings(n: int) -> int:
    """How many labelings intervals with ends between, before and after the points 1, …, n make."""
    ends = [(low, high) for low in range(n + 1) for high in range(low, n + 1)]
    return len({tuple(low < point <= high for point in range(1, n + 1)) for low, high in ends})


def thresholds(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The labelings, counted."""
    return numbers([threshold_labelings(size) for (size,) in each(n)])


def intervals(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The labelings, counted."""
    return numbers([interval_labelings(size) for (size,) in each(n)])


@cache
def coefficient(found: frozenset[int], size: int) -> int:
    """The largest number of labelings of so many of three points by a class of subsets, given as bits."""
    targets = [sum(1 << point for point in chosen) for chosen in combinations(range(3), size)]
    return max(len({member & target for member in found}) for target in targets)


def coefficient_bound(c: Tensor, n: Tensor) -> Sides:  # [batch, subsets], [batch] -> [batch] twice
    """The coefficient, and the number of subsets."""
    sizes = [size for (size,) in each(n)]
    found = [coefficient(members, size) for members, size in zip(classes(c), sizes, strict=True)]
    return numbers(found), numbers([len(range(1 << size)) for size in sizes])


def dimension(c: Tensor) -> Tensor:  # [batch, subsets] -> [batch]
    """The size of the largest set of points of which the members cut out every subset."""
    return numbers([vc_dimension(members) for members in classes(c)])


MODELS: dict[Formula, Model] = {
    shattering.thresholds: thresholds,
    shattering.intervals: intervals,
    shattering.coefficient_bound: coefficient_bound,
    shattering.dimension_by_coefficient: dimension,
}
