"""Torch models of `derivations.image_layers`: windows by `unfold`, contracted; means and norms of torch; counting."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import image_layers
from derivations.vocabulary import Formula
from numerics.models import Model


def planes(x: Tensor, w: Tensor, step: int = 1) -> Tensor:  # [batch, C, n, n], [batch, K, C, F, F] -> [batch, K, o, o]
    """All windows whose corners lie `step` apart, contracted with the kernels."""
    windows = x.unfold(2, w.shape[3], step).unfold(3, w.shape[4], step)
    return torch.einsum("bcijuv,bkcuv->bkij", windows, w)


def centred_layer(x: Tensor, v: Tensor) -> Tensor:  # [batch, n, n, C], [batch, 3, 3, C, K] -> [batch, 2, 2, K]
    """The first windows lie around place (1, 1)."""
    return planes(x.permute(0, 3, 1, 2), v.permute(0, 4, 3, 1, 2))[:, :, :2, :2].permute(0, 2, 3, 1)


def centred_biased(x: Tensor, v: Tensor, u: Tensor) -> Tensor:  # -> [batch, 2, 2, K]
    """The same with a bias for each kernel."""
    return centred_layer(x, v) + u[:, None, None, :]


def from_one(V: Tensor, K_w: Tensor) -> Tensor:  # [batch, C, n, n], [batch, K, C, F, F] -> [batch, K, 2, 2]
    """The first windows."""
    return planes(V, K_w)[:, :, :2, :2]


def offset(V: Tensor, K_w: Tensor) -> Tensor:  # -> [batch, K, 2, 2]
    """The windows that leave out the first row and column."""
    return planes(V[:, :, 1:, 1:], K_w)[:, :, :2, :2]


def strided(V: Tensor, K_w: Tensor, s: Tensor) -> Tensor:  # -> [batch, K, 2, 2]
    """The first windows of each stride."""
    near, far = (planes(V, K_w, step)[:, :, :2, :2] for step in (1, 2))
    return torch.where((s == 1)[:, None, None, None], near, far)


def global_last(x: Tensor) -> Tensor:  # [batch, H, W, C] -> [batch, C]
    """The mean over the places."""
    return x.flatten(1, 2).mean(dim=1)


def strided_mean(x: Tensor, s: Tensor) -> Tensor:  # [batch, n, n] -> [batch, 2, 2]
    """`avg_pool2d` with the given stride, less its first row and column."""
    near, far = (torch.nn.functional.avg_pool2d(x[:, None], 3, stride=step)[:, 0, 1:3, 1:3] for step in (1, 2))
    return torch.where((s == 1)[:, None, None], near, far)


def power_pool(x: Tensor, p: Tensor) -> Tensor:  # [batch, N], [batch] -> [batch]
    """The norm of torch."""
    return torch.stack([torch.linalg.vector_norm(row, ord=float(order)) for row, order in zip(x, p, strict=True)])


def operations(h: Tensor, w: Tensor, c_in: Tensor, c_out: Tensor, k: Tensor) -> Tensor:  # [batch] -> [batch]
    """Products of the weights of all kernels with each place, each with an addition."""
    weights = c_out * (c_in * k * k)
    return h * w * weights + h * w * weights


def seen(F: Tensor, S: Tensor) -> Tensor:  # [batch, k] twice -> [batch]
    """How far the inputs of one unit lie apart, layer by layer from the top."""
    extent = torch.ones_like(F[:, 0])
    for layer in reversed(range(F.shape[1])):
        extent = (extent - 1) + F[:, layer]
        extent = (extent - 1) * S[:, layer] + 1
    return extent


def patches(H: Tensor, W: Tensor, P: Tensor) -> Tensor:  # [batch] -> [batch]
    """Columns of patches, and patches of a column."""
    return (W.double() / P) * (H.double() / P)


MODELS: dict[Formula, Model] = {
    image_layers.centred_layer: centred_layer,
    image_layers.centred_biased: centred_biased,
    image_layers.from_one: from_one,
    image_layers.offset: offset,
    image_layers.strided: strided,
    image_layers.global_last: global_last,
    image_layers.strided_mean: strided_mean,
    image_layers.power_pool: power_pool,
    image_layers.operations: operations,
    image_layers.seen: seen,
    image_layers.patches: patches,
}
