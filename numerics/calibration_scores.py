"""Torch models of `derivations.calibration_scores`: losses and mixture laws of torch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical, MixtureSameFamily, Normal
from torch.nn.functional import gaussian_nll_loss

from derivations import calibration_scores
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def expected(B: Tensor, n: Tensor, acc: Map, conf: Map) -> Tensor:  # [batch, M], [batch] -> [batch]
    """The weighted sum of the larger of both signs of a gap."""
    gaps = torch.stack([acc(size) - conf(size) for size in B.unbind(dim=1)], dim=1)
    return torch.einsum("bm,bm->b", B / n[:, None], torch.maximum(gaps, -gaps))


def by_number(B: Tensor, n: Tensor, H: Tensor, F: Tensor) -> Tensor:  # [batch, M], [batch], … -> [batch]
    """The weighted distance of both tables in the 1-norm."""
    return torch.linalg.vector_norm(B * (H - F), ord=1, dim=1) / n


def platt(A: Tensor, B: Tensor, f: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The softmax of the line and 0."""
    line = A * f(x) + B
    return torch.softmax(torch.stack((torch.zeros_like(line), line), dim=1), dim=1)[:, 0]


def brier(y: Tensor, q: Tensor, weights_x: Tensor) -> Tensor:  # [batch, outcomes], [batch], … -> [batch]
    """The weighted sum of the squares."""
    return (weights_x * (y - q[:, None]).square()).sum(dim=1)


def ensemble(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, M] twice -> [batch]
    """The variance of the mixture of `torch.distributions`."""
    return MixtureSameFamily(Categorical(probs=torch.ones_like(mu)), Normal(mu, sigma)).variance


def heteroscedastic(y: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # [batch, N] each -> [batch]
    """`gaussian_nll_loss`."""
    return gaussian_nll_loss(mu, y, sigma.square(), reduction="none").mean(dim=1)


MODELS: dict[Formula, Model] = {
    calibration_scores.expected: expected,
    calibration_scores.by_number: by_number,
    calibration_scores.platt: platt,
    calibration_scores.platt_plus: lambda A, B, f, x: 1 - platt(A, B, f, x),
    calibration_scores.brier: brier,
    calibration_scores.ensemble: ensemble,
    calibration_scores.heteroscedastic: heteroscedastic,
}
