"""Torch models of `derivations.linear_autoencoder`: two linear layers, squared error, autograd."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import mse_loss

from derivations import linear_autoencoder
from derivations.vocabulary import Formula
from numerics.models import Model


def reconstructed(X: Tensor, C: Tensor, D: Tensor) -> Tensor:
    """Every column of X [batch, n, s] encoded by C [batch, m, n], then decoded by D [batch, n, m]."""
    return torch.einsum("bnm,bmk,bks->bns", D, C, X)


def sample_losses(X: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch, s]
    """Half the squared error of every column."""
    return mse_loss(reconstructed(X, C, D), X, reduction="none").sum(dim=1) / 2


def slope(X: Tensor, C: Tensor, D: Tensor, by_decoder: bool) -> Tensor:  # -> [batch, n, m] or [batch, m, n]
    """The gradient of the mean loss of the columns."""
    weights = D if by_decoder else C
    weights = weights.clone().requires_grad_(True)
    total = sample_losses(X, C, weights) if by_decoder else sample_losses(X, weights, D)
    return torch.autograd.grad(total.mean(dim=1).sum(), weights)[0]


def reconstruction_loss(x: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch]
    """Half the squared error of one input."""
    return sample_losses(x[..., None], C, D)[:, 0]


def encoder_gradient(x: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch, m, n]
    """By automatic differentiation, for one input."""
    return slope(x[..., None], C, D, by_decoder=False)


def decoder_gradient(x: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch, n, m]
    """By automatic differentiation, for one input."""
    return slope(x[..., None], C, D, by_decoder=True)


def matrix_loss(x: Tensor, C: Tensor, D: Tensor) -> Tensor:  # [batch, s, n], … -> [batch]
    """The mean of the losses of the inputs."""
    return sample_losses(x.mT, C, D).mean(dim=1)


def encoder_batch_gradient(X: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch, m, n]
    """By automatic differentiation, for a batch of inputs."""
    return slope(X, C, D, by_decoder=False)


def decoder_batch_gradient(X: Tensor, C: Tensor, D: Tensor) -> Tensor:  # -> [batch, n, m]
    """By automatic differentiation, for a batch of inputs."""
    return slope(X, C, D, by_decoder=True)


MODELS: dict[Formula, Model] = {
    linear_autoencoder.reconstruction_loss: reconstruction_loss,
    linear_autoencoder.encoder_gradient: encoder_gradient,
    linear_autoencoder.decoder_gradient: decoder_gradient,
    linear_autoencoder.matrix_loss: matrix_loss,
    linear_autoencoder.encoder_batch_gradient: encoder_batch_gradient,
    linear_autoencoder.decoder_batch_gradient: decoder_batch_gradient,
}
