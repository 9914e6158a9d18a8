"""Torch models of `derivations.constrained_descent`: mirror maps, linear solves, pseudo-inverses, line searches."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import constrained_descent
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map
from numerics.models import Model


def along(v: Tensor, w: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """Inner products."""
    return torch.einsum("bd,bd->b", v, w)


def image(A: Tensor, x: Tensor) -> Tensor:  # [batch, m, n], [batch, n] -> [batch, m]
    """Matrices times vectors."""
    return torch.einsum("bmn,bn->bm", A, x)


def mirror(x: Tensor, eta: Tensor, g: Tensor) -> Tensor:  # -> [batch, d]
    """A step in the logarithms, back by the softmax of torch."""
    return torch.softmax(x.log() - eta[:, None] * g, dim=1)


def frank_wolfe(x: Tensor, s: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, d]
    """A point between two."""
    return torch.lerp(x, s, gamma[:, None])


def frank_wolfe_share(k: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal of the mean of 1 and k + 1."""
    return 1 / torch.stack([torch.ones_like(k), k + 1]).double().mean(dim=0)


def least_norm(A: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The pseudo-inverse, by singular values."""
    return image(torch.linalg.pinv(A), b)


def affine(x: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The shortest solution, seen from x."""
    return x + image(torch.linalg.pinv(A), b - image(A, x))


def lagrangian(f: Map, x: Tensor, nu: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The objective and the prices of the violations."""
    return f(x) + along(nu, image(A, x) - b)


def augmented(f: Map, x: Tensor, nu: Tensor, A: Tensor, b: Tensor, rho: Tensor) -> Tensor:  # -> [batch]
    """The penalty of the shifted violation, less that of the shift."""
    shift = nu / rho[:, None]
    violation = image(A, x) - b + shift
    return f(x) + rho / 2 * (along(violation, violation) - along(shift, shift))


def dual_ascent(nu: Tensor, rho: Tensor, A: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch, m]
    """A step along the slope of the prices by automatic differentiation."""
    at = nu.detach().clone().requires_grad_(True)
    return nu + rho[:, None] * torch.autograd.grad(along(at, image(A, x) - b).sum(), at)[0]


def heron(x: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """Newton's step for x^2 - a by automatic differentiation."""
    at = x.detach().clone().requires_grad_(True)
    value = at.square() - a
    return x - value.detach() / torch.autograd.grad(value.sum(), at)[0]


def long_step(s: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal of the curvature c for which c s is nearest to y."""
    return 1 / torch.linalg.lstsq(s[..., None], y[..., None]).solution[:, 0, 0]


def short_step(s: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The inverse curvature c for which c y is nearest to s."""
    return torch.linalg.lstsq(y[..., None], s[..., None]).solution[:, 0, 0]


def secant(y: Tensor) -> Tensor:  # -> [batch, d]
    """The change of the gradient itself."""
    return y


def conjugate_step(r: Tensor, p: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """The squared residual over the curvature along the direction, from the factor of Cholesky."""
    factor = torch.linalg.cholesky(A)
    stretched = torch.einsum("bji,bj->bi", factor, p)
    return (torch.linalg.vector_norm(r, dim=1) / torch.linalg.vector_norm(stretched, dim=1)).square()


def natural(x: Tensor, eta: Tensor, F: Tensor, g: Tensor) -> Tensor:  # -> [batch, d]
    """A linear solve."""
    return x - torch.linalg.solve(F, eta[:, None] * g)


def newton_decrement(g: Tensor, F: Tensor) -> Tensor:  # -> [batch]
    """The length of the gradient, whitened by the factor of Cholesky."""
    factor = torch.linalg.cholesky(F)
    white = torch.linalg.solve_triangular(factor, g[..., None], upper=False)[..., 0]
    return torch.linalg.vector_norm(white, dim=1)


MODELS: dict[Formula, Model] = {
    constrained_descent.mirror: mirror,
    constrained_descent.frank_wolfe: frank_wolfe,
    constrained_descent.frank_wolfe_share: frank_wolfe_share,
    constrained_descent.least_norm: least_norm,
    constrained_descent.affine: affine,
    constrained_descent.lagrangian: lagrangian,
    constrained_descent.augmented: augmented,
    constrained_descent.dual_ascent: dual_ascent,
    constrained_descent.heron: heron,
    constrained_descent.long_step: long_step,
    constrained_descent.short_step: short_step,
    constrained_descent.secant: secant,
    constrained_descent.conjugate_step: conjugate_step,
    constrained_descent.natural: natural,
    constrained_descent.newton_decrement: newton_decrement,
}
