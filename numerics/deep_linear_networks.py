"""Torch models of `derivations.deep_linear_networks`: networks without activations, run and differentiated."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import deep_linear_networks
from derivations.vocabulary import Formula
from numerics.models import Model


def composed(*layers: Tensor) -> Tensor:  # [batch, out, in] each, the first layer last -> [batch, out, in]
    """The map of a network: the basis vectors pushed through its layers, from the input to the output."""
    *later, first = layers
    signal = torch.eye(first.shape[2], dtype=first.dtype, device=first.device).expand(len(first), -1, -1)
    for layer in (first, *reversed(later)):
        signal = torch.einsum("boi,bik->bok", layer, signal)
    return signal


def half_square(error: Tensor) -> Tensor:  # [batch, p, n] -> [batch]
    """Half the sum of the squares of the entries."""
    return error.flatten(1).square().sum(dim=1) / 2


def slope(position: int, target: Tensor, *layers: Tensor) -> Tensor:  # -> the shape of the layer
    """The gradient of half the squared distance of the network from its target by one of its layers."""
    weights = [layer.clone().requires_grad_(True) for layer in layers]
    return torch.autograd.grad(half_square(composed(*weights) - target).sum(), weights[position])[0]


def encoder_gradient(C: Tensor, D: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, m, n]
    """By automatic differentiation."""
    return slope(1, Gamma, D, C)


def decoder_gradient(C: Tensor, D: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, p, m]
    """By automatic differentiation."""
    return slope(0, Gamma, D, C)


def middle_gradient(W_1: Tensor, W_2: Tensor, W_3: Tensor, Gamma: Tensor) -> Tensor:  # -> [batch, h, m]
    """By automatic differentiation."""
    return slope(1, Gamma, W_3, W_2, W_1)


def rotated_residual(C: Tensor, D: Tensor, U: Tensor, Sigma: Tensor, V: Tensor) -> Tensor:  # -> [batch, p, n]
    """The map of the network, less the target put together from its singular vectors."""
    return composed(D, C) - composed(U, Sigma, V.mT)


def rotated_objective(C: Tensor, D: Tensor, U: Tensor, Sigma: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """Half the squared distance of the network from the target."""
    return half_square(rotated_residual(C, D, U, Sigma, V))


def rotated_encoder_gradient(
    C_tilde: Tensor, D_tilde: Tensor, U: Tensor, Sigma: Tensor, V: Tensor
) -> Tensor:  # -> [batch, m, n]
    """The gradient by the second of the four factors U D~ C~ V' of the network."""
    return slope(2, composed(U, Sigma, V.mT), U, D_tilde, C_tilde, V.mT)


def rotated_decoder_gradient(
    C_tilde: Tensor, D_tilde: Tensor, U: Tensor, Sigma: Tensor, V: Tensor
) -> Tensor:  # -> [batch, p, m]
    """The gradient by the third of the four factors U D~ C~ V' of the network."""
    return slope(1, composed(U, Sigma, V.mT), U, D_tilde, C_tilde, V.mT)


def mode_objective(d: Tensor, c: Tensor, sigma: Tensor) -> Tensor:  # [batch, k, m] twice, [batch, k] -> [batch]
    """Half the squared distance of all inner products from the diagonal matrix of the singular values."""
    return half_square(composed(d, c.mT) - torch.diag_embed(sigma))


MODELS: dict[Formula, Model] = {
    deep_linear_networks.encoder_gradient: encoder_gradient,
    deep_linear_networks.decoder_gradient: decoder_gradient,
    deep_linear_networks.middle_gradient: middle_gradient,
    deep_linear_networks.rotated_residual: rotated_residual,
    deep_linear_networks.rotated_objective: rotated_objective,
    deep_linear_networks.rotated_encoder_gradient: rotated_encoder_gradient,
    deep_linear_networks.rotated_decoder_gradient: rotated_decoder_gradient,
    deep_linear_networks.mode_objective: mode_objective,
}
