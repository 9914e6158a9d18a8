"""Torch models of `derivations.textbook_objectives`: `torch.distributions`, autograd, solved systems."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import textbook_objectives as objectives
from derivations.vocabulary import Formula
from numerics.models import Model


def by_root(x: Tensor, m: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The density of `torch.distributions.Normal`."""
    return torch.distributions.Normal(m, sigma).log_prob(x).exp()


def bagged(k: Tensor, V: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The mean of all entries of the covariance matrix of k errors."""
    sizes = [torch.eye(int(size), dtype=V.dtype) for size in k]
    return torch.stack([(c[at] + (V[at] - c[at]) * eye).mean() for at, eye in enumerate(sizes)])


def penalised(w: Tensor, J: Tensor, alpha: Tensor, order: int) -> Tensor:  # -> [batch]
    """With a power of a norm of the same order."""
    return J + alpha * torch.linalg.vector_norm(w, ord=order, dim=1) ** order


def thresholded(u: Tensor, H: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """The proximal operator: `torch.nn.functional.softshrink` in units of the threshold."""
    unit = alpha[:, None] / H
    return unit * torch.nn.functional.softshrink(u / unit, lambd=1.0)


def constrained(A: Tensor, b: Tensor, alpha: Tensor) -> Tensor:  # -> [batch, n]
    """Least squares with further equations that ask for 0."""
    eye = torch.eye(A.shape[2], dtype=A.dtype, device=A.device)
    tall = torch.cat([A, (2 * alpha).sqrt()[:, None, None] * eye], dim=1)
    padded = torch.nn.functional.pad(b, (0, A.shape[2]))
    return torch.linalg.lstsq(tall, padded[:, :, None]).solution[:, :, 0]


def inside(g: Tensor, r: Tensor, epsilon: Tensor, delta: Tensor) -> Tensor:  # -> [batch, n]
    """Over the length of the vector of both roots."""
    return -epsilon[:, None] * g / torch.hypot(r.sqrt(), delta.sqrt()[:, None])


def outside(g: Tensor, r: Tensor, epsilon: Tensor, delta: Tensor) -> Tensor:  # -> [batch, n]
    """A quotient of `torch.addcdiv`."""
    return torch.addcdiv(torch.zeros_like(g), -epsilon[:, None] * g, r.sqrt() + delta[:, None])


def sparse_coding(h: Tensor, x: Tensor, W: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The squared error of a linear layer, and the absolute values."""
    restored = torch.einsum("bnq,bq->bn", W, h)
    fit = torch.nn.functional.mse_loss(restored, x, reduction="none").sum(dim=1)
    return penalised(h, beta * fit, alpha, 1)


MODELS: dict[Formula, Model] = {
    objectives.by_precision: lambda x, m, b: by_root(x, m, b.rsqrt()),
    objectives.by_root: by_root,
    objectives.standard_error: lambda sigma, k: (sigma.square() / k).sqrt(),
    objectives.mean_squared: lambda B, V: torch.hypot(B, V.sqrt()).square(),
    objectives.bagged: bagged,
    objectives.decayed: lambda w, J, alpha: penalised(w, J, alpha / 2, 2),
    objectives.undivided: lambda w, J, alpha: penalised(w, J, alpha, 2),
    objectives.absolute: lambda w, J, alpha: penalised(w, J, alpha, 1),
    objectives.thresholded: thresholded,
    objectives.constrained: constrained,
    objectives.inside: inside,
    objectives.outside: outside,
    objectives.corrected: lambda s, r, epsilon, delta: outside(s, r, epsilon, delta),
    objectives.sparse_coding: sparse_coding,
}
