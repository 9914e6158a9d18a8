"""Torch models of `derivations.density_information`: `torch.distributions`, autograd, and sums over the outcomes."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Exponential, Laplace, Normal, Poisson, Uniform, kl_divergence

from derivations import density_information
from derivations.vocabulary import Formula
from numerics.distributions import counts
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model, batch_jacobian


def exponential_entropy(beta: Tensor) -> Tensor:  # [batch] -> [batch]
    """The entropy of `torch.distributions.Exponential`."""
    return Exponential(beta).entropy()


def uniform_entropy(a: Tensor, w: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The entropy of `torch.distributions.Uniform`."""
    return Uniform(a, a + w).entropy()


def laplace_entropy(s: Tensor) -> Tensor:  # [batch] -> [batch]
    """The entropy of `torch.distributions.Laplace`."""
    return Laplace(s * 0, s).entropy()


def exponential_divergence(beta: Tensor, gamma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The divergence that `torch.distributions` registers."""
    return kl_divergence(Exponential(beta), Exponential(gamma))


def poisson_divergence(beta: Tensor, gamma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The divergence that `torch.distributions` registers."""
    return kl_divergence(Poisson(beta), Poisson(gamma))


def normal_cross_entropy(mu: Tensor, nu: Tensor, sigma: Tensor, tau: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Minus the mean log-density, which is quadratic, by a rule that is exact for it."""
    (nodes,) = standard_nodes(mu, 1)
    return -Normal(nu, tau).log_prob(mu + sigma * nodes).mean(dim=0)


def wasserstein(mu: Tensor, nu: Tensor, sigma: Tensor, tau: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean squared distance of equal quantiles, by a rule that is exact for it."""
    (nodes,) = standard_nodes(mu, 1)
    return (mu + sigma * nodes - nu - tau * nodes).square().mean(dim=0)


def bernoulli_information(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The mean square of the score, which is taken by autograd, over the two values."""
    found = torch.zeros_like(p)
    for value in (0.0, 1.0):
        outcome = torch.full_like(p, value)

        def surprise(share: Tensor, outcome: Tensor = outcome) -> Tensor:
            return Bernoulli(probs=share).log_prob(outcome)

        found = found + surprise(p).exp() * batch_jacobian(surprise, p).square()
    return found


def binomial_information(p: Tensor, n: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The mean square of the score over the numbers of successes, from all sequences of trials."""
    shares = counts(p, n)
    slopes = score_slopes(p, n)
    return torch.where(shares > 0, slopes.square() / shares.clamp(min=1e-300), torch.zeros_like(shares)).sum(dim=1)


def score_slopes(p: Tensor, n: Tensor) -> Tensor:
    """The derivatives of the probabilities [batch, successes] by the chance of a success, by autograd."""
    chance = p.detach().requires_grad_(True)
    shares = counts(chance, n)
    columns = [torch.autograd.grad(shares[:, k].sum(), chance, retain_graph=True)[0] for k in range(shares.shape[1])]
    return torch.stack(columns, dim=1)


MODELS: dict[Formula, Model] = {
    density_information.exponential_entropy: exponential_entropy,
    density_information.uniform_entropy: uniform_entropy,
    density_information.laplace_entropy: laplace_entropy,
    density_information.exponential_divergence: exponential_divergence,
    density_information.poisson_divergence: poisson_divergence,
    density_information.normal_cross_entropy: normal_cross_entropy,
    density_information.wasserstein: wasserstein,
    density_information.bernoulli_information: bernoulli_information,
    density_information.binomial_information: binomial_information,
}
