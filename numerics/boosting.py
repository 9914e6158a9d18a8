"""Torch models of `derivations.boosting`: minimisation of the normaliser, weights as log-probabilities."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import boosting
from derivations.vocabulary import Formula
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def weighted_error(y: Tensor, h: Tensor, w: Tensor) -> Tensor:  # [batch, n] three times -> [batch]
    """The mean number of mistakes of a sample that is drawn by the weights."""
    return (torch.distributions.Categorical(probs=w).probs * (y != h)).sum(dim=1)


def minimiser(epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """Where (1 - epsilon) exp(-a) + epsilon exp(a) is smallest: damped Newton steps on its logarithm."""
    a = torch.zeros_like(epsilon)
    for _ in range(12):
        at = a.clone().requires_grad_(True)
        value = torch.logsumexp(torch.stack([(1 - epsilon).log() - at, epsilon.log() + at]), dim=0)
        (slope,) = torch.autograd.grad(value.sum(), at, create_graph=True)
        (bend,) = torch.autograd.grad(slope.sum(), at)
        a = a - torch.clamp(slope.detach() / bend, -1, 1)
    return a


def full_learner_weight(epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """The log-odds of a hit."""
    return torch.logit(1 - epsilon)


def weight_update(D: Tensor, alpha: Tensor, y: Tensor, h: Tensor) -> Tensor:  # -> [batch, n]
    """The softmax of the log-weights less the strengthened margins."""
    return torch.softmax(D.log() - alpha[:, None] * y * h, dim=1)


def normalisation(D: Tensor, alpha: Tensor, y: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """Hits and mistakes apart."""
    missed = (D * (y != h)).sum(dim=1)
    return (1 - missed) * torch.exp(-alpha) + missed * torch.exp(alpha)


def normaliser_of_error(epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """The least value of the normaliser."""
    a = minimiser(epsilon)
    return (1 - epsilon) * torch.exp(-a) + epsilon * torch.exp(a)


def normaliser_bound(epsilon: Tensor) -> Sides:  # [batch] -> [batch] twice
    """The least normaliser, and the exponential of minus twice the squared edge."""
    return normaliser_of_error(epsilon), torch.exp(-2 * (0.5 - epsilon).square())


def training_bound(gamma: Tensor) -> Sides:  # [batch, T] -> [batch] twice
    """The product of the least normalisers, and the exponential."""
    batch, rounds = gamma.shape
    least = normaliser_of_error((0.5 - gamma).flatten()).reshape(batch, rounds)
    return least.prod(dim=1), torch.exp(-2 * torch.linalg.vector_norm(gamma, dim=1) ** 2)


def exponential_loss(y: Tensor, f: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The exponential of the log-sum-exp of the negative margins."""
    return torch.logsumexp(-y * f, dim=1).exp()


MODELS: dict[Formula, Model] = {
    boosting.weighted_error: weighted_error,
    boosting.learner_weight: minimiser,
    boosting.full_learner_weight: full_learner_weight,
    boosting.weight_update: weight_update,
    boosting.normalisation: normalisation,
    boosting.normaliser_of_error: normaliser_of_error,
    boosting.normaliser_bound: normaliser_bound,
    boosting.training_bound: training_bound,
    boosting.exponential_loss: exponential_loss,
}
