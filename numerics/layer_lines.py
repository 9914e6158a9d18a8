"""Torch models of `derivations.layer_lines`: `torch.nn.functional`, example by example."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.func import vmap
from torch.nn import functional

from derivations import layer_lines
from derivations.vocabulary import Formula
from numerics.backward_pass import Map
from numerics.models import Model


def affine(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """A linear layer of `torch.nn`."""
    return vmap(functional.linear)(a, W, b)


def unbiased(W: Tensor, a: Tensor) -> Tensor:  # -> [batch, n]
    """A linear layer of `torch.nn` without bias."""
    return vmap(functional.linear)(a, W)


def squashed(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """Twice the logistic function of twice the score, less 1."""
    return 2 * torch.sigmoid(2 * affine(W, a, b)) - 1


def logistic(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The slope of the softplus."""
    return torch.exp(functional.logsigmoid(affine(W, a, b)))


def rectified(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """`torch.nn.functional.relu` of a linear layer."""
    return functional.relu(affine(W, a, b))


def classified(W: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """`torch.softmax` of a linear layer."""
    return torch.softmax(affine(W, a, b), dim=1)


def rows(X: Tensor, W: Tensor, beta: Tensor) -> Tensor:  # -> [batch, m, n]
    """Each example on its own."""
    return torch.stack([affine(W.mT, X[:, i], beta) for i in range(X.shape[1])], dim=1)


def transposed_rows(X: Tensor, W: Tensor, beta: Tensor) -> Tensor:  # -> [batch, m, n]
    """`torch.nn.functional.linear` of one case after the other."""
    return torch.stack([functional.linear(x, w, b) for x, w, b in zip(X, W, beta, strict=True)])


def batch(W: Tensor, X: Tensor, beta: Tensor) -> Tensor:  # -> [batch, n, m]
    """Each column on its own."""
    return rows(X.mT, W.mT, beta).mT


def hidden_rows(X: Tensor, W: Tensor, beta: Tensor, g: Map) -> Tensor:  # -> [batch, m, n]
    """The function of each entry."""
    return g(rows(X, W, beta))


def two_rectified(U: Tensor, W: Tensor, a: Tensor, b: Tensor, c: Tensor) -> Tensor:  # -> [batch, q]
    """Two linear layers with a rectifier between."""
    return affine(U, rectified(W, a, b), c)


def two_plain(U: Tensor, W: Tensor, a: Tensor) -> Tensor:  # -> [batch, q]
    """The same without biases."""
    return unbiased(U, functional.relu(unbiased(W, a)))


MODELS: dict[Formula, Model] = {
    layer_lines.affine: affine,
    layer_lines.unbiased: unbiased,
    layer_lines.squashed: squashed,
    layer_lines.logistic: logistic,
    layer_lines.rectified: rectified,
    layer_lines.classified: classified,
    layer_lines.rows: rows,
    layer_lines.transposed_rows: transposed_rows,
    layer_lines.batch: batch,
    layer_lines.hidden_rows: hidden_rows,
    layer_lines.two_rectified: two_rectified,
    layer_lines.two_plain: two_plain,
}
