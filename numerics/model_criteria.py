"""Torch models of `derivations.model_criteria`: normal likelihoods, powers, mean squares."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import model_criteria
from derivations.vocabulary import Formula
from numerics.models import Model


def corrected(A: Tensor, k: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The penalty 2 k n / (n - k - 1) instead of 2 k."""
    return A - 2 * k + 2 * k * n / (n - k - 1).to(A)


def score_form(L: Tensor, k: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The product with one root of n for each parameter."""
    return torch.log(torch.exp(L) * torch.pow(n.to(L).rsqrt(), k))


def akaike_score(L: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """One for each parameter."""
    return torch.sub(L, k)


def mallows(R: Tensor, p: Tensor, sigma: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The training error and twice the mean covariance of targets and fits."""
    return torch.div(R, n) + 2 * sigma.square() * torch.div(p, n)


def schwarz_error(R: Tensor, p: Tensor, sigma: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the number instead of two."""
    return torch.div(R, n) + n.to(R).log() * sigma.square() * torch.div(p, n)


def deviance(R: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """Minus twice the log-likelihood of n equal residuals at the best variance, less that of residuals and scale 1."""
    deviation = (R / n).sqrt()
    one = torch.ones_like(R)
    best = Normal(0 * R, deviation).log_prob(deviation) - Normal(0 * R, one).log_prob(one)
    return -2 * n * best


def normal_akaike(R: Tensor, n: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """Twice the number of parameters on it."""
    return deviance(R, n) + k + k


def normal_schwarz(R: Tensor, n: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of n to the power of the number of parameters on it."""
    return deviance(R, n) + torch.pow(n.to(R), k).log()


MODELS: dict[Formula, Model] = {
    model_criteria.corrected: corrected,
    model_criteria.score_form: score_form,
    model_criteria.akaike_score: akaike_score,
    model_criteria.mallows: mallows,
    model_criteria.schwarz_error: schwarz_error,
    model_criteria.normal_akaike: normal_akaike,
    model_criteria.normal_schwarz: normal_schwarz,
}
