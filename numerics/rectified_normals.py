"""Torch models of `derivations.rectified_normals`: integrals over the normal density by the midpoint rule."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import rectified_normals
from derivations.vocabulary import Formula
from numerics.models import Model

CELLS = 120
REACH = 9.0


def normal_mean(function: Callable[[Tensor], Tensor], tau: Tensor, centre: Tensor | None = None) -> Tensor:  # [batch]
    """The mean of a function of a normal number, each side of its centre by the midpoint rule with a cubic grid.

    The density falls to nothing at the ends; at the centre, where the function may have a kink, the cells shrink
    to nothing, so that the error of the rule stays at rounding.
    """
    share = (torch.arange(CELLS, dtype=tau.dtype, device=tau.device) + 0.5) / CELLS
    half = REACH * share**5
    width = REACH * 5 * share**4 / CELLS
    places = torch.cat([-half, half])
    weights = torch.cat([width, width]) * torch.exp(-places.square() / 2) / (2 * torch.pi) ** 0.5
    middle = torch.zeros_like(tau) if centre is None else centre
    return (function(middle[:, None] + tau[:, None] * places) * weights).sum(dim=1)


def rectified_mean(tau: Tensor) -> Tensor:  # [batch] -> [batch]
    """By integration."""
    return normal_mean(torch.relu, tau)


def rectified_square(tau: Tensor) -> Tensor:  # [batch] -> [batch]
    """By integration."""
    return normal_mean(lambda x: torch.relu(x).square(), tau)


def rectified_variance(tau: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean squared way from the mean."""
    mean = rectified_mean(tau)
    return normal_mean(lambda x: (torch.relu(x) - mean[:, None]).square(), tau)


def leaky_square(tau: Tensor, c: Tensor) -> Tensor:  # [batch] each -> [batch]
    """By integration."""
    return normal_mean(lambda x: torch.where(x > 0, x, c[:, None] * x).square(), tau)


def leaky_initial(c: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance at which n leaky units with inputs of variance 1 have the mean square 1."""
    return 1 / (n * leaky_square(torch.ones_like(c), c))


def centred_mgf(s: Tensor, tau: Tensor) -> Tensor:  # [batch] each -> [batch]
    """By integration, around the largest value of the integrand."""
    return shifted_mgf(s, torch.zeros_like(s), tau)


def shifted_mgf(s: Tensor, mu: Tensor, tau: Tensor) -> Tensor:  # [batch] each -> [batch]
    """By integration: the ratio of the integrand to the density around s tau^2 is constant."""
    top = mu + s * tau.square()

    def ratio(x: Tensor) -> Tensor:
        log_density = -((x - mu[:, None]) / tau[:, None]).square() / 2
        moved = -((x - top[:, None]) / tau[:, None]).square() / 2
        return torch.exp(s[:, None] * x + log_density - moved)

    return normal_mean(ratio, tau, top)


def sign_mgf(s: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean over both signs."""
    signs = torch.tensor([-1.0, 1.0], dtype=s.dtype, device=s.device)
    return torch.exp(s[:, None] * signs).mean(dim=1)


MODELS: dict[Formula, Model] = {
    rectified_normals.rectified_mean: rectified_mean,
    rectified_normals.rectified_square: rectified_square,
    rectified_normals.rectified_variance: rectified_variance,
    rectified_normals.leaky_square: leaky_square,
    rectified_normals.leaky_initial: leaky_initial,
    rectified_normals.centred_mgf: centred_mgf,
    rectified_normals.shifted_mgf: shifted_mgf,
    rectified_normals.sign_mgf: sign_mgf,
}
