"""Torch models of `derivations.vision_losses`: the losses of torch, boxes laid on a line, distances of feature maps."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import vision_losses
from derivations.vocabulary import Formula
from numerics.models import Model


def softmax_loss(s: Tensor) -> Tensor:  # [batch, C] -> [batch, C]
    """The cross-entropy of torch with each class as the correct one."""
    labels = torch.eye(s.shape[1]).to(s)
    return torch.stack([functional.cross_entropy(s, row.expand_as(s), reduction="none") for row in labels], dim=1)


def full_loss(L_i: Tensor, mu: Tensor, W: Tensor) -> Tensor:  # -> [batch]
    """The mean and the squared norm of torch."""
    return torch.addcmul(L_i.mean(dim=1), mu, torch.linalg.matrix_norm(W).square())


def smooth_l1(x: Tensor) -> Tensor:  # -> [batch]
    """The smooth L1 loss of torch."""
    return functional.smooth_l1_loss(x, torch.zeros_like(x), reduction="none")


def encoded_shift(x: Tensor, x_a: Tensor, w_a: Tensor) -> Tensor:  # -> [batch]
    """Both centres in units of the anchor."""
    return x / w_a - x_a / w_a


def encoded_stretch(w: Tensor, w_a: Tensor) -> Tensor:  # -> [batch]
    """The difference of the logarithms."""
    return w.log() - w_a.log()


def decoded_place(t_x: Tensor, c_x: Tensor) -> Tensor:  # -> [batch]
    """The logistic function of torch."""
    return c_x + torch.sigmoid(t_x)


def decoded_wide(p_w: Tensor, t_w: Tensor) -> Tensor:  # -> [batch]
    """The sum of the logarithms."""
    return (p_w.log() + t_w).exp()


def intersection_over_union(S: Tensor, u: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The share of the three parts that both boxes have."""
    parts = torch.stack([S, u, v], dim=1)
    return (parts / parts.sum(dim=1, keepdim=True))[:, 0]


def dice_of_areas(S: Tensor, u: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The harmonic mean of the shares of the boxes that are in the intersection."""
    first, second = S / (S + u), S / (S + v)
    return 2 / (1 / first + 1 / second)


def gram_entry(F: Tensor) -> Tensor:  # [batch, N, M] -> [batch, N, N]
    """Matrix times transpose."""
    return F @ F.mT


def content(F: Tensor, P: Tensor) -> Tensor:  # -> [batch]
    """Half the summed squared error of torch."""
    return functional.mse_loss(F, P, reduction="none").sum(dim=(1, 2)) / 2


def style(F: Tensor, A: Tensor) -> Tensor:  # -> [batch]
    """The mean squared error of the Gram matrices per place, a quarter of it."""
    return functional.mse_loss(F @ F.mT / F.shape[2], A / F.shape[2], reduction="none").mean(dim=(1, 2)) / 4


MODELS: dict[Formula, Model] = {
    vision_losses.picked: softmax_loss,
    vision_losses.softmax_loss: softmax_loss,
    vision_losses.full_loss: full_loss,
    vision_losses.smooth_l1: smooth_l1,
    vision_losses.encoded_shift: encoded_shift,
    vision_losses.encoded_stretch: encoded_stretch,
    vision_losses.decoded_place: decoded_place,
    vision_losses.decoded_wide: decoded_wide,
    vision_losses.intersection_over_union: intersection_over_union,
    vision_losses.dice_of_areas: dice_of_areas,
    vision_losses.gram_entry: gram_entry,
    vision_losses.content: content,
    vision_losses.style: style,
}
