"""Torch models of `derivations.batch_gradients`: `torch.optim.SGD`, autograd, simulated averages and quadratics."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import batch_gradients
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, gradient_step
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model


def batch_gradient(w: Tensor, f: Map) -> Tensor:  # -> [batch, d]
    """The gradient of the mean loss."""
    return slope_of(lambda at: f(at).mean(dim=1), w)


def listed_gradient(g: Tensor) -> Tensor:  # [batch, B, d] -> [batch, d]
    """The point with the least squared distances from all gradients."""
    ones = torch.ones_like(g[:, :, :1])
    return torch.linalg.lstsq(ones, g).solution[:, 0]


def mean_objective(w: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The mean over the examples."""
    return f(w).mean(dim=1)


def decayed(w: Tensor, g: Tensor, eta: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` on a linear loss with half the squared norm."""
    return gradient_step(lambda at: (g * at).sum(dim=1) + mu / 2 * at.square().sum(dim=1), w, eta)


def penalised(w: Tensor, g: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of a linear loss with half the squared norm."""
    return slope_of(lambda at: (g * at).sum(dim=1) + mu / 2 * at.square().sum(dim=1), w)


def signed(w: Tensor, g: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The step size up where the gradient is negative, and down where it is positive."""
    step = eta[:, None].expand_as(w)
    return torch.where(g > 0, w - step, torch.where(g < 0, w + step, w))


def normalised(w: Tensor, g: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step along the gradient of length one."""
    return w - eta[:, None] * torch.nn.functional.normalize(g, dim=1, eps=0.0)


def sharpness(g: Tensor, rho: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the largest linear gain within the ball, by the radius."""
    return rho[:, None] * slope_of(lambda at: torch.linalg.vector_norm(at, dim=1), g)


def lars(w: Tensor, g: Tensor, c: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The reciprocal of the ratio of the gradient's length to that of the weights, and the decay."""
    lengths = torch.linalg.vector_norm(torch.stack([w, g]), dim=2)
    return c / (lengths[1] / lengths[0] + mu)


def lookahead(y: Tensor, w: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """Linear interpolation."""
    return torch.lerp(y, w, alpha[:, None])


def running(y: Tensor, w: Tensor, k: Tensor) -> Tensor:  # -> [batch, d]
    """The mean of k copies of the average and the new point."""
    places = torch.arange(int(k.max()) + 1)
    points = torch.where((places < k[:, None])[:, :, None], y[:, None], w[:, None])
    used = (places <= k[:, None])[:, :, None]
    return (points * used).sum(dim=1) / used.sum(dim=1)


def running_online(y: Tensor, w: Tensor, t: Tensor) -> Tensor:  # -> [batch, d]
    """The same, with one point fewer before."""
    return running(y, w, t - 1)


def condition_number(m: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """That of a diagonal matrix, by `torch.linalg.cond`."""
    return torch.linalg.cond(torch.diag_embed(torch.stack([m, m + s], dim=1)))


def contraction(m: Tensor, s: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The spectral norm of the step's matrix."""
    curvature = torch.diag_embed(torch.stack([m, m + s], dim=1))
    eye = torch.eye(2, dtype=m.dtype, device=m.device)
    return torch.linalg.matrix_norm(eye - eta[:, None, None] * curvature, ord=2)


def half_life(beta: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of one half to the base of the share that stays."""
    return torch.log2(torch.full_like(beta, 0.5)) / torch.log2(beta)


def memory(beta: Tensor) -> Tensor:  # -> [batch]
    """The fixed point of x = beta x + 1, by a linear solve."""
    return effective(torch.ones_like(beta), beta)


def effective(eta: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The fixed point of x = beta x + eta, by a linear solve."""
    return torch.linalg.solve((1 - beta)[:, None, None], eta[:, None])[:, 0]


MODELS: dict[Formula, Model] = {
    batch_gradients.batch_gradient: batch_gradient,
    batch_gradients.listed_gradient: listed_gradient,
    batch_gradients.mean_objective: mean_objective,
    batch_gradients.decayed: decayed,
    batch_gradients.penalised: penalised,
    batch_gradients.signed: signed,
    batch_gradients.normalised: normalised,
    batch_gradients.sharpness: sharpness,
    batch_gradients.lars: lars,
    batch_gradients.lookahead: lookahead,
    batch_gradients.running: running,
    batch_gradients.running_online: running_online,
    batch_gradients.condition_number: condition_number,
    batch_gradients.contraction: contraction,
    batch_gradients.half_life: half_life,
    batch_gradients.memory: memory,
    batch_gradients.effective: effective,
}
