"""Torch models of `derivations.unrolled_velocities`: recursions run step by step, fixed points."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import unrolled_velocities
from derivations.vocabulary import Formula
from numerics.models import Model


def rolled(g: Tensor, beta: Tensor, k: Tensor, weight: Tensor) -> Tensor:  # [batch, T, d], [batch] … -> [batch, d]
    """The velocity from rest after the steps 0 to k, when each gradient is added with a weight."""
    velocity = torch.zeros_like(g[:, 0])
    for step, slope in enumerate(g.unbind(dim=1)):
        moved = beta[:, None] * velocity + weight[:, None] * slope
        velocity = torch.where((step <= k)[:, None], moved, velocity)
    return velocity


def added(g: Tensor, beta: Tensor, k: Tensor) -> Tensor:  # [batch, d]
    """Each gradient counts whole."""
    return rolled(g, beta, k, torch.ones_like(beta))


def downhill(g: Tensor, beta: Tensor, k: Tensor, eta: Tensor) -> Tensor:  # [batch, d]
    """Each gradient counts by minus the step size."""
    return rolled(g, beta, k, -eta)


def uphill(g: Tensor, beta: Tensor, k: Tensor, eta: Tensor) -> Tensor:  # [batch, d]
    """Each gradient counts by the step size."""
    return rolled(g, beta, k, eta)


def averaged(g: Tensor, beta: Tensor, k: Tensor) -> Tensor:  # [batch, d]
    """What is kept and what is added make a whole."""
    return rolled(g, beta, k, 1 - beta)


def slopes(x: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch, T, d]
    """The gradients of the quadratic at all iterates, by automatic differentiation."""
    at = x.detach().requires_grad_(True)
    total = torch.einsum("bti,bij,btj->", at, A, at) / 2 - torch.einsum("bi,bti->", b, at)
    return torch.autograd.grad(total, at)[0]


def added_of_function(x: Tensor, A: Tensor, b: Tensor, beta: Tensor, k: Tensor) -> Tensor:  # [batch, d]
    """Each gradient counts whole."""
    return added(slopes(x, A, b), beta, k)


def downhill_of_function(x: Tensor, A: Tensor, b: Tensor, beta: Tensor, k: Tensor, eta: Tensor) -> Tensor:  # [batch, d]
    """Each gradient counts by minus the step size."""
    return downhill(slopes(x, A, b), beta, k, eta)


def uphill_of_function(x: Tensor, A: Tensor, b: Tensor, beta: Tensor, k: Tensor, eta: Tensor) -> Tensor:  # [batch, d]
    """Each gradient counts by the step size."""
    return uphill(slopes(x, A, b), beta, k, eta)


def averaged_of_function(x: Tensor, A: Tensor, b: Tensor, beta: Tensor, k: Tensor) -> Tensor:  # [batch, d]
    """What is kept and what is added make a whole."""
    return averaged(slopes(x, A, b), beta, k)


def fixed(beta: Tensor, push: Tensor) -> Tensor:  # [batch], [batch, d] -> [batch, d]
    """The velocity that a step leaves as it is: the solution of (I - beta I) v = push."""
    return torch.linalg.solve(torch.diag_embed((1 - beta)[:, None].expand_as(push)), push)


def end_downhill(g: Tensor, beta: Tensor, eta: Tensor) -> Tensor:  # [batch, d]
    """The fixed point under pushes downhill."""
    return fixed(beta, -eta[:, None] * g)


def end_uphill(g: Tensor, beta: Tensor, eta: Tensor) -> Tensor:  # [batch, d]
    """The fixed point under pushes uphill."""
    return fixed(beta, eta[:, None] * g)


def end_plain(g: Tensor, beta: Tensor) -> Tensor:  # [batch, d]
    """The fixed point under whole gradients."""
    return fixed(beta, g)


def end_length(g: Tensor, beta: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The length of the fixed point."""
    return torch.linalg.vector_norm(end_uphill(g, beta, eta), dim=1)


def biased(g: Tensor, beta: Tensor, t: Tensor) -> Tensor:  # [batch, d]
    """The moving average of t like gradients."""
    return averaged(g[:, None].expand(-1, int(t.max()), -1), beta, t - 1)


MODELS: dict[Formula, Model] = {
    unrolled_velocities.added: added,
    unrolled_velocities.downhill: downhill,
    unrolled_velocities.uphill: uphill,
    unrolled_velocities.averaged: averaged,
    unrolled_velocities.added_of_function: added_of_function,
    unrolled_velocities.downhill_of_function: downhill_of_function,
    unrolled_velocities.uphill_of_function: uphill_of_function,
    unrolled_velocities.averaged_of_function: averaged_of_function,
    unrolled_velocities.end_downhill: end_downhill,
    unrolled_velocities.end_uphill: end_uphill,
    unrolled_velocities.end_plain: end_plain,
    unrolled_velocities.end_length: end_length,
    unrolled_velocities.biased: biased,
}
