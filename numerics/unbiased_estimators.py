"""Torch models of `derivations.unbiased_estimators`: the population, all samples, and weighted draws."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from derivations import unbiased_estimators
from derivations.vocabulary import Formula
from numerics.models import Model


def mean_unbiased(x: Tensor) -> Tensor:  # [batch, values] -> [batch]
    """The mean of the population."""
    return x.mean(dim=1)


def variance_unbiased(x: Tensor) -> Tensor:  # [batch, values] -> [batch]
    """The variance of the population."""
    return x.var(dim=1, correction=0)


def variance_biased(x: Tensor, N: int) -> Tensor:  # [batch, values] -> [batch]
    """The mean over all samples of `torch.var` without a correction."""
    samples = torch.tensor(list(itertools.product(range(x.shape[1]), repeat=N)), device=x.device)
    return x[:, samples].var(dim=2, correction=0).mean(dim=1)


def importance_variance(p: Tensor, q: Tensor, f: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """Half the mean squared difference of two independent draws."""
    drawn = p / q * f
    apart = (drawn[:, :, None] - drawn[:, None, :]).square()
    return torch.einsum("bi,bj,bij->b", q, q, apart) / 2


def effective_size(w: Tensor) -> Tensor:  # [batch, draws] -> [batch]
    """The squared ratio of the two norms."""
    return (w.norm(p=1, dim=1) / w.norm(p=2, dim=1)).square()


MODELS: dict[Formula, Model] = {
    unbiased_estimators.mean_unbiased: mean_unbiased,
    unbiased_estimators.variance_unbiased: variance_unbiased,
    unbiased_estimators.variance_biased: variance_biased,
    unbiased_estimators.importance_variance: importance_variance,
    unbiased_estimators.effective_size: effective_size,
}
