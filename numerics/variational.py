"""Torch models of `derivations.variational`: torch's distributions and divergences, and automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import variational
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def evidence(pi: Tensor, h: Tensor) -> Tensor:  # [batch, k] twice -> [batch]
    """The logarithm of the mean likelihood under the prior."""
    return torch.logsumexp(pi.log() + h.log(), dim=1)


def lower_bound(pi: Tensor, h: Tensor, q: Tensor) -> Tensor:  # [batch, k] each -> [batch]
    """The entropy of the encoder plus its mean of the logarithm of the joint."""
    entropy: Tensor = torch.special.entr(q).sum(dim=1)
    return entropy + (q * (pi * h).log()).sum(dim=1)


def evidence_lower_bound(pi: Tensor, h: Tensor, q: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """The bound, and the logarithm of the evidence."""
    reconstruction = (q * h.log()).sum(dim=1)
    return reconstruction - kl_divergence(Categorical(probs=q), Categorical(probs=pi)), evidence(pi, h)


def score_function(theta: Tensor, f: Tensor) -> Tensor:  # [batch, k] twice -> [batch, k]
    """The gradient of the mean."""
    return batch_jacobian(lambda scores: (torch.softmax(scores, dim=1) * f).sum(dim=1), theta)


def latent(mu: Tensor, sigma: Tensor, epsilon: Tensor) -> Tensor:  # [batch] twice, [batch, support] -> same
    """The re-parametrised latent values."""
    return mu[:, None] + sigma[:, None] * epsilon


def pathwise_mean(  # -> [batch]
    epsilon: Tensor, weights_epsilon: Tensor, mu: Tensor, sigma: Tensor, g: Map
) -> Tensor:
    """The derivative of the mean by the mean of the encoder."""
    return batch_jacobian(lambda centre: (weights_epsilon * g(latent(centre, sigma, epsilon))).sum(dim=1), mu)


def pathwise_spread(  # -> [batch]
    epsilon: Tensor, weights_epsilon: Tensor, mu: Tensor, sigma: Tensor, g: Map
) -> Tensor:
    """The derivative of the mean by the standard deviation of the encoder."""
    return batch_jacobian(lambda spread: (weights_epsilon * g(latent(mu, spread, epsilon))).sum(dim=1), sigma)


def reparametrised_mean(epsilon: Tensor, weights_epsilon: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean over the sample space."""
    return (weights_epsilon * latent(mu, sigma, epsilon)).sum(dim=1)


MODELS: dict[Formula, Model] = {
    variational.two_forms: lower_bound,
    variational.decomposition: evidence,
    variational.evidence_lower_bound: evidence_lower_bound,
    variational.tight_at_posterior: evidence,
    variational.score_function: score_function,
    variational.pathwise_mean: pathwise_mean,
    variational.pathwise_spread: pathwise_spread,
    variational.reparametrised_mean: reparametrised_mean,
}
