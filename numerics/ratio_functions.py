"""Torch models of `derivations.ratio_functions`: a search for the ratio at which the slope is t; entropies."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import ratio_functions as conjugates
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def conjugate(f: Map) -> Model:
    """The largest t u - f(u), by bisection of the slope in the logarithmic scale."""

    def model(t: Tensor) -> Tensor:  # [batch] -> [batch]
        low, high = torch.full_like(t, -50.0), torch.full_like(t, 50.0)
        for _ in range(64):
            middle = (low + high) / 2
            at = middle.exp().requires_grad_(True)
            steeper = torch.autograd.grad(f(at).sum(), at)[0] > t
            low, high = torch.where(steeper, low, middle), torch.where(steeper, middle, high)
        best = low.exp()
        return t * best - f(best)

    return model


def mixed(u: Tensor) -> Tensor:  # [batch] -> [batch]
    """The weight of both parts times minus the entropy of their shares."""
    shares = torch.stack([u, torch.ones_like(u)], dim=-1)
    weight = shares.sum(dim=-1)
    return -weight * torch.distributions.Categorical(probs=shares).entropy()


def halved(u: Tensor) -> Tensor:  # [batch] -> [batch]
    """The same, above the entropy of a fair coin."""
    return mixed(u) + torch.log(torch.tensor(2.0, dtype=u.dtype)) * (1 + u)


MODELS: dict[Formula, Model] = {
    conjugates.leibler: conjugate(lambda u: torch.xlogy(u, u)),
    conjugates.reverse: conjugate(lambda u: -u.log()),
    conjugates.pearson: conjugate(lambda u: (u - 1).square()),
    conjugates.hellinger: conjugate(lambda u: (u.sqrt() - 1).square()),
    conjugates.jensen: conjugate(
        lambda u: torch.xlogy(u, u) - (u + 1) * torch.log1p(u) + (u + 1) * torch.log(u - u + 2)
    ),
    conjugates.adversarial: conjugate(lambda u: torch.xlogy(u, u) - (u + 1) * torch.log1p(u)),
    conjugates.of_hellinger: lambda u: u - torch.sqrt(4 * u) + 1,
    conjugates.of_jensen: halved,
    conjugates.of_adversarial: mixed,
    conjugates.of_leibler: lambda u: -torch.special.entr(u),
    conjugates.of_reverse: lambda u: torch.log(u.reciprocal()),
    conjugates.of_pearson: lambda u: torch.nn.functional.mse_loss(u, torch.ones_like(u), reduction="none"),
    conjugates.of_variation: lambda u: (u.clamp(min=1) - u.clamp(max=1)) / 2,
}
