"""Torch models of `derivations.pac_bayes_constants`: binomial distributions, and the divergences of their outcomes."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Binomial, kl_divergence

from derivations import pac_bayes_constants
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def outcomes(n: Tensor, p: Tensor) -> tuple[Tensor, Tensor]:  # [batch] twice -> [batch, outcomes] twice
    """The probability of each number of errors, and n times the divergence of its share from p; 0 beyond n."""
    size = n.double()[:, None]
    errors = torch.arange(int(n.max()) + 1, dtype=torch.float64, device=n.device)[None].expand(len(n), -1)
    possible = errors <= size
    errors = torch.where(possible, errors, torch.zeros_like(errors))
    probabilities = Binomial(size, p[:, None]).log_prob(errors).exp() * possible
    share, other = (errors / size).clamp(0, 1), p[:, None].expand_as(errors)
    return probabilities, size * kl_divergence(Bernoulli(share), Bernoulli(other))


def exponential_mean(n: Tensor, p: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The mean of the exponential of the divergence."""
    probabilities, divergences = outcomes(n, p)
    return (probabilities * divergences.exp()).sum(dim=1)


def maurer_constant(n: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The mean for a fair coin, and the length of a vector of 4 n ones."""
    fair = torch.full((len(n),), 0.5, dtype=torch.float64, device=n.device)
    return exponential_mean(n, fair), (4 * n.double()).sqrt()


def confidence_level(n: Tensor, p: Tensor, delta: Tensor) -> Sides:  # [batch] each -> [batch] twice
    """The probability of a divergence below the logarithm of its bound, and the level."""
    probabilities, divergences = outcomes(n, p)
    bound = torch.log(2 * n.double().sqrt()) - torch.log(delta)
    return (probabilities * (divergences <= bound[:, None])).sum(dim=1), 1 - delta


MODELS: dict[Formula, Model] = {
    pac_bayes_constants.maurer_constant: maurer_constant,
    pac_bayes_constants.exponential_mean: exponential_mean,
    pac_bayes_constants.confidence_level: confidence_level,
}
