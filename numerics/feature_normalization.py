"""Torch models of `derivations.feature_normalization`: normalisation in torch, and means over axes."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import feature_normalization
from derivations.vocabulary import Formula
from numerics.models import Model


def shifted(x: Tensor, gamma: Tensor, beta: Tensor, mu: Tensor, scale: Tensor) -> Tensor:  # [batch, d], [batch] -> …
    """Normalised with the given mean and scale, then mapped unit by unit."""
    return torch.addcmul(beta, gamma, (x - mu[:, None]) / scale[:, None])


def vector_form(  # [batch, d] thrice, [batch] thrice -> [batch, d]
    x: Tensor, gamma: Tensor, beta: Tensor, mu: Tensor, sigma: Tensor, epsilon: Tensor
) -> Tensor:
    """The scale is the root of the guarded variance."""
    return shifted(x, gamma, beta, mu, torch.hypot(sigma, epsilon.sqrt()))


def plain_form(x: Tensor, gamma: Tensor, beta: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:
    """The scale is the deviation."""
    return shifted(x, gamma, beta, mu, sigma)


def guarded_deviation(
    x: Tensor, gamma: Tensor, beta: Tensor, mu: Tensor, sigma: Tensor, epsilon: Tensor
) -> Tensor:
    """The scale is the guarded deviation."""
    return shifted(x, gamma, beta, mu, sigma + epsilon)


def standard_deviation(x: Tensor) -> Tensor:  # [batch, d] -> [batch]
    """The deviation of torch, without a correction."""
    return x.std(dim=1, correction=0)


def root_mean_square(x: Tensor) -> Tensor:  # [batch, d] -> [batch]
    """The root of the mean of the squares."""
    return x.square().mean(dim=1).sqrt()


def rms_norm(x: Tensor, gamma: Tensor, epsilon: Tensor) -> Tensor:  # [batch, d] twice, [batch] -> [batch, d]
    """Over the root of the guarded mean square."""
    return x * gamma * torch.rsqrt(x.square().mean(dim=1) + epsilon)[:, None]


def channel_mean(x: Tensor) -> Tensor:  # [batch, N, C, H, W] -> [batch, C]
    """The mean over examples and places."""
    return x.mean(dim=(1, 3, 4))


def instance_mean(x: Tensor) -> Tensor:  # [batch, N, C, H, W] -> [batch, N, C]
    """The mean over places."""
    return x.mean(dim=(3, 4))


def example_mean(x: Tensor) -> Tensor:  # [batch, N, C, H, W] -> [batch, N]
    """The mean over channels and places."""
    return x.mean(dim=(2, 3, 4))


MODELS: dict[Formula, Model] = {
    feature_normalization.vector_form: vector_form,
    feature_normalization.plain_form: plain_form,
    feature_normalization.guarded_deviation: guarded_deviation,
    feature_normalization.standard_deviation: standard_deviation,
    feature_normalization.root_mean_square: root_mean_square,
    feature_normalization.rms_norm: rms_norm,
    feature_normalization.channel_mean: channel_mean,
    feature_normalization.instance_mean: instance_mean,
    feature_normalization.example_mean: example_mean,
}
