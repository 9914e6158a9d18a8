"""Models of `derivations.activation_patterns`: every sign vector tried with a linear program."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from scipy.optimize import linprog
from torch import Tensor

from derivations import activation_patterns as topic
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model

Sides = tuple[Tensor, Tensor]
Pattern = tuple[int, ...]


@cache
def layer(inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """The weights [6, inputs] and biases [6] of random units, which are in general position."""
    generator = np.random.default_rng(100 + inputs)
    return generator.standard_normal((6, inputs)), generator.standard_normal(6)


@cache
def occurring(units: int, inputs: int, biased: bool) -> frozenset[Pattern]:
    """The activation patterns of the first units: each extends a pattern of one unit less by 1 or 0.

    A pattern occurs if some input x and t (1 with a bias, else 0) give all active units a value of at least 1 after a
    rescaling of (x, t), and all others one of at most -1.
    """
    if units == 0:
        return frozenset(((),))
    weights, biases = layer(inputs)
    rows = np.hstack([weights[:units], biases[:units, None]])
    free = [(None, None)] * inputs + [(1e-6, None) if biased else (0, 0)]
    found = set()
    for shorter, last in product(occurring(units - 1, inputs, biased), (0, 1)):
        pattern = (*shorter, last)
        signs = 2.0 * np.array(pattern) - 1
        program = linprog(np.zeros(inputs + 1), A_ub=-signs[:, None] * rows, b_ub=-np.ones(units), bounds=free)
        if program.success:
            found.add(pattern)
    return frozenset(found)


def patterns(m: Tensor, n: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The number of patterns that occur without a bias."""
    return numbers([len(occurring(units, inputs, False)) for units, inputs in each(m, n)])


def affine_patterns(m: Tensor, n: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The number of patterns that occur with a bias."""
    return numbers([len(occurring(units, inputs, True)) for units, inputs in each(m, n)])


def pattern_bound(m: Tensor, n: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The patterns that occur, and all Boolean vectors."""
    return affine_patterns(m, n), numbers([len(list(product((0, 1), repeat=units))) for (units,) in each(m)])


def missing_patterns(m: Tensor, n: Tensor) -> Sides:  # [batch] twice -> [batch] twice
    """The patterns that occur, and all Boolean vectors but a pair of opposites."""
    return patterns(m, n), pattern_bound(m, n)[1] - 2


MODELS: dict[Formula, Model] = {
    topic.patterns: patterns,
    topic.affine_patterns: affine_patterns,
    topic.pattern_bound: pattern_bound,
    topic.missing_patterns: missing_patterns,
    topic.all_patterns: patterns,
}
