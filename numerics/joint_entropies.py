"""Torch models of `derivations.joint_entropies`: `torch.distributions.Categorical`, joint and row by row."""

from __future__ import annotations

from torch import Tensor
from torch.distributions import Categorical

from derivations import joint_entropies
from derivations.vocabulary import Formula
from numerics.information import entropy, mutual_information
from numerics.models import Model

Sides = tuple[Tensor, Tensor]  # [batch] each


def joint_entropy(P: Tensor) -> Tensor:  # [batch, n, m] -> [batch]
    """The entropy of the pairs."""
    return entropy(P.flatten(1))


def conditional_entropy(P: Tensor) -> Tensor:  # [batch, n, m] -> [batch]
    """The mean of the entropies of the rows, each normalised by `Categorical` itself."""
    rows: Tensor = Categorical(probs=P).entropy()
    return (rows * P.sum(dim=2)).sum(dim=1)


def conditioning(P: Tensor) -> Sides:
    """The conditional entropy, and the entropy of the column sums."""
    return conditional_entropy(P), entropy(P.sum(dim=1))


def subadditivity(P: Tensor) -> Sides:
    """The entropy of the pairs, and that of independent quantities with the same margins."""
    apart = P.sum(dim=2, keepdim=True) * P.sum(dim=1, keepdim=True)
    return joint_entropy(P), joint_entropy(apart)


MODELS: dict[Formula, Model] = {
    joint_entropies.joint_entropy: joint_entropy,
    joint_entropies.conditional_entropy: conditional_entropy,
    joint_entropies.chain_rule: joint_entropy,
    joint_entropies.conditioning: conditioning,
    joint_entropies.subadditivity: subadditivity,
    joint_entropies.information_conditional: mutual_information,
}
