"""Torch models of `derivations.law_means`: weighted sums over outcomes, divergences of `torch.distributions`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import law_means
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def surprise(bump: Map, x: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes] twice -> [batch]
    """The mean of minus the log-density."""
    return torch.einsum("bo,bo->b", weights, torch.stack([bump(one).square().log1p() for one in x.unbind(1)], dim=1))


def divergence(b: Map, c: Map, x: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The difference of both surprises."""
    return surprise(c, x, weights_x) - surprise(b, x, weights_x)


def negative(s: Tensor, t: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The divergence of `torch.distributions`."""
    return kl_divergence(Categorical(probs=s), Categorical(probs=t))


def variation(s: Tensor, t: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """What the larger of both has above 1."""
    return torch.maximum(s, t).sum(dim=1) - 1


def renyi(s: Tensor, t: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """By logarithms."""
    order = alpha[:, None]
    return torch.logsumexp(order * s.log() + (1 - order) * t.log(), dim=1) / (alpha - 1)


def ratio(s: Tensor, t: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The function at each ratio, weighted."""
    found = torch.stack([f(one / other) for one, other in zip(s.unbind(1), t.unbind(1), strict=True)], dim=1)
    return torch.einsum("bn,bn->b", t, found)


MODELS: dict[Formula, Model] = {
    law_means.divergence: divergence,
    law_means.entropy: lambda b, x, weights_x: surprise(b, x, weights_x),
    law_means.cross: lambda c, x, weights_x: surprise(c, x, weights_x),
    law_means.negative: negative,
    law_means.minus: lambda s, t: -negative(s, t),
    law_means.variation: variation,
    law_means.renyi: renyi,
    law_means.ratio: ratio,
}
