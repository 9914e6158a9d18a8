"""Torch models of `derivations.graph_filters`: eigenvalues, a circular convolution, Horner's rule."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import graph_filters
from derivations.vocabulary import Formula
from numerics.graph_networks import degree, normalised
from numerics.models import Model


def eigenvector(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n]
    """The roots of the degrees, mixed."""
    return torch.einsum("bij,bj->bi", normalised(A), degree(A).sqrt())


def dirichlet_form(A: Tensor, x: Tensor) -> Tensor:  # [batch, n, n], [batch, n] -> [batch]
    """The signal and its mixture, taken apart."""
    mixed = torch.einsum("bij,bj->bi", normalised(A), x)
    return (x * (x - mixed)).sum(dim=1)


def spectral_bound(A: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:  # [batch, n, n], [batch, n] -> [batch] twice
    """Both quadratic forms."""
    return torch.einsum("bi,bij,bj->b", x, normalised(A), x), x.square().sum(dim=1)


def largest_eigenvalue(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch]
    """The largest eigenvalue of the symmetric matrix."""
    eigenvalues: Tensor = torch.linalg.eigvalsh(normalised(A))
    return eigenvalues.amax(dim=1)


def first_order_filter(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n]
    """The roots of the degrees, mixed without self-loops and added to themselves."""
    roots = A.sum(dim=2).sqrt()
    mixing = A / roots[:, :, None] / roots[:, None, :]
    return roots + torch.einsum("bij,bj->bi", mixing, roots)


def polynomial_filter(  # -> [batch, n, n]
    A: Tensor, theta_0: Tensor, theta_1: Tensor, theta_2: Tensor
) -> Tensor:
    """The polynomial times A, by Horner's rule."""
    value = torch.zeros_like(A)
    for coefficient in (theta_2, theta_1, theta_0):
        value = (value + coefficient[:, None, None] * torch.eye(A.shape[1]).to(A)) @ A
    return value


def moving_average(x: Tensor) -> Tensor:  # [batch, n] -> [batch, n]
    """The mean of a window of three, by torch's pooling on a ring."""
    return F.avg_pool1d(F.pad(x[:, None], (1, 1), mode="circular"), kernel_size=3, stride=1)[:, 0]


MODELS: dict[Formula, Model] = {
    graph_filters.eigenvector: eigenvector,
    graph_filters.dirichlet_form: dirichlet_form,
    graph_filters.spectral_bound: spectral_bound,
    graph_filters.largest_eigenvalue: largest_eigenvalue,
    graph_filters.first_order_filter: first_order_filter,
    graph_filters.polynomial_filter: polynomial_filter,
    graph_filters.moving_average: moving_average,
}
