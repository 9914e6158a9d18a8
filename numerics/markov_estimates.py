"""Torch models of `derivations.markov_estimates`: contractions and logarithms."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import markov_estimates as estimates
from derivations.vocabulary import Formula
from numerics.models import Model


def transition(X: Tensor, G: Tensor) -> Tensor:  # [batch, T, N, N], [batch, T, N] -> [batch, N, N]
    """The expected moves, each row by its visits."""
    return torch.diag_embed(torch.einsum("bti->bi", G).reciprocal()) @ torch.einsum("btij->bij", X)


def log_sum(s: Tensor) -> Tensor:  # [batch, T] -> [batch]
    """The logarithm of the last cumulative product."""
    return s.cumprod(dim=1)[:, -1].log()


def product(s: Tensor) -> Tensor:  # [batch, T] -> [batch]
    """The exponential of the sum of the logarithms."""
    return s.log().sum(dim=1).exp()


MODELS: dict[Formula, Model] = {
    estimates.transition: transition,
    estimates.product: product,
    estimates.log_sum: log_sum,
}
