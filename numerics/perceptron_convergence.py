"""Torch models of `derivations.perceptron_convergence`: the perceptron run on its mistakes, one after the other."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor

from derivations import perceptron_convergence as topic
from numerics.convolution_arithmetic import each, numbers
from numerics.models import Model


def run(x: Tensor, y: Tensor) -> Tensor:
    """The weights after one pass over the examples [batch, s, n] with labels [batch, s]: updates on mistakes only."""
    theta = torch.zeros_like(x[:, 0])
    for inputs, label in zip(x.unbind(1), y.unbind(1), strict=True):
        wrong = label * torch.linalg.vecdot(inputs, theta) <= 0
        theta = torch.where(wrong[:, None], theta + label[:, None] * inputs, theta)
    return theta


def weights_norm(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:  # [batch, s, n], [batch, s] -> [batch], [batch]
    """The squared norm of the weights after the run, and the squared Frobenius norm of the inputs."""
    return torch.linalg.vector_norm(run(x, y), dim=-1) ** 2, torch.linalg.matrix_norm(x) ** 2


def short_weights(x: Tensor, y: Tensor, s: int) -> tuple[Tensor, Tensor]:  # [batch, s, n], [batch, s] -> [batch] twice
    """The norm of the weights after the run, and the norm of s ones."""
    norms = torch.linalg.vector_norm(run(x, y), dim=-1)
    return norms, torch.linalg.vector_norm(torch.ones(s, dtype=x.dtype)).expand_as(norms)


def alignment(
    x: Tensor, y: Tensor, theta_star: Tensor, gamma: Tensor
) -> tuple[Tensor, Tensor]:  # [batch, s, n], [batch, s], [batch, n], [batch] -> [batch], [batch]
    """The margin once for each mistake, and the inner product with the weights that every example was added to."""
    summed = torch.einsum("bs,bsn->bn", y.to(x.dtype), x)
    return gamma[:, None].expand(y.shape).sum(dim=-1), torch.linalg.vecdot(theta_star, summed)


def projection(theta: Tensor, theta_star: Tensor) -> tuple[Tensor, Tensor]:  # [batch, n] each -> [batch], [batch]
    """The inner product, and the length."""
    return torch.linalg.vecdot(theta_star, theta), torch.linalg.vector_norm(theta, dim=-1)


def margin_growth(s: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each -> [batch], [batch]
    """The margin once for each mistake, and the length of s steps of length 1 at right angles."""
    return gamma * s, numbers([size for (size,) in each(s)]).sqrt()


@cache
def mistakes_on_axes(count: int) -> int:
    """The mistakes of the perceptron on the unit vectors of that many axes, all labelled 1, until it makes none."""
    points = torch.eye(count, dtype=torch.float64)
    theta = torch.zeros(count, dtype=torch.float64)
    made = 0
    while bool((points @ theta <= 0).any()):
        theta = theta + points[int((points @ theta <= 0).nonzero()[0])]
        made += 1
    return made


def mistake_bound(s: Tensor, gamma: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each -> [batch], [batch]
    """The mistakes on s axes, which the diagonal separates with margin 1/sqrt(s), and what the bound says for gamma."""
    diagonal = numbers([size for (size,) in each(s)]).rsqrt()
    made = numbers([mistakes_on_axes(size) for (size,) in each(s)])
    return made, made * (diagonal / gamma) ** 2


def radius_bound(s: Tensor, gamma: Tensor, R: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each -> [batch], [batch]
    """The mistakes on s axes, and what the bound says for the same data on another scale."""
    return mistake_bound(s, gamma / R)


MODELS: dict[object, Model] = {
    topic.weights_norm: weights_norm,
    topic.short_weights: short_weights,
    topic.alignment: alignment,
    topic.projection: projection,
    topic.margin_growth: margin_growth,
    topic.mistake_bound: mistake_bound,
    topic.radius_bound: radius_bound,
}
