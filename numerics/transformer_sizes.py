"""Torch models of `derivations.transformer_sizes`: the entries of each matrix, one after the other."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import transformer_sizes as sizes
from derivations.vocabulary import Formula
from numerics.models import Model


def entries(*shapes: tuple[Tensor, ...]) -> Tensor:  # -> [batch]
    """The entries of arrays of the given shapes."""
    return sum((torch.stack(torch.broadcast_tensors(*shape)).prod(dim=0) for shape in shapes), torch.tensor(0))


def attention_weights(d: Tensor) -> Tensor:  # -> [batch]
    """A square matrix for queries, keys, values and outputs each."""
    return entries((d, d), (d, d), (d, d), (d, d))


def feed_forward_weights(d: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """Two matrices."""
    return entries((d, m), (m, d))


def feed_forward_biases(d: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """Two matrices, with a further input that is always 1."""
    return entries((d + 1, m), (m + 1, d))


def stack(L: Tensor, d: Tensor) -> Tensor:  # -> [batch]
    """Layer by layer."""
    return L * (attention_weights(d) + feed_forward_weights(d, d + d + d + d))


def general_stack(L: Tensor, d: Tensor, h: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """Layer by layer."""
    return L * (entries((d, h), (d, h), (d, h), (h, d)) + feed_forward_weights(d, m))


def forward(V: Tensor, L: Tensor, T: Tensor, d: Tensor) -> Tensor:  # -> [batch]
    """A product and a sum for each weight, and for each of the keys that a query meets."""
    met = entries((L, T, d))
    return V + V + met + met


def layer_operations(T: Tensor, d: Tensor) -> Tensor:  # -> [batch]
    """Products of matrices: four projections, scores, and sums of the values."""
    products = entries((T, d, d)) * 4 + entries((T, d, T), (T, T, d))
    return products + products


def adam_memory(V: Tensor) -> Tensor:  # -> [batch]
    """The bytes of the numbers that are kept for each weight."""
    kept = [torch.float16, torch.float16, torch.float32, torch.float32, torch.float32]
    return V * sum(torch.tensor(0, dtype=kind).element_size() for kind in kept)


MODELS: dict[Formula, Model] = {
    sizes.attention_weights: attention_weights,
    sizes.feed_forward_weights: feed_forward_weights,
    sizes.feed_forward_biases: feed_forward_biases,
    sizes.gated_weights: lambda d, m: entries((d, m), (d, m), (m, d)),
    sizes.stack: stack,
    sizes.general_stack: general_stack,
    sizes.embedded_stack: lambda L, d, V, T: stack(L, d) + entries((V, d), (T, d)),
    sizes.word_stack: lambda L, d, V: stack(L, d) + entries((V, d)),
    sizes.per_head: lambda a, H: torch.linalg.solve(H[:, None, None].to(a.dtype), a[:, None])[:, 0],
    sizes.forward: forward,
    sizes.layer_operations: layer_operations,
    sizes.adapters: lambda r, d, k: entries((d, r), (r, k)),
    sizes.adam_memory: adam_memory,
}
