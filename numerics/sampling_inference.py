"""Torch models of `derivations.sampling_inference`: `torch.distributions`, sums of squares, likelihoods."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Binomial, Normal, Poisson

from derivations import sampling_inference
from derivations.vocabulary import Formula
from numerics.models import Model


def standard_error(sigma: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The length of n deviations of one n-th each."""
    there = torch.arange(int(n.max())) < n[:, None]
    return torch.linalg.vector_norm(torch.where(there, (sigma / n)[:, None], 0.0), dim=1)


def z_statistic(x_bar: Tensor, mu: Tensor, sigma: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The squared distance by the squared standard error, as a root with the sign of the distance."""
    away = x_bar - mu
    return away.sign() * (away.square() / standard_error(sigma, n).square()).sqrt()


def z_score(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """Minus the derivative of the log-density by the point, times the standard deviation."""
    at = x.detach().requires_grad_(True)
    return -sigma * torch.autograd.grad(Normal(mu, sigma).log_prob(at).sum(), at)[0]


def share_error(p: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The standard deviation of `torch.distributions.Binomial`, by the number of trials."""
    return Binomial(n.to(p), p).stddev / n


def half_length(q: Tensor, sigma: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """Half the distance between both ends."""
    error = standard_error(sigma, n)
    return (torch.lerp(0 * q, error, q) - torch.lerp(0 * q, -error, q)) / 2


def sample_size(q: Tensor, sigma: Tensor, e: Tensor) -> Tensor:  # -> [batch]
    """The squared ratio, by logarithms."""
    return (2 * (q.log() + sigma.log() - e.log())).exp()


def share_size(q: Tensor, p: Tensor, e: Tensor) -> Tensor:  # -> [batch]
    """That of a mean with the deviation of one trial."""
    return sample_size(q, share_error(p, torch.ones_like(p, dtype=torch.int64)), e)


def pooled(s: Tensor, r: Tensor, n: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The mean of both variances, weighted with the degrees of freedom."""
    return torch.lerp(s.square(), r.square(), (m - 1).to(s) / (n - 1 + m - 1))


def welch(x_bar: Tensor, y_bar: Tensor, s: Tensor, r: Tensor, n: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The difference by the length of both standard errors."""
    return (x_bar - y_bar) / torch.hypot(standard_error(s, n), standard_error(r, m))


def pooled_test(x_bar: Tensor, y_bar: Tensor, s: Tensor, n: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The same with one standard deviation."""
    return welch(x_bar, y_bar, s, s, n, m)


def cohen(x_bar: Tensor, y_bar: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """The standard score of one mean under the other."""
    return z_score(x_bar, y_bar, s)


def pearson(o: Tensor, e: Tensor) -> Tensor:  # [batch, k] each -> [batch]
    """Squared standard scores of Poisson counts."""
    return ((o - e) / Poisson(e).stddev).square().sum(dim=1)


def likelihood_ratio(o: Tensor, e: Tensor) -> Tensor:  # [batch, k] each -> [batch]
    """By the cross-entropies of the counts."""
    return 2 * (torch.special.xlogy(o, o) - torch.special.xlogy(o, e)).sum(dim=1)


def decomposition(T: Tensor, theta: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean squared distance from the parameter."""
    return (weights_x * (T - theta[:, None]).square()).sum(dim=1)


def bias(T: Tensor, theta: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The mean distance from the parameter."""
    return (weights_x * (T - theta[:, None])).sum(dim=1)


MODELS: dict[Formula, Model] = {
    sampling_inference.standard_error: standard_error,
    sampling_inference.z_statistic: z_statistic,
    sampling_inference.z_score: z_score,
    sampling_inference.share_error: share_error,
    sampling_inference.half_length: half_length,
    sampling_inference.sample_size: sample_size,
    sampling_inference.share_size: share_size,
    sampling_inference.pooled: pooled,
    sampling_inference.welch: welch,
    sampling_inference.pooled_test: pooled_test,
    sampling_inference.cohen: cohen,
    sampling_inference.pearson: pearson,
    sampling_inference.likelihood_ratio: likelihood_ratio,
    sampling_inference.decomposition: decomposition,
    sampling_inference.bias: bias,
}
