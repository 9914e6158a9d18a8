"""Torch models of `derivations.conjugate_updates`: moments of `torch.distributions`, exponents of joint densities."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Beta, Gamma, Normal

from derivations import conjugate_updates as conjugate
from derivations.vocabulary import Formula
from numerics.models import Model


def predictive(m: Tensor, n_0: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The mean of the posterior."""
    return Beta(a + m, b + n_0).mean


def map_estimate(m: Tensor, n_0: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The mode of the posterior."""
    return Beta((a + m).double(), (b + n_0).double()).mode


def gamma_mean(a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The mean of `torch`."""
    return Gamma(a, b).mean


def gamma_variance(a: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The variance of `torch`."""
    return Gamma(a, b).variance


def exponents(a: Tensor, b: Tensor, x: Tensor, mu: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """Shape and rate of the posterior, from the joint log-density at three precisions.

    The log-density is (shape - 1) log τ - rate τ and a constant.
    """
    points = torch.tensor([1.0, 2.0, 3.0], dtype=b.dtype)
    values = []
    for precision in points:
        law = Normal(mu[:, None], precision.rsqrt())
        values.append(law.log_prob(x).sum(dim=1) + Gamma(a, b).log_prob(precision.expand_as(a)))
    known = torch.stack((points.log(), -points, torch.ones_like(points)), dim=1)
    shape, rate, _ = torch.linalg.solve(known, torch.stack(values)).unbind(dim=0)
    return shape + 1, rate


def posterior_shape(a: Tensor, N: int) -> Tensor:  # -> [batch]
    """The shape after N examples, wherever they are."""
    still = torch.zeros(a.shape[0], N, dtype=a.dtype)
    return exponents(a, torch.ones_like(a), still, torch.zeros_like(a))[0]


def posterior_rate(b: Tensor, x: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The rate after the examples."""
    return exponents(torch.ones_like(b), b, x, mu)[1]


def updated_mean(kappa: Tensor, m_0: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """Where the derivative of the squared deviations, those of the prior included, is 0: one Newton step."""
    at = torch.zeros_like(m_0).requires_grad_(True)
    loss = (x - at[:, None]).square().sum(dim=1) + kappa * (m_0 - at).square()
    (slope,) = torch.autograd.grad(loss.sum(), at, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), at)
    return -slope.detach() / bend


def rate_update(b: Tensor, kappa: Tensor, m_0: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The rate, and half of the least squared deviation, that of the prior included."""
    best = updated_mean(kappa, m_0, x)
    return b + ((x - best[:, None]).square().sum(dim=1) + kappa * (m_0 - best).square()) / 2


def largest_share(m: Tensor) -> Tensor:  # [batch, K] -> [batch, K]
    """Counts that sum to one."""
    return torch.nn.functional.normalize(m, p=1, dim=1)


MODELS: dict[Formula, Model] = {
    conjugate.predictive: predictive,
    conjugate.map_estimate: map_estimate,
    conjugate.gamma_mean: gamma_mean,
    conjugate.gamma_variance: gamma_variance,
    conjugate.posterior_shape: posterior_shape,
    conjugate.posterior_rate: posterior_rate,
    conjugate.updated_mean: updated_mean,
    conjugate.rate_update: rate_update,
    conjugate.largest_share: largest_share,
}
