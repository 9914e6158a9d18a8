"""Torch models of `derivations.conjugate_functions`: Taylor remainders, and conjugates by bisection."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import conjugate_functions
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model
from numerics.smooth_walks import Sides
from numerics.step_squares import inner


def definition(Phi: Map, x: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The value of the function from which its tangent at y is taken."""
    tangent = slope_of(Phi, y)

    def bent(at: Tensor) -> Tensor:
        return Phi(at) - inner(tangent, at)

    return bent(x) - bent(y)


def three_points(Phi: Map, x: Tensor, y: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The difference of the gradients along the way."""
    return inner(slope_of(Phi, x), x - z) - inner(slope_of(Phi, y), x - z)


def three_divergences(Phi: Map, x: Tensor, y: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The same."""
    return three_points(Phi, x, y, z)


def quadratic(Q: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The value at the point whose image is y."""
    x = torch.linalg.solve(Q, y[..., None])[..., 0]
    return inner(x, y) - torch.einsum("bi,bij,bj->b", x, Q, x) / 2


def half_square(Q: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """Half the squared length of x under the Cholesky factor."""
    return torch.einsum("bij,bi->bj", torch.linalg.cholesky(Q), x).square().sum(dim=1) / 2


def negative_entropy(x: Tensor) -> Tensor:  # -> [batch]
    """`torch.special.entr`, turned over."""
    return -torch.special.entr(x)


def barrier(x: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the reciprocal."""
    return x.reciprocal().log()


def highest(f: Callable[[Tensor], Tensor], y: Tensor, low: float, high: float) -> Tensor:  # [batch] -> [batch]
    """The largest x y - f(x) of x = exp(s), where s lies between the ends, by bisection of the derivative."""
    left, right = torch.full_like(y, low), torch.full_like(y, high)
    for _ in range(60):
        middle = (left + right) / 2
        at = middle.exp().requires_grad_(True)
        (slope,) = torch.autograd.grad(f(at).sum(), at)
        rising = slope < y
        left, right = torch.where(rising, middle, left), torch.where(rising, right, middle)
    x = left.exp()
    return x * y - f(x)


def entropy(y: Tensor) -> Tensor:  # -> [batch]
    """The supremum over positive x."""
    return highest(lambda x: x * x.log(), y, -40, 40)


def exponential(y: Tensor) -> Tensor:  # -> [batch]
    """The supremum over x, by the logarithm of x + 40."""
    return highest(lambda x: (x - 40).exp(), y, 0, 5) - 40 * y


def logarithm(u: Tensor) -> Tensor:  # -> [batch]
    """The supremum over positive x."""
    return highest(lambda x: -x.log(), -u, -40, 40)


def reciprocal(u: Tensor) -> Tensor:  # -> [batch]
    """The supremum over positive x."""
    return highest(lambda x: 1 / x, -u, -40, 40)


def young(Q: Tensor, x: Tensor, y: Tensor) -> Sides:
    """A quadratic and its conjugate, and the inner product."""
    return torch.einsum("bi,bij,bj->b", x, Q, x) / 2 + quadratic(Q, y), inner(x, y)


def both(f_0: Map, f: Map, h: Map, x: Tensor, nu: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The objective, and the inner products of prices and violations."""
    return f_0(x) + inner(mu, f(x)) + inner(nu, h(x))


def inequality_only(f_0: Map, f: Map, x: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The objective, and the inner product of prices and violations."""
    return f_0(x) + inner(mu, f(x))


MODELS: dict[Formula, Model] = {
    conjugate_functions.definition: definition,
    conjugate_functions.three_points: three_points,
    conjugate_functions.three_divergences: three_divergences,
    conjugate_functions.quadratic: quadratic,
    conjugate_functions.half_square: half_square,
    conjugate_functions.negative_entropy: negative_entropy,
    conjugate_functions.barrier: barrier,
    conjugate_functions.entropy: entropy,
    conjugate_functions.exponential: exponential,
    conjugate_functions.logarithm: logarithm,
    conjugate_functions.reciprocal: reciprocal,
    conjugate_functions.young: young,
    conjugate_functions.both: both,
    conjugate_functions.inequality_only: inequality_only,
}
