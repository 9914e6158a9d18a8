"""Torch models of `derivations.conjugate_priors`: ratios of evidences by `torch.lgamma`, autograd and bisection."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Beta

from derivations import conjugate_priors
from derivations.vocabulary import Formula
from numerics.distributions import binomial_mass, density
from numerics.models import Model

STEPS = 60


def log_beta(a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The logarithm of the integral of p^(a-1) (1-p)^(b-1)."""
    return torch.lgamma(a) + torch.lgamma(b) - torch.lgamma(a + b)


def beta_posterior_mean(k: Tensor, n: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The evidence of one more success, over that of the draws."""
    return torch.exp(log_beta(a + k + 1, b + n - k) - log_beta(a + k, b + n - k))


def laplace_rule(k: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The same under the uniform prior."""
    one = torch.ones_like(k, dtype=torch.float64)
    return beta_posterior_mean(k, n, one, one)


def log_posterior(p: Tensor, k: Tensor, n: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The log-density of the prior and the log-probability of the draws, without the evidence."""
    law = Bernoulli(probs=p)
    one = torch.ones_like(p)
    found: Tensor = Beta(a, b).log_prob(p) + k * law.log_prob(one) + (n - k) * law.log_prob(1 - one)
    return found


def peak(function: Callable[[Tensor], Tensor], like: Tensor) -> Tensor:  # -> [batch]
    """Where a concave function of a probability has the slope 0, by autograd and bisection."""
    low, high = torch.zeros_like(like), torch.ones_like(like)
    for _ in range(STEPS):
        middle = ((low + high) / 2).requires_grad_(True)
        (slope,) = torch.autograd.grad(function(middle).sum(), middle)
        low, high = torch.where(slope > 0, middle, low).detach(), torch.where(slope > 0, high, middle).detach()
    return (low + high) / 2


def beta_map(k: Tensor, n: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The peak of the log-posterior."""
    return peak(lambda p: log_posterior(p, k, n, a, b), a)


def beta_binomial(k: Tensor, n: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The binomial probability at one half, times prior over posterior density there."""
    half = torch.full_like(a, 0.5)
    posterior = density(Beta(a + k, b + n - k), half)
    return binomial_mass(k, n, half) * density(Beta(a, b), half) / posterior


def beta_posterior(theta: Tensor, k: Tensor, n: Tensor, a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Prior times likelihood, over the evidence."""
    evidence = log_beta(a + k, b + n - k) - log_beta(a, b)
    return torch.exp(log_posterior(theta, k, n, a, b) - evidence)


def dirichlet_posterior_mean(n: Tensor, alpha: Tensor) -> Tensor:  # [batch, classes] each -> [batch, classes]
    """The evidence of one more draw of each class, over that of the draws."""
    seen = n + alpha
    more = seen[:, None, :] + torch.eye(n.shape[1]).to(alpha)

    def evidence(counts: Tensor) -> Tensor:
        return torch.lgamma(counts).sum(dim=-1) - torch.lgamma(counts.sum(dim=-1))

    return torch.exp(evidence(more) - evidence(seen)[:, None])


def additive_smoothing(n: Tensor, alpha: Tensor) -> Tensor:  # [batch, classes], [batch] -> [batch, classes]
    """The same under a symmetric prior."""
    return dirichlet_posterior_mean(n, alpha[:, None].expand(n.shape))


def gamma_mean(shape: Tensor, rate: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The integral with one more power, over that without."""
    return torch.exp(torch.lgamma(shape + 1) - torch.lgamma(shape) - rate.log())


def gamma_poisson(x: Tensor, a: Tensor, b: Tensor, n: int) -> Tensor:  # [batch, examples], [batch] twice -> [batch]
    """One power of the rate for each event, one factor exp(-rate) for each example."""
    return gamma_mean(a + x.sum(dim=1), b + n)


def gamma_exponential(x: Tensor, a: Tensor, b: Tensor, n: int) -> Tensor:  # [batch, examples], [batch] twice -> [batch]
    """One power of the rate for each example, one factor exp(-rate x) for each waiting time."""
    return gamma_mean(a + n, b + x.sum(dim=1))


MODELS: dict[Formula, Model] = {
    conjugate_priors.beta_posterior: beta_posterior,
    conjugate_priors.beta_posterior_mean: beta_posterior_mean,
    conjugate_priors.beta_map: beta_map,
    conjugate_priors.beta_binomial: beta_binomial,
    conjugate_priors.laplace_rule: laplace_rule,
    conjugate_priors.dirichlet_posterior_mean: dirichlet_posterior_mean,
    conjugate_priors.additive_smoothing: additive_smoothing,
    conjugate_priors.gamma_poisson: gamma_poisson,
    conjugate_priors.gamma_exponential: gamma_exponential,
}
