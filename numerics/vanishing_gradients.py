"""Torch models of `derivations.vanishing_gradients`: singular values, and automatic differentiation through time."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import vanishing_gradients
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian
from numerics.recurrent_networks import run

Objective = Callable[[Tensor], Tensor]
Sides = tuple[Tensor, Tensor]


def largest_singular_value(matrix: Tensor) -> Tensor:  # [batch, rows, columns] -> [batch]
    """The largest of the singular values."""
    values: Tensor = torch.linalg.svdvals(matrix)
    return values.amax(dim=-1)


def stretch(A: Tensor, x: Tensor) -> Sides:  # [batch, p, q], [batch, q] -> [batch] twice
    """The length of the image, and the bound on it."""
    image = torch.einsum("bij,bj->bi", A, x)
    return image.norm(dim=-1), largest_singular_value(A) * x.norm(dim=-1)


def submultiplicative(A: Tensor, B: Tensor) -> Sides:  # [batch, p, q], [batch, q, r] -> [batch] twice
    """The largest singular value of the product, and the product of those of the factors."""
    return largest_singular_value(A @ B), largest_singular_value(A) * largest_singular_value(B)


def later(state: Tensor, c: Tensor, W: Tensor) -> Tensor:  # [batch, n], [batch, rest, n], [batch, n, n] -> [batch, n]
    """The last state of the network that starts at a state."""
    identity = torch.eye(state.shape[1]).to(state).expand_as(W)
    return run(state, c, W, identity, torch.zeros_like(state))[-1]


def first_gradient(W: Tensor, c: Tensor, h_1: Tensor, loss: Objective) -> Tensor:  # -> [batch, n]
    """The gradient of the loss by the first state."""
    return batch_jacobian(lambda state: loss(later(state, c[:, 1:], W)), h_1)


def gradient_bound(W: Tensor, c: Tensor, h_1: Tensor, loss: Objective) -> Sides:  # -> [batch] twice
    """The lengths of the gradients by the first and by the last state, the last times a squared singular value."""
    last = batch_jacobian(loss, later(h_1, c[:, 1:], W))
    first = first_gradient(W, c, h_1, loss)
    return first.norm(dim=-1), largest_singular_value(W) ** 2 * last.norm(dim=-1)


def one_unit(w: Tensor, x: Tensor, h_0: Tensor) -> Tensor:  # [batch], [batch, 3], [batch] -> [batch]
    """The derivative of the last state by the weight."""

    def last(weight: Tensor) -> Tensor:
        return later(h_0[:, None], x[:, :, None], weight[:, None, None])[:, 0]

    return batch_jacobian(last, w)


MODELS: dict[Formula, Model] = {
    vanishing_gradients.stretch: stretch,
    vanishing_gradients.submultiplicative: submultiplicative,
    vanishing_gradients.one_step_back: first_gradient,
    vanishing_gradients.gradient_product: first_gradient,
    vanishing_gradients.gradient_bound: gradient_bound,
    vanishing_gradients.one_unit: one_unit,
}
