"""Torch models of `derivations.adaptive_updates`: exact roots of quotients, loops over the coordinates."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import adaptive_updates
from derivations.vocabulary import Formula
from numerics.adaptive_methods import adagrad, pulled, rmsprop_step
from numerics.models import Model


def accumulator(s: Tensor, g: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The accumulator of `torch.optim.Adagrad` after one gradient."""
    return adagrad(g[:, None], s[:, None])[1][:, 0]


def mean_square(s: Tensor, g: Tensor, rho: Tensor) -> Tensor:  # -> [batch]
    """The point between the squares and the average."""
    return torch.lerp(g.square(), s, rho)


def guard_beside(x: Tensor, s: Tensor, g: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The parameters moved by `torch.optim.Adagrad`, when its accumulator has become s."""
    return x + eta * pulled(g[:, None], s[:, None], epsilon)[:, 0]


def guard_inside(x: Tensor, s: Tensor, g: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """Each gradient over the length of the vector of both roots."""
    return rmsprop_step(lambda at: g * at[:, 0], x[:, None], s[:, None], eta, epsilon)[:, 0]


def unguarded(x: Tensor, s: Tensor, g: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """A gradient step in the coordinates in which each square is 1."""
    scale = s.pow(0.25)
    return (x * scale - eta * g / scale) / scale


def coordinate_step(theta: Tensor, g: Tensor, G: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, T, d]
    """The step with epsilon under the root, by the diagonals, in each round for each parameter."""
    squares = torch.diagonal(G, dim1=-2, dim2=-1)
    return everywhere(guard_inside, theta, squares, g, eta, epsilon)


def listed_step(theta: Tensor, g: Tensor, G: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, T, d]
    """The step with epsilon beside the root, in each round for each parameter."""
    return everywhere(guard_beside, theta, G, g, eta, epsilon)


def everywhere(step: Model, *arrays: Tensor) -> Tensor:  # -> [batch, T, d]
    """A step for single parameters, taken in each round for each parameter."""
    batch, rounds, parameters = arrays[0].shape
    flat = [array.reshape(batch, -1).expand(batch, rounds * parameters).reshape(-1) for array in arrays]
    return step(*flat).reshape(batch, rounds, parameters)


def centred(x: Tensor, c: Tensor, g: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The spread is all that is left of the mean square."""
    return guard_inside(x, c, g, eta, epsilon)


def adadelta_gradient(u: Tensor, s: Tensor, g: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The gradient times a power of a ratio."""
    log_ratio = torch.log(u + epsilon) - torch.log(s + epsilon)
    return g * torch.exp(log_ratio / 2)


def adadelta_move(u: Tensor, s: Tensor, g: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """Against the rescaled gradient."""
    return -adadelta_gradient(u, s, g, epsilon)


MODELS: dict[Formula, Model] = {
    adaptive_updates.accumulator: accumulator,
    adaptive_updates.mean_square: mean_square,
    adaptive_updates.guard_beside: guard_beside,
    adaptive_updates.guard_inside: guard_inside,
    adaptive_updates.unguarded: unguarded,
    adaptive_updates.coordinate_step: coordinate_step,
    adaptive_updates.listed_step: listed_step,
    adaptive_updates.centred: centred,
    adaptive_updates.adadelta_move: adadelta_move,
    adaptive_updates.adadelta_gradient: adadelta_gradient,
}
