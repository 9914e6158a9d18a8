"""Torch models of `derivations.losses`: the losses of `torch.nn.functional`, and automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Normal
from torch.nn import functional

from derivations import losses
from numerics.models import Model, batch_jacobian

Sides = tuple[Tensor, Tensor]  # [batch] each


def squared_gradient(v: Tensor, y: Tensor) -> Tensor:  # [batch, outputs] each -> [batch, outputs]
    """Automatic differentiation of half the summed squared error of `torch.nn.functional`."""
    return batch_jacobian(lambda at: functional.mse_loss(at, y, reduction="none").sum(dim=-1) / 2, v)


def mse_gradient(v: Tensor, y: Tensor) -> Tensor:  # [batch, outputs] each -> [batch, outputs]
    """Automatic differentiation of the mean squared error of `torch.nn.functional`."""
    return batch_jacobian(lambda at: functional.mse_loss(at, y, reduction="none").mean(dim=-1), v)


def zero_one(v: Tensor, y: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Half the distance between the one-hot vectors of both classes."""
    hot = functional.one_hot(torch.stack((v, y)), num_classes=int(torch.maximum(v, y).max()) + 1)
    return (hot[0] - hot[1]).abs().sum(dim=-1) / 2


def log_loss(v: Tensor) -> Tensor:  # [batch, outputs] -> [batch, outputs]
    """`torch.nn.functional.nll_loss` for each class in turn."""
    classes = [torch.full((len(v),), k, device=v.device) for k in range(v.shape[1])]
    return torch.stack([functional.nll_loss(v.log(), chosen, reduction="none") for chosen in classes], dim=-1)


def soft_target_bound(y: Tensor, v: Tensor) -> Sides:
    """The cross-entropy of `torch.nn.functional`, and that of the target with itself."""
    return (
        functional.cross_entropy(v.log(), y, reduction="none"),
        functional.cross_entropy(y.log(), y, reduction="none"),
    )


def gaussian_likelihood(v: Tensor, y: Tensor, sigma: Tensor) -> Tensor:  # [batch, outputs] twice, [batch] -> [batch]
    """Minus the log-density of independent entries of `torch.distributions.Normal`."""
    found: Tensor = -Normal(v, sigma[:, None]).log_prob(y).sum(dim=-1)
    return found


def hinge(s: Tensor, y: Tensor) -> Tensor:  # [batch] each -> [batch]
    """`torch.nn.functional.hinge_embedding_loss` of the margin, for the label -1 that clamps."""
    return functional.hinge_embedding_loss(y * s, torch.full_like(s, -1), margin=1.0, reduction="none")


def hinge_bound(s: Tensor, y: Tensor) -> Sides:
    """Whether the margin is not positive, and the hinge loss."""
    return torch.heaviside(-y * s, torch.ones_like(s)), hinge(s, y)


def focal(p: Tensor, gamma: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The binary cross-entropy of `torch.nn.functional` for the label 1, times the power of what is missing."""
    return functional.binary_cross_entropy(p, torch.ones_like(p), reduction="none") * (1 - p).pow(gamma)


MODELS: dict[object, Model] = {
    losses.squared_gradient: squared_gradient,
    losses.mse_gradient: mse_gradient,
    losses.zero_one: zero_one,
    losses.log_loss: log_loss,
    losses.soft_target_bound: soft_target_bound,
    losses.gaussian_likelihood: gaussian_likelihood,
    losses.hinge: hinge,
    losses.hinge_bound: hinge_bound,
    losses.focal: focal,
}
