"""Torch models of `derivations.decision_trees`: torch's distributions, and means over listed samples."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Bernoulli, Categorical

from derivations import decision_trees
from derivations.vocabulary import Formula
from numerics.models import Model


def entropy(p: Tensor) -> Tensor:  # [batch, K] -> [batch]
    """By `torch.distributions`, in bits."""
    return Categorical(probs=p).entropy() / math.log(2)


def binary_entropy(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """By `torch.distributions`, in bits."""
    return Bernoulli(probs=p).entropy() / math.log(2)


def gini(p: Tensor) -> Tensor:  # [batch, K] -> [batch]
    """The chance that two draws differ: all pairs of classes."""
    pairs = torch.einsum("bi,bj->bij", p, p)
    return pairs.sum(dim=(1, 2)) - pairs.diagonal(dim1=1, dim2=2).sum(dim=1)


def binary_gini(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The same for two classes."""
    return gini(torch.stack([p, 1 - p], dim=1))


def misclassification(p: Tensor) -> Tensor:  # [batch, K] -> [batch]
    """All but the last of the sorted shares."""
    return p.sort(dim=1).values[:, :-1].sum(dim=1)


def mean_impurity(c: Tensor, h: Tensor) -> Tensor:  # [batch, m] twice -> [batch]
    """The mean over samples, each with the impurity of its child."""
    return torch.stack([torch.repeat_interleave(own, count).mean() for own, count in zip(h, c, strict=True)])


def information_gain(h_0: Tensor, c: Tensor, h: Tensor) -> Tensor:  # -> [batch]
    """The drop of the mean over samples."""
    return h_0 - mean_impurity(c, h)


def split_cost(n_L: Tensor, n_R: Tensor, I_L: Tensor, I_R: Tensor) -> Tensor:  # -> [batch]
    """The mean over the samples of both children."""
    return mean_impurity(torch.stack([n_L, n_R], dim=1), torch.stack([I_L, I_R], dim=1))


def binary_gain(Q: Tensor, n_L: Tensor, n_R: Tensor, I_L: Tensor, I_R: Tensor) -> Tensor:  # -> [batch]
    """The drop of the mean over samples."""
    return Q - split_cost(n_L, n_R, I_L, I_R)


MODELS: dict[Formula, Model] = {
    decision_trees.entropy: entropy,
    decision_trees.binary_entropy: binary_entropy,
    decision_trees.gini: gini,
    decision_trees.binary_gini: binary_gini,
    decision_trees.misclassification: misclassification,
    decision_trees.information_gain: information_gain,
    decision_trees.binary_gain: binary_gain,
    decision_trees.split_cost: split_cost,
}
