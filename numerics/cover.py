"""Models of `derivations.cover`: labelings of random points, tried one by one with linear programs."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.optimize import linprog
from torch import Tensor

from derivations import cover
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model

Labeling = tuple[int, ...]


@cache
def points_in_general_position(dimension: int, bias: bool) -> np.ndarray:
    """Twelve random points [12, dimension], with a coordinate 1 appended where a bias is wanted."""
    points = np.random.default_rng(dimension).standard_normal((12, dimension))
    return np.hstack([points, np.ones((12, 1))]) if bias else points


def separable(points: np.ndarray, labeling: Labeling) -> bool:
    """Whether some w has labels times points times w >= 1, by a linear program without objective."""
    signed = np.array(labeling)[:, None] * points[: len(labeling)]
    free = [(None, None)] * points.shape[1]
    return bool(linprog(np.zeros(points.shape[1]), A_ub=-signed, b_ub=-np.ones(len(signed)), bounds=free).success)


@cache
def labelings(count: int, dimension: int, bias: bool = False) -> frozenset[Labeling]:
    """The separable labelings of the first points: each extends a separable labeling of one point less.

    Where w separates one labeling, -w separates the opposite one: those that begin with 1 are tried.
    """
    if count == 0:
        return frozenset(((),))
    points = points_in_general_position(dimension, bias)
    tried = [(*shorter, label) for shorter in labelings(count - 1, dimension, bias) for label in (-1, 1)]
    found = [labeling for labeling in tried if labeling[0] == 1 and separable(points, labeling)]
    return frozenset((*found, *(tuple(-label for label in labeling) for labeling in found)))


def count(s: int, n: int, bias: bool = False) -> int:
    """The number of separable labelings of s points in n dimensions; nothing separates points of R^0."""
    return len(labelings(s, n, bias)) if n else 0


def dichotomies(s: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The number of separable labelings."""
    return numbers([count(size, dimension) for size, dimension in each(s, n)])


def recurrence(s: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The number of separable labelings of one point more."""
    return numbers([count(size + 1, dimension) for size, dimension in each(s, n)])


def affine(s: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The number of labelings that a hyperplane with a bias separates."""
    return numbers([count(size, dimension, bias=True) for size, dimension in each(s, n)])


def single_point(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The number of separable labelings of one point."""
    return numbers([count(1, dimension) for (dimension,) in each(n)])


def one_too_many(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The number of separable labelings of n + 1 points."""
    return numbers([count(dimension + 1, dimension) for (dimension,) in each(n)])


def capacity(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The number of separable labelings of 2n points."""
    return numbers([count(2 * dimension, dimension) for (dimension,) in each(n)])


def probability(s: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The share of separable labelings among all."""
    return dichotomies(s, n) / numbers([1 << size for (size,) in each(s)])


def _largest_shattered(dimension: int, bias: bool) -> int:
    size = 0
    while count(size + 1, dimension, bias) == 1 << (size + 1):
        size += 1
    return size


def vc_dimension(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The largest number of points all of whose labelings are separable."""
    return numbers([_largest_shattered(dimension, False) for (dimension,) in each(n)])


def vc_dimension_affine(n: Tensor) -> Tensor:  # [batch] -> [batch]
    """The largest number of points all of whose labelings a hyperplane with a bias separates."""
    return numbers([_largest_shattered(dimension, True) for (dimension,) in each(n)])


MODELS: dict[object, Model] = {
    cover.recurrence: recurrence,
    cover.dichotomies: dichotomies,
    cover.affine: affine,
    cover.single_point: single_point,
    cover.all_labelings: dichotomies,
    cover.one_too_many: one_too_many,
    cover.capacity: capacity,
    cover.probability: probability,
    cover.vc_dimension: vc_dimension,
    cover.vc_dimension_affine: vc_dimension_affine,
}
