"""Torch models of `derivations.transformer_memory`: the entries of arrays."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import transformer_memory
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.transformer_sizes import entries


def cache(B: Tensor, T: Tensor, L: Tensor, H: Tensor, h: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """One array for the keys, one for the values."""
    return entries((B, T, L, H, h, p), (B, T, L, H, h, p))


def wide_cache(B: Tensor, T: Tensor, L: Tensor, d: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """One head as wide as the model."""
    return cache(B, T, L, torch.ones_like(L), d, p)


MODELS: dict[Formula, Model] = {
    transformer_memory.cache: cache,
    transformer_memory.half_cache: lambda B, T, L, H, h: cache(B, T, L, H, h, torch.full_like(B, 2)),
    transformer_memory.unit_cache: lambda B, T, L, H, h, u: u * cache(B, T, L, H, h, torch.full_like(B, 2)),
    transformer_memory.wide_cache: wide_cache,
}
