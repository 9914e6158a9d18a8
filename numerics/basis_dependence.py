"""Torch models of `derivations.basis_dependence`: gradients by x, and steps of `torch.optim.Adagrad` in a basis."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import basis_dependence
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def gradient_invariance(z: Tensor, Q: Tensor, f: Map) -> Tensor:  # [batch, d], [batch, d, d] -> [batch, d]
    """The gradient by the parameters themselves."""
    return slope(f, torch.einsum("bij,bi->bj", Q, z))


def adagrad_gain(g: Tensor, Q: Tensor) -> Tensor:  # [batch, d], [batch, d, d] -> [batch]
    """What the first step of `torch.optim.Adagrad` with step size 1 in the turned basis gains on a linear loss."""
    parameters = torch.zeros_like(g).requires_grad_(True)
    optimiser = torch.optim.Adagrad([parameters], lr=1.0, eps=0.0)
    parameters.grad = torch.einsum("bij,bj->bi", Q, g)
    optimiser.step()
    moved = torch.nan_to_num(torch.einsum("bij,bi->bj", Q, parameters.detach()))
    return -(g * moved).sum(dim=1)


def gain_range(g: Tensor, Q: Tensor) -> tuple[Tensor, Tensor]:  # [batch, d], [batch, d, d] -> [batch] twice
    """The gain, and that of a gradient whose coordinates all have the same size."""
    even = g.norm(dim=1, keepdim=True).expand_as(g) / g.shape[1] ** 0.5
    return torch.einsum("bij,bj->bi", Q, g).abs().sum(dim=1), even.sum(dim=1)


MODELS: dict[Formula, Model] = {
    basis_dependence.gradient_invariance: gradient_invariance,
    basis_dependence.adagrad_gain: adagrad_gain,
    basis_dependence.gain_range: gain_range,
}
