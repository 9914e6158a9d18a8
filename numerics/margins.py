"""Torch models of `derivations.margins`: hinges and steps down them by autograd, inner products of the inputs."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import margins
from derivations.vocabulary import Formula
from numerics.models import Model


def functional_margin(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The scores, their signs turned for the class -1."""
    scores = torch.baddbmm(b[:, None, None], X, w[..., None])[..., 0]
    return torch.where(y > 0, scores, -scores)


def slack_value(X: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The hinge loss of `torch.nn.functional`, example by example."""
    ahead = functional_margin(X, y, w, b)
    return torch.nn.functional.margin_ranking_loss(
        ahead, torch.zeros_like(ahead), torch.ones_like(ahead), margin=1.0, reduction="none"
    )


def primal(w: Tensor, xi: Tensor, C: Tensor) -> Tensor:  # -> [batch]
    """Half the squared length, and the priced L1 norm of the slacks."""
    return w.norm(dim=1).square() / 2 + C * xi.norm(p=1, dim=1)


def squared_primal(w: Tensor, xi: Tensor, C: Tensor) -> Tensor:  # -> [batch]
    """The same with the squared length of the slacks."""
    return w.norm(dim=1).square() / 2 + C * xi.norm(dim=1).square()


def margin_length(w: Tensor) -> Tensor:  # -> [batch]
    """How far along the unit vector of w the score is 1."""
    return 1 / (torch.nn.functional.normalize(w, dim=1) * w).sum(dim=1)


def combined(alpha: Tensor, y: Tensor, X: Tensor) -> Tensor:  # -> [batch, d]
    """The inputs, weighted by multipliers and classes."""
    return torch.einsum("bi,bid->bd", alpha * y, X)


def squared_length(alpha: Tensor, y: Tensor, X: Tensor) -> Tensor:  # -> [batch]
    """The squares of the entries of the weights."""
    return combined(alpha, y, X).square().sum(dim=1)


def offset_of_support(alpha: Tensor, y: Tensor, X: Tensor) -> Tensor:  # -> [batch, n]
    """The offsets that give each example the score of its class."""
    return y - torch.einsum("bkd,bd->bk", X, combined(alpha, y, X))


def simple_offset(w: Tensor, y: Tensor, X: Tensor) -> Tensor:  # -> [batch, n]
    """The same from the weights."""
    return y - (X * w[:, None, :]).sum(dim=2)


def mistake(w: Tensor, eta: Tensor, y: Tensor, X: Tensor) -> Tensor:  # -> [batch, n, d]
    """A step down minus the margin of each example, by autograd."""
    at = w[:, None, :].expand_as(X).detach().requires_grad_(True)
    loss = -(y * (at * X).sum(dim=2))
    (slope,) = torch.autograd.grad(loss.sum(), at)
    return at.detach() - eta[:, None, None] * slope


def plain_mistake(w: Tensor, y: Tensor, X: Tensor) -> Tensor:  # -> [batch, n, d]
    """The same with learning rate 1."""
    return mistake(w, torch.ones_like(w[:, 0]), y, X)


def offset_mistake(b: Tensor, eta: Tensor, y: Tensor) -> Tensor:  # -> [batch, n]
    """The step of the weight of an input that is always 1."""
    ones = torch.ones_like(y, dtype=torch.float64)[..., None]
    return mistake(b[:, None], eta, y, ones)[..., 0]


MODELS: dict[Formula, Model] = {
    margins.functional_margin: functional_margin,
    margins.slack_value: slack_value,
    margins.primal: primal,
    margins.squared_primal: squared_primal,
    margins.margin_length: margin_length,
    margins.squared_length: squared_length,
    margins.offset_of_support: offset_of_support,
    margins.simple_offset: simple_offset,
    margins.mistake: mistake,
    margins.plain_mistake: plain_mistake,
    margins.offset_mistake: offset_mistake,
}
