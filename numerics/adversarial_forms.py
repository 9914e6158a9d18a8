"""Torch models of `derivations.adversarial_forms`: logits of densities, divergences of `torch.distributions`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical
from torch.nn.functional import logsigmoid

from derivations import adversarial_forms as forms
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def over(x: Tensor, weights: Tensor, f: Map) -> Tensor:  # [batch, outcomes] twice -> [batch]
    """The weighted sum of a function of the points."""
    return torch.einsum("bo,bo->b", weights, torch.stack([f(point) for point in x.unbind(dim=1)], dim=1))


def log_density(bump: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of a density between 1 and 2."""
    return torch.log1p(torch.reciprocal(1 + bump(x).square()))


def at_best(b: Map, c: Map, x: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The log-likelihoods of both labels by the logit."""

    def both(point: Tensor) -> Tensor:
        logit = log_density(b, point) - log_density(c, point)
        return logsigmoid(logit) + logsigmoid(-logit)

    return over(x, weights_x, both)


def contrastive(S: Map, x: Tensor, weights_x: Tensor) -> Tensor:  # -> [batch]
    """The same for any logit."""

    def both(point: Tensor) -> Tensor:
        logit = torch.sin(torch.atan(S(point)))
        return logsigmoid(logit) + logsigmoid(-logit)

    return over(x, weights_x, both)


def squared(c_p: Map, c_q: Map, b: Tensor, a: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The targets, mixed by the softmax of the log-densities."""
    shares = torch.softmax(torch.stack((log_density(c_p, x), log_density(c_q, x)), dim=1), dim=1)
    return (shares * torch.stack((b, a), dim=1)).sum(dim=1)


def as_divergences(p: Tensor, q: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """Entropies of the laws and of the sum of both."""
    total = torch.special.entr(p + q).sum(dim=1)
    return total - Categorical(probs=p).entropy() - Categorical(probs=q).entropy()


MODELS: dict[Formula, Model] = {
    forms.at_best: at_best,
    forms.odds: lambda b, c, x: torch.exp(log_density(b, x) - log_density(c, x)),
    forms.complement: lambda b, c, x: torch.sigmoid(log_density(c, x) - log_density(b, x)),
    forms.logit: lambda b, c, x: log_density(b, x) - log_density(c, x),
    forms.by_logit: lambda b, c, x: torch.sigmoid(log_density(b, x) - log_density(c, x)),
    forms.squared: squared,
    forms.as_divergences: as_divergences,
    forms.contrastive: contrastive,
}
