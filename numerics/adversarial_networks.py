"""Torch models of `derivations.adversarial_networks`: losses of `torch`, and the best discriminator by search."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from derivations import adversarial_networks
from numerics.divergences import js
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each
Map = Callable[[Tensor], Tensor]


def bounded(score: Tensor) -> Tensor:  # [batch, outcomes] -> [batch, outcomes]
    """A score between -1 and 1: the sine of the angle whose tangent it was."""
    return torch.sin(torch.atan(score))


def objective(S: Map, G: Map, x: Tensor, z: Tensor, weights_x: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """Minus the binary cross-entropy of scores, with the labels 1 for data and 0 for generated points."""
    real, fake = bounded(S(x)), bounded(S(G(z)))
    loss_real = binary_cross_entropy_with_logits(real, torch.ones_like(real), reduction="none")
    loss_fake = binary_cross_entropy_with_logits(fake, torch.zeros_like(fake), reduction="none")
    return -(weights_x * loss_real).sum(dim=-1) - (weights_z * loss_fake).sum(dim=-1)


def best(p: Tensor, g: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch, outcomes]
    """Where p log D + g log(1 - D) has slope 0, by bisection."""
    low, high = torch.zeros_like(p), torch.ones_like(p)
    for _ in range(60):
        middle = (low + high) / 2
        rising = p / middle - g / (1 - middle) > 0
        low, high = torch.where(rising, middle, low), torch.where(rising, high, middle)
    return (low + high) / 2


def value(p: Tensor, g: Tensor, D: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The mean log-likelihood of the labels, data and generated points added."""
    return (p * torch.log(D) + g * torch.log1p(-D)).sum(dim=-1)


def discriminator_bound(D: Tensor, p: Tensor, g: Tensor) -> Sides:
    """The value of a discriminator, and that of the one found by search."""
    return value(p, g, D), value(p, g, best(p, g))


def optimal_value(p: Tensor, g: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The value of the discriminator found by search."""
    return value(p, g, best(p, g))


def balanced_value(p: Tensor, g: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The information about the label, less the entropy of the label."""
    return js(p, g) - math.log(2)


def generator_minimum(p: Tensor, g: Tensor) -> Sides:
    """The value of the discriminator found by search, and the same for a generator that has the data's distribution."""
    return optimal_value(p, g), optimal_value(p, p)


MODELS: dict[object, Model] = {
    adversarial_networks.objective: objective,
    adversarial_networks.optimal_discriminator: best,
    adversarial_networks.discriminator_bound: discriminator_bound,
    adversarial_networks.optimal_value: optimal_value,
    adversarial_networks.balanced_value: balanced_value,
    adversarial_networks.generator_minimum: generator_minimum,
}
