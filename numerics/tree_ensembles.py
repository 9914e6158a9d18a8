"""Torch models of `derivations.tree_ensembles`: Newton steps by automatic differentiation, votes counted."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import tree_ensembles
from derivations.vocabulary import Formula
from numerics.models import Model


def second_order(weight: Tensor, slope: Tensor, curve: Tensor, penalty: Tensor) -> Tensor:  # [batch] each
    """The second-order model of the penalised loss of a leaf."""
    return slope * weight + curve * weight**2 / 2 + penalty * weight**2 / 2


def leaf_weight(G: Tensor, H: Tensor, lambda_: Tensor) -> Tensor:  # [batch] each -> [batch]
    """A Newton step from 0 on the second-order model."""
    start = torch.zeros_like(G).requires_grad_(True)
    value = second_order(start, G, H, lambda_).sum()
    (first,) = torch.autograd.grad(value, start, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), start)
    return -first.detach() / second


def leaf_value(G: Tensor, H: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The second-order model at its minimum."""
    return second_order(leaf_weight(G, H, lambda_), G, H, lambda_)


def split_gain(
    G_L: Tensor, G_R: Tensor, H_L: Tensor, H_R: Tensor, gamma: Tensor, lambda_: Tensor
) -> Tensor:  # -> [batch]
    """The value of one leaf, less those of two and the price of the second."""
    one = leaf_value(G_L + G_R, H_L + H_R, lambda_)
    return one - leaf_value(G_L, H_L, lambda_) - leaf_value(G_R, H_R, lambda_) - gamma


def boosting_round(
    F: Callable[[Tensor], Tensor], h: Callable[[Tensor], Tensor], nu: Tensor, x: Tensor
) -> Tensor:  # -> [batch]
    """The share nu of the way from the model to what the learner would make of it."""
    return torch.lerp(F(x), F(x) + h(x), nu)


def weighted_vote(alpha: Tensor, h: Tensor) -> Tensor:  # [batch, T] twice -> [batch]
    """Whether the weights of those that answer 1 exceed the others."""
    ayes = torch.where(h > 0, alpha, torch.zeros_like(alpha)).sum(dim=1)
    noes = torch.where(h < 0, alpha, torch.zeros_like(alpha)).sum(dim=1)
    return (ayes > noes).double() - (ayes < noes).double()


def score_of_vote(alpha: Tensor, h: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:  # -> [batch]
    """The answers, one learner after the other."""
    answers = h(x)
    total = torch.zeros_like(x)
    for k in range(alpha.shape[1]):
        total = total + alpha[:, k] * answers[:, k]
    return total


def weighted_vote_function(alpha: Tensor, h: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:  # -> [batch]
    """The sign of that."""
    return torch.sign(score_of_vote(alpha, h, x))


def normaliser_value(epsilon: Tensor) -> Tensor:  # [batch] -> [batch]
    """Twice the geometric mean of the two shares."""
    return 2 * torch.stack([epsilon, 1 - epsilon]).log().mean(dim=0).exp()


def bagging(f: Tensor) -> Tensor:  # [batch, B] -> [batch]
    """The mean answer."""
    return f.mean(dim=1)


MODELS: dict[Formula, Model] = {
    tree_ensembles.leaf_weight: leaf_weight,
    tree_ensembles.leaf_value: leaf_value,
    tree_ensembles.split_gain: split_gain,
    tree_ensembles.boosting_round: boosting_round,
    tree_ensembles.weighted_vote: weighted_vote,
    tree_ensembles.weighted_vote_function: weighted_vote_function,
    tree_ensembles.score_of_vote: score_of_vote,
    tree_ensembles.normaliser_value: normaliser_value,
    tree_ensembles.bagging: bagging,
}
