"""Torch models of `derivations.distributions`: `torch.distributions`, and sums over all sequences of trials."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Distribution, Exponential, MultivariateNormal, OneHotCategorical, Poisson

from derivations import distributions
from numerics.models import Model


def density(law: Distribution, x: Tensor) -> Tensor:  # [batch, …] -> [batch]
    """The probability or density of a distribution of `torch.distributions` at a point."""
    found: Tensor = law.log_prob(x).exp()
    return found


def bernoulli(x: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The probability of `torch.distributions.Bernoulli`."""
    return density(Bernoulli(probs=p), x.to(p))


def counts(p: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch, successes]
    """The probability of each number of successes, from all sequences of trials."""
    found = p.new_zeros(len(p), int(n.max()) + 1)
    for size in range(1, int(n.max()) + 1):
        of_size = torch.zeros_like(found)
        for sequence in itertools.product((0, 1), repeat=size):
            steps = [p if success else 1 - p for success in sequence]
            of_size[:, sum(sequence)] += torch.stack(steps).prod(dim=0)
        found = torch.where((n == size)[:, None], of_size, found)
    return found


def binomial_mass(x: Tensor, n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The probability of the sequences with x successes."""
    return counts(p, n).gather(1, x[:, None])[:, 0]


def poisson(x: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The probability of `torch.distributions.Poisson`."""
    return density(Poisson(beta), x.to(beta))


def exponential(x: Tensor, beta: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The density of `torch.distributions.Exponential`."""
    return density(Exponential(beta), x)


def categorical(x: Tensor, p: Tensor) -> Tensor:  # [batch, classes] each -> [batch]
    """The probability of `torch.distributions.OneHotCategorical`."""
    return density(OneHotCategorical(probs=p), x.to(p))


def multivariate_normal(x: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """The density of `torch.distributions.MultivariateNormal`."""
    return density(MultivariateNormal(mu, Sigma), x)


def binomial_mean(n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean number of successes over all sequences."""
    shares = counts(p, n)
    return (shares * torch.arange(shares.shape[1]).to(p)).sum(dim=-1)


def binomial_variance(n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Half the mean squared difference between two independent numbers of successes."""
    shares = counts(p, n)
    number = torch.arange(shares.shape[1]).to(p)
    apart = (number[:, None] - number[None, :]).square() / 2
    return torch.einsum("bs,bt,st->b", shares, shares, apart)


MODELS: dict[object, Model] = {
    distributions.bernoulli: bernoulli,
    distributions.binomial_mass: binomial_mass,
    distributions.poisson: poisson,
    distributions.exponential: exponential,
    distributions.categorical: categorical,
    distributions.multivariate_normal: multivariate_normal,
    distributions.binomial_mean: binomial_mean,
    distributions.binomial_variance: binomial_variance,
}
