"""Models of `derivations.pascal`: subsets, listed and counted."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from torch import Tensor

from derivations import pascal as topic
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model


@cache
def subsets(size: int, chosen: int) -> int:
    """The number of subsets with the given number of elements, by listing them."""
    return sum(1 for _ in combinations(range(size), chosen)) if chosen >= 0 else 0


def pascal(n: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The subsets with k of n elements."""
    return numbers([subsets(size, chosen) for size, chosen in each(n, k)])


def pascal_above(n: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The subsets with k of n + 1 elements."""
    return numbers([subsets(size + 1, chosen) for size, chosen in each(n, k)])


def next_pair(n: Tensor, k: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The subsets with k + 1 of n + 1 elements."""
    return numbers([subsets(size + 1, chosen + 1) for size, chosen in each(n, k)])


def partial_sums(s: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The subsets of s elements that have fewer than n."""
    return numbers([sum(subsets(size, chosen) for chosen in range(terms)) for size, terms in each(s, n)])


MODELS: dict[object, Model] = {
    topic.pascal: pascal,
    topic.pascal_above: pascal_above,
    topic.next_pair: next_pair,
    topic.partial_sums: partial_sums,
}
