"""Torch models of `derivations.natural_losses`: distributions of `torch`, and derivatives of their log-densities."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Normal, Poisson

from derivations import natural_losses as losses
from derivations.vocabulary import Formula
from numerics.models import Model


def bernoulli(a: Tensor, y: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Minus the log-probability of the target."""
    return -Bernoulli(logits=a).log_prob(y.double())


def poisson(a: Tensor, y: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Minus the log-probability of the count."""
    return -Poisson(a.exp()).log_prob(y.double())


def poisson_short(a: Tensor, y: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The Poisson loss of `torch.nn.functional`, for the logarithm of the rate."""
    return torch.nn.functional.poisson_nll_loss(a, y.double(), log_input=True, full=False, reduction="none")


def slope(loss: Tensor, at: Tensor) -> Tensor:
    """The derivative of each loss by its own argument."""
    (found,) = torch.autograd.grad(loss.sum(), at)
    return found


def bernoulli_slope(a: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the log-probability, by autograd."""
    a = a.detach().requires_grad_(True)
    return slope(bernoulli(a, y), a)


def poisson_slope(a: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The same for counts."""
    a = a.detach().requires_grad_(True)
    return slope(poisson(a, y), a)


def poisson_gradient(w: Tensor, x: Tensor, y: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch, d]
    """The derivative of the log-probability by the weights, by autograd."""
    w = w.detach().requires_grad_(True)
    return slope(poisson((w * x).sum(dim=1), y), w)


def bernoulli_parameter(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The logits of `torch.distributions`."""
    return Bernoulli(probs=p, validate_args=False).log_prob(torch.ones_like(p)) - Bernoulli(
        probs=p, validate_args=False
    ).log_prob(torch.zeros_like(p))


def bernoulli_partition(eta: Tensor) -> Tensor:  # [batch] -> [batch]
    """The log-sum-exp over both values."""
    return torch.logsumexp(torch.stack([torch.zeros_like(eta), eta]), dim=0)


def poisson_parameter(lambda_: Tensor) -> Tensor:  # [batch] -> [batch]
    """What one more success adds to the log-probability, its own part left out."""
    law = Poisson(lambda_)
    return law.log_prob(torch.ones_like(lambda_)) - law.log_prob(torch.zeros_like(lambda_))


def log_density(mu: Tensor, sigma: Tensor, x: float) -> Tensor:  # [batch] twice -> [batch]
    """The normal log-density at a point."""
    return Normal(mu, sigma).log_prob(torch.full_like(mu, x))


def normal_first(mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The odd part of the log-density at 1."""
    return (log_density(mu, sigma, 1.0) - log_density(mu, sigma, -1.0)) / 2


def normal_second(sigma: Tensor) -> Tensor:  # -> [batch]
    """The change of the centred log-density from 0 to 1."""
    centre = torch.zeros_like(sigma)
    return log_density(centre, sigma, 1.0) - log_density(centre, sigma, 0.0)


def normal_partition(mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """How far the log-density at 0 lies below that of the standard normal distribution at 0."""
    return log_density(torch.zeros_like(mu), torch.ones_like(sigma), 0.0) - log_density(mu, sigma, 0.0)


MODELS: dict[Formula, Model] = {
    losses.bernoulli: bernoulli,
    losses.poisson: poisson,
    losses.poisson_short: poisson_short,
    losses.bernoulli_slope: bernoulli_slope,
    losses.poisson_slope: poisson_slope,
    losses.poisson_gradient: poisson_gradient,
    losses.bernoulli_parameter: bernoulli_parameter,
    losses.bernoulli_partition: bernoulli_partition,
    losses.poisson_parameter: poisson_parameter,
    losses.normal_first: normal_first,
    losses.normal_second: normal_second,
    losses.normal_partition: normal_partition,
}
