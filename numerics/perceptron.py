"""Torch models of `derivations.perceptron`: automatic differentiation, `torch.optim.SGD`, and updates carried out."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import perceptron
from numerics.models import Model


def _loss(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The perceptron losses of a batch, one number in all: that of an example is the size of a negative margin."""
    return torch.relu(-y * torch.einsum("bn,bn->b", x, theta)).sum()


def loss_gradient(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch, n]
    """The gradient of the loss by the weights, by automatic differentiation."""
    leaf = theta.clone().requires_grad_(True)
    (slopes,) = torch.autograd.grad(_loss(leaf, x, y), leaf)
    return slopes


def update(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch, n]
    """One step of `torch.optim.SGD` with learning rate 1 on the loss."""
    weights = torch.nn.Parameter(theta.clone())
    optimizer = torch.optim.SGD([weights], lr=1.0)
    _loss(weights, x, y).backward()
    optimizer.step()
    return weights.detach()


def update_direction(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch]
    """What the weights gain along themselves in a step of `torch.optim.SGD`."""
    return torch.linalg.vecdot(update(theta, x, y) - theta, theta)


def obtuse_update(theta: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:  # … -> [batch], [batch]
    """The same, and the bound 0."""
    gained = update_direction(theta, x, y)
    return gained, torch.zeros_like(gained)


def _moved(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The weights after a mistake on (x, y)."""
    return torch.where((y > 0)[:, None], theta + x, theta - x)


def squared_norm(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch]
    """The squared norm after the update."""
    return torch.linalg.vector_norm(_moved(theta, x, y), dim=-1) ** 2


def norm_growth(theta: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:  # … -> [batch], [batch]
    """The squared norm after the update, and that of weights and input stacked."""
    stacked = torch.cat([theta, x], dim=-1)
    return squared_norm(theta, x, y), torch.linalg.vector_norm(stacked, dim=-1) ** 2


def margin_gain(theta: Tensor, x: Tensor, y: Tensor) -> Tensor:  # [batch, n], [batch, n], [batch] -> [batch]
    """The margin of the example under the updated weights."""
    return y * torch.nn.functional.bilinear(x, _moved(theta, x, y), torch.eye(x.shape[-1], dtype=x.dtype)[None])[:, 0]


def alignment(
    theta: Tensor, x: Tensor, y: Tensor, theta_star: Tensor, gamma: Tensor
) -> tuple[Tensor, Tensor]:  # … -> [batch], [batch]
    """The inner product with the separator before the update with the margin added, and after the update."""
    before = torch.linalg.vecdot(theta_star, theta)
    after = torch.linalg.vecdot(theta_star, _moved(theta, x, y))
    return before + gamma, after


MODELS: dict[object, Model] = {
    perceptron.loss_gradient: loss_gradient,
    perceptron.update: update,
    perceptron.update_direction: update_direction,
    perceptron.obtuse_update: obtuse_update,
    perceptron.squared_norm: squared_norm,
    perceptron.norm_growth: norm_growth,
    perceptron.margin_gain: margin_gain,
    perceptron.alignment: alignment,
}
