"""Torch models of `derivations.kernel_lines`: features one input at a time, cosine similarity, conditioning."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import kernel_lines
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]
Kernel = Callable[[Tensor, Tensor], Tensor]
Sides = tuple[Tensor, Tensor]


def features_of(X: Tensor, phi: Map) -> Tensor:  # [batch, n, d] -> [batch, n, m]
    """The features of each input."""
    return torch.stack([phi(x) for x in X.unbind(dim=1)], dim=1)


def combined(X: Tensor, c: Tensor, phi: Map) -> Tensor:  # -> [batch, m]
    """The features, added with their numbers."""
    return torch.einsum("bn,bnm->bm", c, features_of(X, phi))


def quadratic_form(X: Tensor, c: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """The squared length of the sum."""
    return torch.linalg.vector_norm(combined(X, c, phi), dim=1) ** 2


def positive(X: Tensor, c: Tensor, phi: Map) -> Sides:
    """The quadratic form of the matrix of inner products, and zero."""
    rows = features_of(X, phi)
    form = torch.einsum("bi,bij,bj->b", c, torch.bmm(rows, rows.transpose(1, 2)), c)
    return form, torch.zeros_like(form)


def prediction(X: Tensor, c: Tensor, x: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """The inner product of the sum with the features of the query."""
    return (combined(X, c, phi) * phi(x)).sum(dim=1)


def gram_entry(X: Tensor, phi: Map) -> Tensor:  # -> [batch, n, n]
    """Inner products of features."""
    rows = features_of(X, phi)
    return torch.einsum("bim,bjm->bij", rows, rows)


def squared_norm(P: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The squared length of the sum of the rows."""
    return torch.einsum("bn,bnm->bm", c, P).square().sum(dim=1)


def expansion(X: Tensor, c: Tensor, x: Tensor, k: Kernel) -> Tensor:  # -> [batch]
    """One kernel after the other."""
    value = torch.zeros_like(x[:, 0])
    for p in range(X.shape[1]):
        value = torch.addcmul(value, c[:, p], k(X[:, p], x))
    return value


def normalised(x: Tensor, z: Tensor, phi: Map) -> Tensor:  # -> [batch]
    """The cosine similarity of torch, without its guard."""
    a, b = (torch.nn.functional.normalize(phi(v), dim=1, eps=0.0) for v in (x, z))
    return (a * b).sum(dim=1)


def query_variance(x: Tensor, k_v: Tensor, K: Tensor, sigma: Tensor, k: Kernel) -> Tensor:  # -> [batch]
    """The kernel of the query, less the part along the targets, by a Cholesky factor."""
    n = K.shape[1]
    noisy = K + sigma[:, None, None] ** 2 * torch.eye(n, dtype=K.dtype, device=K.device)
    solved = torch.cholesky_solve(k_v[..., None], torch.linalg.cholesky(noisy))[..., 0]
    return k(x, x) - torch.einsum("bn,bn->b", k_v, solved)


def target_variance(x: Tensor, k_v: Tensor, K: Tensor, sigma: Tensor, k: Kernel) -> Tensor:  # -> [batch]
    """The same with the noise of one target."""
    return torch.addcmul(query_variance(x, k_v, K, sigma, k), sigma, sigma)


MODELS: dict[Formula, Model] = {
    kernel_lines.quadratic_form: quadratic_form,
    kernel_lines.positive: positive,
    kernel_lines.prediction: prediction,
    kernel_lines.gram_entry: gram_entry,
    kernel_lines.squared_norm: squared_norm,
    kernel_lines.expansion: expansion,
    kernel_lines.normalised: normalised,
    kernel_lines.query_variance: query_variance,
    kernel_lines.target_variance: target_variance,
}
