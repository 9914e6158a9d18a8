"""Torch models of `derivations.dropout`: every mask with its probability."""

from __future__ import annotations

from itertools import product

import torch
from torch import Tensor

from derivations import dropout
from derivations.vocabulary import Formula
from numerics.models import Model


def kept(bits: Tensor, weights: Tensor) -> Tensor:  # [batch, support] twice -> [batch]
    """The probability that the bit is 1."""
    return torch.where(bits == 1, weights, 0.0).sum(dim=1)


def inverted_mean(h: Tensor) -> Tensor:  # [batch] -> [batch]
    """The activity itself."""
    return h


def spread(low: Tensor, high: Tensor, chance: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The variance of what is `high` with the given probability and otherwise `low`."""
    centre = torch.lerp(low, high, chance)
    return (1 - chance) * (low - centre) ** 2 + chance * (high - centre) ** 2


def inverted_variance(r: Tensor, h: Tensor, weights_r: Tensor) -> Tensor:  # -> [batch]
    """The variance of what is h over its probability, or 0."""
    chance = kept(r, weights_r)
    return spread(torch.zeros_like(h), h / chance, chance)


def plain_variance(r: Tensor, h: Tensor, weights_r: Tensor) -> Tensor:  # -> [batch]
    """The variance of what is h or 0."""
    return spread(torch.zeros_like(h), h, kept(r, weights_r))


def masks(chances: Tensor) -> tuple[Tensor, Tensor]:  # [batch, n] -> [masks, n], [batch, masks]
    """All masks, and the probability of each."""
    every = torch.tensor(list(product((0.0, 1.0), repeat=chances.shape[1])), dtype=chances.dtype, device=chances.device)
    factors = torch.where(every == 1, chances[:, None], 1 - chances[:, None])
    return every, factors.prod(dim=2)


def means(values: Tensor, probabilities: Tensor) -> Tensor:  # [batch, masks, …], [batch, masks] -> [batch, …]
    """The mean over all masks."""
    return torch.einsum("bk...,bk->b...", values, probabilities)


def chances_of(n: int, q: int, *counts: Tensor) -> Tensor:  # [batch] each -> [batch, n]
    """The probabilities that the first n inputs are kept, each in so many of q outcomes."""
    return torch.stack(counts[:n], dim=1).clamp(max=q).to(torch.float64) / q


def weight_rescaling(
    c_1: Tensor, c_2: Tensor, x: Tensor, theta: Tensor, n: int, q: int
) -> Tensor:  # -> [batch, m]
    """The mean of the outputs."""
    every, probabilities = masks(chances_of(n, q, c_1, c_2))
    return means(torch.einsum("bmn,kn,bn->bkm", theta, every, x), probabilities)


def squared_error(
    c_1: Tensor, c_2: Tensor, x: Tensor, theta: Tensor, y: Tensor, n: int, q: int
) -> Tensor:  # -> [batch]
    """The mean squared error."""
    every, probabilities = masks(chances_of(n, q, c_1, c_2))
    return means((y[:, None] - torch.einsum("bn,kn,bn->bk", theta, every, x)) ** 2, probabilities)


def geometric_ensemble(
    c_1: Tensor, c_2: Tensor, x: Tensor, theta: Tensor, n: int, q: int
) -> Tensor:  # -> [batch]
    """The geometric means of both class probabilities, normalised."""
    every, probabilities = masks(chances_of(n, q, c_1, c_2))
    score = torch.einsum("bn,kn,bn->bk", theta, every, x)
    logs = torch.log_softmax(torch.stack([score, torch.zeros_like(score)], dim=2), dim=2)
    return torch.softmax(means(logs, probabilities), dim=1)[:, 0]


MODELS: dict[Formula, Model] = {
    dropout.inverted_mean: inverted_mean,
    dropout.inverted_variance: inverted_variance,
    dropout.plain_variance: plain_variance,
    dropout.weight_rescaling: weight_rescaling,
    dropout.squared_error: squared_error,
    dropout.geometric_ensemble: geometric_ensemble,
    dropout.masked_variance: inverted_variance,
}
