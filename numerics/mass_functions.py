"""Torch models of `derivations.mass_functions`: those of the same formulas with subscripts."""

from __future__ import annotations

from torch import Tensor

from derivations import mass_functions
from derivations.vocabulary import Formula
from numerics import distances, information, moments
from numerics.models import Model


def entropy(a: Tensor) -> Tensor:  # [batch, outcomes] -> [batch]
    """The entropy of `torch.distributions.Categorical`."""
    return information.entropy(a)


def cross_entropy(a: Tensor, b: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The cross-entropy of `torch.nn.functional`."""
    return information.cross_entropy(a, b)


def divergence(a: Tensor, b: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The divergence that `torch.distributions` registers."""
    return information.divergence(a, b)


def total_variation(a: Tensor, b: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """The largest difference over all events."""
    return distances.total_variation(a, b)


def hellinger(a: Tensor, b: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """One less the cosine of the angle between the roots."""
    return distances.hellinger(a, b)


def variance(a: Tensor, c: Tensor) -> Tensor:  # [batch, outcomes] each -> [batch]
    """From all pairs of outcomes."""
    return moments.variance(c, a)


MODELS: dict[Formula, Model] = {
    mass_functions.entropy: entropy,
    mass_functions.cross_entropy: cross_entropy,
    mass_functions.divergence: divergence,
    mass_functions.total_variation: total_variation,
    mass_functions.hellinger: hellinger,
    mass_functions.variance: variance,
}
