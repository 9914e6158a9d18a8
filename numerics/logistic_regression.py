"""Torch models of `derivations.logistic_regression`, written from the definitions."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import logistic_regression
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def _score(x: Tensor, theta: Tensor) -> Tensor:
    return torch.einsum("bn,bn->b", x, theta)


def margin_loss(x: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch]
    """`torch.nn.functional.soft_margin_loss` for labels -1 and 1."""
    return functional.soft_margin_loss(_score(x, theta), y.to(x.dtype), reduction="none")


def margin_gradient(x: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, n]
    """Its gradient by the weights, by automatic differentiation."""
    return batch_jacobian(lambda weights: margin_loss(x, weights, y), theta)


def margin_hessian(x: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, n, n]
    """Its second derivatives, by differentiating twice."""
    return batch_jacobian(lambda weights: _gradient(margin_loss(x, weights, y), weights), theta)


def cross_entropy(x: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch]
    """`torch.nn.functional.binary_cross_entropy_with_logits` for labels 0 and 1."""
    return functional.binary_cross_entropy_with_logits(_score(x, theta), y.to(x.dtype), reduction="none")


def bit_gradient(x: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, n]
    """Its gradient by the weights, by automatic differentiation."""
    return batch_jacobian(lambda weights: cross_entropy(x, weights, y), theta)


def bit_hessian(x: Tensor, theta: Tensor, y: Tensor) -> Tensor:  # -> [batch, n, n]
    """Its second derivatives, by differentiating twice."""
    return batch_jacobian(lambda weights: _gradient(cross_entropy(x, weights, y), weights), theta)


def _gradient(loss: Tensor, weights: Tensor) -> Tensor:
    return torch.autograd.grad(loss.sum(), weights, create_graph=True)[0]


MODELS: dict[Formula, Model] = {
    logistic_regression.margin_form: margin_loss,
    logistic_regression.margin_gradient: margin_gradient,
    logistic_regression.margin_hessian: margin_hessian,
    logistic_regression.cross_entropy: cross_entropy,
    logistic_regression.score_form: cross_entropy,
    logistic_regression.bit_gradient: bit_gradient,
    logistic_regression.bit_hessian: bit_hessian,
    logistic_regression.label_conventions: cross_entropy,
}
