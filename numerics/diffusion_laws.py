"""Torch models of `derivations.diffusion_laws`: densities of `torch.distributions`, losses outcome by outcome."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Independent, Normal

from derivations import diffusion_laws
from derivations.vocabulary import Formula
from numerics.models import Model


def density(x: Tensor, centre: Tensor, deviation: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """The density of independent entries with one standard deviation."""
    return Independent(Normal(centre, deviation[:, None].expand_as(x)), 1).log_prob(x).exp()


def forward_kept(x: Tensor, y: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """Signal and noise as sides of a right angle."""
    angle = torch.acos(a.sqrt())
    return density(x, angle.cos()[:, None] * y, angle.sin())


def forward(x: Tensor, y: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The same by the noise rate."""
    return forward_kept(x, y, 1 - b)


def general(x: Tensor, y: Tensor, a: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """Any factor and level."""
    return density(x, torch.einsum("b,bn->bn", a, y), s)


def reverse(x: Tensor, m: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """Around the predicted mean."""
    return density(x, m, s)


def backward(x: Tensor, m: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """By the variance."""
    return density(x, m, w.sqrt())


def noise_loss(  # -> [batch]
    x_t: Tensor, epsilon: Tensor, g: Callable[[Tensor, Tensor], Tensor], t: Tensor, weights_x: Tensor
) -> Tensor:
    """Outcome by outcome."""
    outcomes = zip(x_t.unbind(dim=1), epsilon.unbind(dim=1), weights_x.unbind(dim=1), strict=True)
    return torch.stack([w * (g(x, t) - e).square().sum(dim=1) for x, e, w in outcomes]).sum(dim=0)


MODELS: dict[Formula, Model] = {
    diffusion_laws.forward: forward,
    diffusion_laws.forward_kept: forward_kept,
    diffusion_laws.general: general,
    diffusion_laws.reverse: reverse,
    diffusion_laws.backward: backward,
    diffusion_laws.noise_loss: noise_loss,
}
