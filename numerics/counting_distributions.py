"""Torch models of `derivations.counting_distributions`: `torch.distributions`, and the subsets of a population."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache

import torch
from torch import Tensor
from torch.distributions import Dirichlet, Geometric, Multinomial, NegativeBinomial, OneHotCategorical

from derivations import counting_distributions
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each
from numerics.distributions import density
from numerics.models import Model


def geometric(k: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The probability of `torch.distributions.Geometric`, which counts failures."""
    return density(Geometric(probs=p), (k - 1).to(p))


def geometric_failures(k: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The probability of `torch.distributions.Geometric`."""
    return density(Geometric(probs=p), k.to(p))


def negative_binomial(k: Tensor, r: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The probability of `torch.distributions.NegativeBinomial`, whose parameter is the chance to fail."""
    return density(NegativeBinomial(r.to(p), probs=1 - p), k.to(p))


def negative_binomial_trials(n: Tensor, r: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The same, counted in trials."""
    return negative_binomial(n - r, r, p)


@cache
def marked_share(k: int, population: int, marked: int, drawn: int) -> float:
    """The share of the subsets of so many members that hold k of the marked ones, subset by subset."""
    subsets: Iterable[tuple[int, ...]] = itertools.combinations(range(population), drawn)
    hits = [sum(member < marked for member in subset) for subset in subsets]
    return hits.count(k) / len(hits)


def hypergeometric(k: Tensor, N: Tensor, K: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The share of the subsets."""
    return torch.tensor([marked_share(*point) for point in each(k, N, K, n)], dtype=torch.float64)


def multinomial(n: Tensor, p: Tensor) -> Tensor:  # [batch, classes] each -> [batch]
    """The probability of `torch.distributions.Multinomial`, with the number of draws that each row has."""
    found = torch.zeros_like(p[:, 0])
    for draws in range(int(n.sum(dim=1).max()) + 1):
        rows = n.sum(dim=1) == draws
        law = Multinomial(draws, probs=p[rows], validate_args=False)
        found[rows] = density(law, n[rows].to(p))
    return found


def categorical_covariance(p: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes, classes]
    """The mean outer product of the deviations, class by class."""
    law = OneHotCategorical(probs=p)
    one_hot = torch.eye(p.shape[1]).to(p)
    away = one_hot - law.mean[:, None, :]
    return torch.einsum("bs,bsi,bsj->bij", p, away, away)


def dirichlet_mean(alpha: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes]
    """The mean of `torch.distributions.Dirichlet`."""
    return Dirichlet(alpha).mean


def dirichlet_variance(alpha: Tensor) -> Tensor:  # [batch, classes] -> [batch, classes]
    """The variance of `torch.distributions.Dirichlet`."""
    return Dirichlet(alpha).variance


MODELS: dict[Formula, Model] = {
    counting_distributions.geometric: geometric,
    counting_distributions.geometric_failures: geometric_failures,
    counting_distributions.negative_binomial: negative_binomial,
    counting_distributions.negative_binomial_trials: negative_binomial_trials,
    counting_distributions.hypergeometric: hypergeometric,
    counting_distributions.multinomial: multinomial,
    counting_distributions.categorical_covariance: categorical_covariance,
    counting_distributions.dirichlet_mean: dirichlet_mean,
    counting_distributions.dirichlet_variance: dirichlet_variance,
}
