"""Torch models of `derivations.bayes_classifier`: probabilities of pairs of point and label, and of two labels."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import bayes_classifier
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.moments import mean_of

Sides = tuple[Tensor, Tensor]  # [batch] each


def labelled(e: Tensor, weights: Tensor) -> Tensor:  # [batch, points] each -> [batch, points, labels]
    """The joint probabilities of point and label."""
    return weights[:, :, None] * torch.stack((1 - e, e), dim=-1)


def risk_of_bayes(e: Tensor, weights_x: Tensor) -> Tensor:  # [batch, points] each -> [batch]
    """What is left of the joint probabilities when the larger of each point is taken away."""
    return 1 - labelled(e, weights_x).amax(dim=-1).sum(dim=-1)


def classifier_risk(e: Tensor, b: Tensor, weights_x: Tensor) -> Tensor:  # [batch, points] each -> [batch]
    """The joint probabilities of the labels that are not predicted."""
    joint = labelled(e, weights_x)
    return joint.gather(2, 1 - b[:, :, None]).sum(dim=(1, 2))


def excess_risk(e: Tensor, b: Tensor, weights_x: Tensor) -> Tensor:  # [batch, points] each -> [batch]
    """The risk less the smallest."""
    return classifier_risk(e, b, weights_x) - risk_of_bayes(e, weights_x)


def optimal(e: Tensor, b: Tensor, weights_x: Tensor) -> Sides:
    """The risk, and the smallest."""
    return classifier_risk(e, b, weights_x), risk_of_bayes(e, weights_x)


def plug_in_bound(e: Tensor, h: Tensor, weights_x: Tensor) -> Sides:
    """The excess risk of the rounded estimate, and the distance of the joint distributions of point and label."""
    guess = (h >= 0.5).long()
    apart = labelled(e, weights_x) - labelled(h, weights_x)
    return excess_risk(e, guess, weights_x), apart.abs().sum(dim=(1, 2))


def nearest_neighbour(e: Tensor, weights_x: Tensor) -> Tensor:  # [batch, points] each -> [batch]
    """The probability that two labels of the same point differ."""
    labels = torch.stack((1 - e, e), dim=-1)
    same = labels.square().sum(dim=-1)
    return mean_of(1 - same, weights_x)


def cover_hart(e: Tensor, weights_x: Tensor) -> Sides:
    """That probability, and the same for a single point whose label is wrong with the Bayes risk."""
    risk = risk_of_bayes(e, weights_x)
    return nearest_neighbour(e, weights_x), 1 - risk.square() - (1 - risk).square()


MODELS: dict[Formula, Model] = {
    bayes_classifier.risk_of_bayes: risk_of_bayes,
    bayes_classifier.classifier_risk: classifier_risk,
    bayes_classifier.excess_risk: excess_risk,
    bayes_classifier.optimal: optimal,
    bayes_classifier.plug_in_bound: plug_in_bound,
    bayes_classifier.nearest_neighbour: nearest_neighbour,
    bayes_classifier.cover_hart: cover_hart,
}
