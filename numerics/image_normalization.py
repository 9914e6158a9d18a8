"""Torch models of `derivations.image_normalization`: `batch_norm`, `adaptive_avg_pool2d`, flattened channels."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import image_normalization
from derivations.vocabulary import Formula
from numerics.models import Model


def by_channel(values: Tensor) -> Tensor:  # [batch, N, C, H, W] -> [batch, C, N·H·W]
    """All values of a channel in a row."""
    return values.movedim(2, 1).flatten(2)


def channel_variance(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, C]
    """The variance of the channel, and the squared distance of its mean."""
    values = by_channel(x)
    return values.var(dim=2, correction=0) + (values.mean(dim=2) - mu).square()


def normalise(x: Tensor, mu: Tensor, sigma: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, N, C, H, W]
    """`batch_norm` with given statistics."""
    return torch.stack(
        [
            F.batch_norm(image, mean, deviation.square() + guard, eps=0.0)
            for image, mean, deviation, guard in zip(x, mu, sigma, epsilon, strict=True)
        ]
    )


def rescale(x_hat: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:  # -> [batch, N, C, H, W]
    """A line through the values at 0 and 1."""
    low, high = (side[:, None, :, None, None] for side in (beta, beta + gamma))
    return torch.lerp(low.expand_as(x_hat), high.expand_as(x_hat), x_hat)


def whole(
    x: Tensor, mu: Tensor, sigma: Tensor, gamma: Tensor, beta: Tensor, epsilon: Tensor
) -> Tensor:  # -> [batch, N, C, H, W]
    """Both, one after the other."""
    return rescale(normalise(x, mu, sigma, epsilon), gamma, beta)


def global_average(x: Tensor) -> Tensor:  # [batch, C, H, W] -> [batch, C]
    """`adaptive_avg_pool2d` to one place."""
    return F.adaptive_avg_pool2d(x, 1)[..., 0, 0]


MODELS: dict[Formula, Model] = {
    image_normalization.channel_variance: channel_variance,
    image_normalization.normalise: normalise,
    image_normalization.rescale: rescale,
    image_normalization.whole: whole,
    image_normalization.global_average: global_average,
}
