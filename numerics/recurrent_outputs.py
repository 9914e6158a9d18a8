"""Torch models of `derivations.recurrent_outputs`: layers and losses of torch, and automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import recurrent_outputs
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def affine_output(h: Tensor, V: Tensor, c: Tensor) -> Tensor:  # [batch, T, n], [batch, q, n], [batch, q]
    """One affine layer for all steps, [batch, T, q]."""
    return torch.baddbmm(c[:, None], h, V.mT)


def class_output(h: Tensor, V: Tensor, c: Tensor) -> Tensor:  # -> [batch, T, q]
    """The softmax of torch over the scores of each step."""
    return torch.softmax(affine_output(h, V, c), dim=-1)


def mean_loss(losses: Tensor) -> Tensor:  # [batch, T] -> [batch]
    """The mean."""
    return losses.mean(dim=-1)


def output_gradient(h: Tensor, V: Tensor, c: Tensor, y: Tensor) -> Tensor:  # -> [batch, q, n]
    """The gradient of half the squared error by the weights."""
    return batch_jacobian(lambda at: (affine_output(h, at, c) - y).square().sum(dim=(1, 2)) / 2, V)


def through_time(  # -> [batch, n]
    W: Tensor, V: Tensor, c: Tensor, d: Tensor, h_1: Tensor, loss: Map
) -> Tensor:
    """The gradient of the losses of two steps by the state of the first."""

    def both(state: Tensor) -> Tensor:
        following = torch.tanh((W @ state[:, :, None])[:, :, 0] + d)
        scores = affine_output(torch.stack([state, following], dim=1), V, c)
        return loss(scores[:, 0]) + loss(scores[:, 1])

    return batch_jacobian(both, h_1)


def clip(g: Tensor, theta: Tensor) -> Tensor:  # [batch, n], [batch] -> [batch, n]
    """The gradient, rescaled where it is too long."""
    return torch.where((g.norm(dim=1) > theta)[:, None], rescale(g, theta), g)


def rescale(g: Tensor, theta: Tensor) -> Tensor:
    """The unit vector of torch, stretched."""
    return torch.nn.functional.normalize(g, dim=1) * theta[:, None]


def perplexity(p: Tensor) -> Tensor:  # [batch, T] -> [batch]
    """The inverse of the geometric mean."""
    return p.prod(dim=1) ** (-1.0 / p.shape[1])


MODELS: dict[Formula, Model] = {
    recurrent_outputs.affine_output: affine_output,
    recurrent_outputs.class_output: class_output,
    recurrent_outputs.mean_loss: mean_loss,
    recurrent_outputs.output_gradient: output_gradient,
    recurrent_outputs.through_time: through_time,
    recurrent_outputs.clip: clip,
    recurrent_outputs.rescale: rescale,
    recurrent_outputs.perplexity: perplexity,
}
