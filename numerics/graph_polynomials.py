"""Torch models of `derivations.graph_polynomials`: matrices assembled from their eigenvalues, signals mixed."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import graph_polynomials
from derivations.vocabulary import Formula
from numerics.models import Model


def interpolation(U: Tensor, h: Tensor) -> Tensor:  # [batch, n, n], [batch, n] -> [batch, n, n]
    """The filter itself, applied to each unit vector: into the eigenbasis, scaled, and back."""
    identity = torch.eye(U.shape[1], dtype=U.dtype, device=U.device).expand_as(U)
    return U @ (h[:, :, None] * (U.mT @ identity))


def first_order_response(A: Tensor, theta_0: Tensor, theta_1: Tensor) -> Tensor:  # -> [batch, n]
    """The roots of the degrees, kept with one weight and mixed with the other."""
    roots = A.sum(dim=2).sqrt()
    mixing = A / roots[:, :, None] / roots[:, None, :]
    return theta_0[:, None] * roots + theta_1[:, None] * torch.einsum("bij,bj->bi", mixing, roots)


MODELS: dict[Formula, Model] = {
    graph_polynomials.interpolation: interpolation,
    graph_polynomials.first_order_response: first_order_response,
}
