"""Torch models of `derivations.error_recursions`: steps of `torch.optim.SGD`, spectra, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import error_recursions
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, gradient_step
from numerics.models import Model


def walked(A: Tensor, b: Tensor, x: Tensor, eta: Tensor, steps: int) -> Tensor:  # -> [batch, d]
    """The error after some steps of `torch.optim.SGD`."""

    def bowl(at: Tensor) -> Tensor:
        return torch.einsum("bi,bij,bj->b", at, A, at) / 2 - (b * at).sum(dim=1)

    for _ in range(steps):
        x = gradient_step(bowl, x, eta)
    return x - torch.linalg.solve(A, b)


def one_step(A: Tensor, b: Tensor, x: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The error after a step."""
    return walked(A, b, x, eta, 1)


def all_steps(A: Tensor, b: Tensor, x_0: Tensor, eta: Tensor, k: int) -> Tensor:  # -> [batch, d]
    """The error after k steps."""
    return walked(A, b, x_0, eta, k)


def best_rate(mu: Tensor, L: Tensor) -> Tensor:  # [batch] each -> [batch]
    """What the step size 2 / (L + mu) leaves of the least curved direction."""
    return 1 - mu * 2 / (L + mu)


def best_norm(mu: Tensor, L: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The norm of I - eta A, with the sign of its eigenvalue in the direction of mu."""
    curvatures = torch.diag_embed(torch.stack([mu, L], dim=1))
    rate = 1 / curvatures.diagonal(dim1=1, dim2=2).mean(dim=1)
    identity = torch.diag_embed(torch.ones_like(curvatures[:, 0]))
    return torch.linalg.matrix_norm(identity - rate[:, None, None] * curvatures, ord=2) * torch.sign(L - mu)


def parabola(w: Tensor, w_star: Tensor, H: Tensor) -> Tensor:  # -> [batch]
    """Half the quadratic form of the way from the minimiser."""
    return torch.einsum("bi,bij,bj->b", w - w_star, H, w - w_star) / 2


def bowl(J: Map, w: Tensor, w_star: Tensor, H: Tensor) -> Tensor:  # -> [batch]
    """The value at the minimiser, and the parabola."""
    return J(w_star) + parabola(w, w_star, H)


def bowl_of_number(J_0: Tensor, w: Tensor, w_star: Tensor, H: Tensor) -> Tensor:  # -> [batch]
    """The least value, and the parabola."""
    return J_0 + parabola(w, w_star, H)


def downhill_step(w: Tensor, w_star: Tensor, H: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` on the parabola."""
    return gradient_step(lambda at: parabola(at, w_star, H), w, eta)


MODELS: dict[Formula, Model] = {
    error_recursions.one_step: one_step,
    error_recursions.all_steps: all_steps,
    error_recursions.best_rate: best_rate,
    error_recursions.best_norm: best_norm,
    error_recursions.bowl: bowl,
    error_recursions.bowl_of_number: bowl_of_number,
    error_recursions.downhill_step: downhill_step,
}
