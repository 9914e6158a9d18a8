"""Torch models of `derivations.normalised_tables`: `torch.nn.functional`, statistics, automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import normalised_tables
from derivations.vocabulary import Formula
from numerics.backward_pass import Map, slope
from numerics.models import Model


def row_mean(x: Tensor) -> Tensor:  # [batch, N, D] -> [batch, N]
    """`torch.mean` over the features."""
    return x.mean(dim=2)


def column_mean(x: Tensor) -> Tensor:  # [batch, N, D] -> [batch, D]
    """`torch.mean` over the examples."""
    return x.mean(dim=1)


def row_variance(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, N]
    """The variance, and the squared distance of the centre from the mean."""
    return x.var(dim=2, correction=0) + (x.mean(dim=2) - mu).square()


def column_variance(x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, D]
    """The same of the transposed table."""
    return row_variance(x.mT, mu)


def column_entry(x: Tensor, mu: Tensor, v: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, N, D]
    """`torch.nn.functional.batch_norm` with given statistics, table by table."""
    tables = zip(x, mu, v, epsilon, strict=True)
    return torch.stack([torch.nn.functional.batch_norm(a, b, c, eps=float(e)) for a, b, c, e in tables])


def row_entry(x: Tensor, mu: Tensor, v: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, N, D]
    """The same of the transposed table."""
    return column_entry(x.mT, mu, v, epsilon).mT


def scaled(gamma: Tensor, x_hat: Tensor, beta: Tensor) -> Tensor:  # -> [batch, N, D]
    """The values times a diagonal matrix, and the shifts."""
    return torch.baddbmm(beta[:, None].expand_as(x_hat), x_hat, torch.diag_embed(gamma))


def closed_form(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: Tensor, loss: Map) -> Tensor:  # -> [batch, m]
    """By automatic differentiation."""

    def cost(at: Tensor) -> Tensor:
        spread = (at.var(dim=1, correction=0) + epsilon).sqrt()
        hats = (at - at.mean(dim=1, keepdim=True)) / spread[:, None]
        return loss(gamma[:, None] * hats + beta[:, None])

    return slope(cost, x)


MODELS: dict[Formula, Model] = {
    normalised_tables.row_mean: row_mean,
    normalised_tables.column_mean: column_mean,
    normalised_tables.row_variance: row_variance,
    normalised_tables.column_variance: column_variance,
    normalised_tables.row_entry: row_entry,
    normalised_tables.column_entry: column_entry,
    normalised_tables.scaled: scaled,
    normalised_tables.closed_form: closed_form,
}
