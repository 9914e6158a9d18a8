"""Torch models of `derivations.batch_normalization`: automatic differentiation of batch normalisation in parts."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import batch_normalization
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def normalised(x: Tensor, mu: Tensor, v: Tensor, epsilon: Tensor) -> Tensor:  # [batch, m], [batch] thrice -> [batch, m]
    """The normalised values, from the statistics."""
    return (x - mu[:, None]) * torch.rsqrt(v + epsilon)[:, None]


def statistics(x: Tensor) -> tuple[Tensor, Tensor]:  # [batch, m] -> [batch] twice
    """Mean and variance, as torch computes them."""
    return x.mean(dim=1), x.var(dim=1, correction=0)


def after(x_hat: Tensor, gamma: Tensor, beta: Tensor, loss: Map) -> Tensor:  # [batch, m] -> [batch]
    """The loss of normalised values."""
    return loss(torch.addcmul(beta[:, None], gamma[:, None], x_hat))


def normalised_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, loss: Map) -> Tensor:  # -> [batch, m]
    """The gradient by the normalised values."""
    return batch_jacobian(lambda at: after(at, gamma, beta, loss), normalised(x, *statistics(x), epsilon))


def variance_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, loss: Map) -> Tensor:  # -> [batch]
    """The derivative by the variance, the mean held."""
    mu, v = statistics(x)
    return batch_jacobian(lambda at: after(normalised(x, mu, at, epsilon), gamma, beta, loss), v)


def mean_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, loss: Map) -> Tensor:  # -> [batch]
    """The derivative by the mean, the variance computed from it."""

    def of_mean(mu: Tensor) -> Tensor:
        v = (x - mu[:, None]).square().mean(dim=1)
        return after(normalised(x, mu, v, epsilon), gamma, beta, loss)

    return batch_jacobian(of_mean, x.mean(dim=1))


def input_slope(x: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor, loss: Map) -> Tensor:  # -> [batch, m]
    """The gradient through the whole layer."""
    return batch_jacobian(lambda at: after(normalised(at, *statistics(at), epsilon), gamma, beta, loss), x)


def normalise(x: Tensor, mu: Tensor, sigma: Tensor, epsilon: Tensor) -> Tensor:  # [batch] four times -> [batch]
    """One value."""
    return normalised(x[:, None], mu, sigma.square(), epsilon)[:, 0]


def folded(  # [batch] six times -> [batch]
    x: Tensor, mu: Tensor, sigma: Tensor, epsilon: Tensor, gamma: Tensor, beta: Tensor
) -> Tensor:
    """The layer of torch in evaluation mode, each element of the batch as a channel, its guard in the variance."""
    variance = sigma.square() + epsilon
    return F.batch_norm(x[None], mu, variance, weight=gamma, bias=beta, training=False, eps=0.0)[0]


def running_average(r: Tensor, mu: Tensor, alpha: Tensor) -> Tensor:  # [batch] thrice -> [batch]
    """The point at share α between the old and the new."""
    return torch.lerp(r, mu, alpha)


def running_momentum(r: Tensor, mu: Tensor, alpha: Tensor) -> Tensor:
    """The point at share α between the new and the old."""
    return torch.lerp(mu, r, alpha)


MODELS: dict[Formula, Model] = {
    batch_normalization.normalised_slope: normalised_slope,
    batch_normalization.variance_slope: variance_slope,
    batch_normalization.mean_slope: mean_slope,
    batch_normalization.input_slope: input_slope,
    batch_normalization.normalise: normalise,
    batch_normalization.folded: folded,
    batch_normalization.running_average: running_average,
    batch_normalization.running_momentum: running_momentum,
}
