"""Torch models of `derivations.image_losses`: `einsum`, norms and finite differences."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import image_losses
from derivations.vocabulary import Formula
from numerics.models import Model


def gram_of_maps(a: Tensor) -> Tensor:  # [batch, H, W, C] -> [batch, C, C]
    """The flattened maps times themselves."""
    flat = a.flatten(1, 2)
    return flat.mT @ flat


def half_content(q: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """Half the squared error, summed."""
    return functional.mse_loss(q, r, reduction="none").sum(dim=1) / 2


def content(p: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """A quarter of the mean squared error."""
    return functional.mse_loss(p, a, reduction="none").mean(dim=(1, 2, 3)) / 4


def style_weighted(w: Tensor, A: Tensor, G: Tensor) -> Tensor:  # -> [batch]
    """The squared Frobenius norm of the difference, weighted."""
    return w * torch.linalg.matrix_norm(A - G).square()


def style(A: Tensor, G: Tensor, H: int, W: int) -> Tensor:  # -> [batch]
    """A quarter of the mean square, over the squared number of places."""
    return functional.mse_loss(A, G, reduction="none").mean(dim=(1, 2)) / (2 * H * W) ** 2


def content_weighted(w: Tensor, F: Tensor, P: Tensor) -> Tensor:  # -> [batch]
    """The squared Frobenius norm of the difference, weighted."""
    return style_weighted(w, F, P)


def styles(w: Tensor, E: Tensor) -> Tensor:  # -> [batch]
    """The inner product."""
    return torch.einsum("bn,bn->b", w, E)


def total(alpha: Tensor, beta: Tensor, L_c: Tensor, L_s: Tensor) -> Tensor:  # -> [batch]
    """The inner product of weights and losses."""
    return styles(torch.stack([alpha, beta], dim=1), torch.stack([L_c, L_s], dim=1))


def variation(w: Tensor, a: Tensor) -> Tensor:  # -> [batch]
    """The squares of `torch.diff` along both axes."""
    return w * (a.diff(dim=1).square().sum(dim=(1, 2, 3)) + a.diff(dim=2).square().sum(dim=(1, 2, 3)))


MODELS: dict[Formula, Model] = {
    image_losses.gram_of_maps: gram_of_maps,
    image_losses.content: content,
    image_losses.half_content: half_content,
    image_losses.style: style,
    image_losses.style_weighted: style_weighted,
    image_losses.content_weighted: content_weighted,
    image_losses.styles: styles,
    image_losses.total: total,
    image_losses.variation: variation,
}
