"""Torch models of `derivations.learning_bounds`: tail bounds solved for the deviation by bisection."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import learning_bounds
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.risk_bounds import Sides, solved


def sides(y: Tensor, q: Tensor, u: Tensor, complexity: Tensor, width: Tensor, scale: Tensor | float = 1.0) -> Sides:
    """The risk, and the empirical risk with complexity and width, both `scale` times the deviation."""
    return torch.addcmul(y, q, complexity) + scale * u, torch.stack([y, complexity, scale * width]).sum(dim=0)


def bounded_differences(m: Tensor, delta: Tensor, times: float = 1.0) -> Tensor:  # -> [batch]
    """The deviation at which McDiarmid's bound, so many times, reaches the level."""
    return solved(lambda deviation: times * torch.exp(-2 * m * deviation.square()), delta)


def growth(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, g: Tensor) -> Sides:
    """Massart's bound for vectors of signs."""
    return sides(y, q, u, (torch.log1p(g).mul(2) / m).sqrt(), bounded_differences(m, delta))


def vc_dimension(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, d: Tensor) -> Sides:
    """Massart's bound with the logarithm of (em/d)^d."""
    logarithm = d * (1 + m.double().log() - d.double().log())
    return sides(y, q, u, (2 * logarithm / m).sqrt(), bounded_differences(m, delta))


def binary(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, c: Tensor) -> Sides:
    """The complexity once."""
    return sides(y, q, u, c, bounded_differences(m, delta))


def empirical(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, c: Tensor) -> Sides:
    """The complexity twice, and three deviations of either side."""
    return sides(y, q, u, c + c, bounded_differences(m, delta, 2), 3)


def binary_empirical(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, c: Tensor) -> Sides:
    """The complexity once, and three deviations of either side."""
    return sides(y, q, u, c, bounded_differences(m, delta, 2), 3)


def margin_bound(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, c: Tensor, rho: Tensor) -> Sides:
    """Twice the complexity of the functions divided by the margin."""
    return sides(y, q, u, c / rho + c / rho, bounded_differences(m, delta))


def linear_margin(
    y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, r: Tensor, Lambda: Tensor, rho: Tensor
) -> Sides:
    """The same, where the complexity is radius times weight over the root of the number."""
    return margin_bound(y, q, u, m, delta, r * Lambda * m.double().rsqrt(), rho)


def stable(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, beta: Tensor, M: Tensor) -> Sides:
    """The difference by one example is (2 m beta + M) / m."""
    return sides(y, q, u, beta, bounded_differences(m, delta), torch.addcmul(M, m.double(), beta, value=2))


def doubled(y: Tensor, q: Tensor, u: Tensor, m: Tensor, delta: Tensor, beta: Tensor, M: Tensor) -> Sides:
    """The same for the stability against removal."""
    return stable(y, q, u, m, delta, beta + beta, M)


def out_of_sample(y: Tensor, u: Tensor, m: Tensor, delta: Tensor, g: Tensor) -> Sides:
    """The deviation that symmetrisation and the growth function allow."""
    width = solved(lambda deviation: 4 * (1 + 2 * m * g) * torch.exp(-m * deviation.square() / 8), delta)
    return y + u, y + width


def finite_choice(y: Tensor, u: Tensor, m: Tensor, delta: Tensor, M: Tensor) -> Sides:
    """The deviation that so many two-sided Hoeffding bounds allow."""
    return y + u, y + solved(lambda deviation: 2 * M * torch.exp(-2 * m * deviation.square()), delta)


MODELS: dict[Formula, Model] = {
    learning_bounds.growth: growth,
    learning_bounds.vc_dimension: vc_dimension,
    learning_bounds.binary: binary,
    learning_bounds.empirical: empirical,
    learning_bounds.binary_empirical: binary_empirical,
    learning_bounds.margin_bound: margin_bound,
    learning_bounds.linear_margin: linear_margin,
    learning_bounds.stable: stable,
    learning_bounds.doubled: doubled,
    learning_bounds.out_of_sample: out_of_sample,
    learning_bounds.finite_choice: finite_choice,
}
