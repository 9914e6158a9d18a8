"""Torch models of `derivations.linear_units`: layers of torch, automatic differentiation, `torch.optim`."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import linear_units
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def unit(x: Tensor, theta: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """A bilinear layer without learned weights."""
    return torch.einsum("bi,bi->b", x, theta)


def level_sets(x: Tensor, theta: Tensor, w: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The unit at the input: what it must still be after the change."""
    return unit(x, theta)


def ridge_level_sets(x: Tensor, theta: Tensor, w: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """The ridge function at the input."""
    return phi(unit(x, theta))


def rate(x: Tensor, theta: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """What a unit step along the normalised weights adds."""
    return unit(x + F.normalize(theta, dim=1), theta) - unit(x, theta)


def largest_rate(d: Tensor, theta: Tensor) -> tuple[Tensor, Tensor]:  # [batch, n] twice -> [batch] twice
    """What a unit step along the direction adds, and what one along the normalised weights adds."""
    return unit(d, theta), unit(F.normalize(theta, dim=1), theta)


def gradient_norm(x: Tensor, theta: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """The length of the gradient that automatic differentiation finds."""
    place = x.detach().requires_grad_(True)
    (slopes,) = torch.autograd.grad(phi(unit(place, theta)).sum(), place)
    return torch.linalg.vector_norm(slopes, dim=1)


def lms(theta: Tensor, x: Tensor, y: Tensor, eta: Tensor) -> Tensor:  # -> [batch, n]
    """One step of `torch.optim.SGD` on half the squared error; the step size is in the loss."""
    parameters = theta.clone().requires_grad_(True)
    optimiser = torch.optim.SGD([parameters], lr=1.0)
    (eta * F.mse_loss(unit(x, parameters), y, reduction="none") / 2).sum().backward()
    optimiser.step()
    return parameters.detach()


MODELS: dict[Formula, Model] = {
    linear_units.level_sets: level_sets,
    linear_units.rate: rate,
    linear_units.largest_rate: largest_rate,
    linear_units.lms: lms,
    linear_units.ridge_level_sets: ridge_level_sets,
    linear_units.gradient_norm: gradient_norm,
}
