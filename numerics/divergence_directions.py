"""Torch models of `derivations.divergence_directions`: normal distributions, entropies of mixtures."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import divergence_directions
from derivations.vocabulary import Formula
from numerics.information import divergence
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def maximum_likelihood(p: Tensor, q: Tensor, r: Tensor) -> Tensor:  # [batch, n] each -> [batch]
    """The difference of the mean log-likelihoods, by torch's cross-entropy."""
    loss = torch.nn.functional.cross_entropy
    return loss(q.log(), p, reduction="none") - loss(r.log(), p, reduction="none")


def mass_covering(p: Tensor, q: Tensor, c: Tensor) -> Sides:  # [batch, n] each -> [batch] twice
    """The divergence, and the loss on the region alone less a coin's entropy."""
    region = c == 1
    seen, covered = (torch.where(region, weights, 0.0).sum(dim=1) for weights in (p, q))
    return divergence(p, q), -torch.xlogy(seen, covered) - math.log(2)


def moment_matching(x: Tensor, p: Tensor, mu: Tensor, sigma: Tensor) -> Sides:  # -> [batch] twice
    """The mean loss of the model, and that of the normal distribution with the moments of the data."""
    loss = -(p * Normal(mu[:, None], sigma[:, None]).log_prob(x)).sum(dim=1)
    mean = (p * x).sum(dim=1, keepdim=True)
    matched = Normal(mean[:, 0], (p * (x - mean).square()).sum(dim=1).sqrt())
    return loss, matched.entropy()


def both_parts(q: Tensor, o: Tensor, P: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, 2 n] twice
    """Data and model on the mode and off it."""
    data = torch.cat([P[:, None] * q, (1 - P)[:, None] * o], dim=1)
    return data, torch.cat([q, torch.zeros_like(o)], dim=1)


def mode_seeking(q: Tensor, P: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch]
    """The divergence of the model from the data, on all outcomes."""
    data, model = both_parts(q, q, P)
    return (torch.special.xlogy(model, model) - torch.special.xlogy(model, data)).sum(dim=1)


def js_of_mode(q: Tensor, o: Tensor, P: Tensor) -> Tensor:  # [batch, n] twice, [batch] -> [batch]
    """The entropy of the mixture less the mean entropy of its parts."""
    data, model = both_parts(q, o, P)
    mixture = (data + model) / 2
    entropy = -torch.special.xlogy(mixture, mixture).sum(dim=1)
    return entropy + (torch.special.xlogy(data, data) + torch.special.xlogy(model, model)).sum(dim=1) / 2


MODELS: dict[Formula, Model] = {
    divergence_directions.maximum_likelihood: maximum_likelihood,
    divergence_directions.mass_covering: mass_covering,
    divergence_directions.moment_matching: moment_matching,
    divergence_directions.mode_seeking: mode_seeking,
    divergence_directions.js_of_mode: js_of_mode,
}
