"""Torch models of `derivations.linear_exponential_models`: `torch.distributions`, autograd, `torch.nn.functional`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Geometric, Normal, Poisson

from derivations import linear_exponential_models as models
from derivations.vocabulary import Formula
from numerics.models import Model


def bernoulli(y: Tensor, phi: Tensor) -> Tensor:  # -> [batch]
    """The probability of torch."""
    return Bernoulli(phi).log_prob(y.to(phi)).exp()


def inverse_link(eta: Tensor) -> Tensor:  # -> [batch]
    """The probability of the logit."""
    return Bernoulli(logits=eta).mean


def normal(y: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The density of torch."""
    return Normal(mu, torch.ones_like(mu)).log_prob(y).exp()


def base(y: Tensor) -> Tensor:  # -> [batch]
    """The density at the mean 0."""
    return normal(y, torch.zeros_like(y))


def normal_partition(eta: Tensor) -> Tensor:  # -> [batch]
    """What the log-density at 0 loses when the mean moves."""
    zero = torch.zeros_like(eta)
    return (normal(zero, zero) / normal(zero, eta)).log()


def poisson(y: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The probability of torch."""
    return Poisson(r).log_prob(y.to(r)).exp()


def poisson_partition(eta: Tensor) -> Tensor:  # -> [batch]
    """Minus the log-probability of zero."""
    return -Poisson(eta.exp()).log_prob(torch.zeros_like(eta))


def geometric(y: Tensor, phi: Tensor) -> Tensor:  # -> [batch]
    """The probability of one failure less than trials."""
    return Geometric(phi).log_prob((y - 1).to(phi)).exp()


def geometric_parameter(phi: Tensor) -> Tensor:  # -> [batch]
    """What one trial more adds to the log-probability."""
    law = Geometric(phi)
    return law.log_prob(torch.full_like(phi, 3.0)) - law.log_prob(torch.full_like(phi, 2.0))


def geometric_partition(eta: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the geometric series from the first power on."""
    return -torch.log(torch.expm1(-eta))


MODELS: dict[Formula, Model] = {
    models.bernoulli: bernoulli,
    models.inverse_link: inverse_link,
    models.normal: normal,
    models.base: base,
    models.normal_partition: normal_partition,
    models.poisson: poisson,
    models.poisson_partition: poisson_partition,
    models.geometric: geometric,
    models.geometric_parameter: geometric_parameter,
    models.geometric_partition: geometric_partition,
}
