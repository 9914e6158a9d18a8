"""Torch models of `derivations.shortcuts`: linear layers of `torch.nn.functional` and sums."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import shortcuts
from derivations.vocabulary import Formula
from numerics.backward_pass import Map
from numerics.layer_lines import affine
from numerics.models import Model


def shortcut(g: Map, z: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """The function of the sum."""
    return g(torch.add(z, x))


def whole_shortcut(g: Map, W: Tensor, h: Tensor, b: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """The function of a linear layer with the shortcut in its bias."""
    return g(affine(W, h, b + x))


def residual(F: Map, x: Tensor) -> Tensor:  # -> [batch, n]
    """The branch, and the input."""
    return torch.stack([F(x), x]).sum(dim=0)


def projected(F: Map, W_s: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """A linear layer with the branch as its bias."""
    return affine(W_s, x, F(x))


MODELS: dict[Formula, Model] = {
    shortcuts.shortcut: shortcut,
    shortcuts.whole_shortcut: whole_shortcut,
    shortcuts.residual: residual,
    shortcuts.projected: projected,
}
