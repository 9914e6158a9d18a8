"""Torch models of `derivations.token_lines`: linear layers and batched products."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.func import vmap
from torch.nn import functional

from derivations import token_lines
from derivations.vocabulary import Formula
from numerics.models import Model


def project(X: Tensor, W: Tensor) -> Tensor:  # [batch, n, d], [batch, k, d] -> [batch, n, k]
    """A linear layer without bias."""
    return vmap(functional.linear)(X, W)


def causal_weights(e: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n, n]
    """The exponentials by their running sum, also for tokens that are later."""
    n = e.shape[1]
    allowed = torch.stack([torch.logsumexp(e[:, k, : k + 1], dim=1) for k in range(n)], dim=1)
    return torch.exp(e - allowed[:, :, None])


def distance_bias(Q: Tensor, K: Tensor, mu: Tensor) -> Tensor:  # -> [batch, n, m]
    """Products less the distances."""
    rows, columns = torch.arange(Q.shape[1]), torch.arange(K.shape[1])
    return torch.bmm(Q, K.mT) - mu[:, None, None] * torch.cdist(rows[:, None].to(Q), columns[:, None].to(Q), p=1)


def scaled_distance_bias(Q: Tensor, K: Tensor, mu: Tensor) -> Tensor:  # -> [batch, n, m]
    """The same, the queries divided by the root of their width."""
    return distance_bias(Q / Q.shape[2] ** 0.5, K, mu)


def turned(t: Tensor, j: Tensor, w: Tensor) -> Tensor:  # [batch] -> [batch], complex
    """The point of the circle at the angle of position t, pair j."""
    rate = torch.exp(-2 * torch.log(torch.tensor(10000.0, dtype=torch.float64)) * j / w)
    return torch.polar(torch.ones_like(t), t * rate)


def even_entries(t: Tensor, j: Tensor, w: Tensor) -> Tensor:  # [batch] -> [batch]
    """The imaginary part."""
    return turned(t, j, w).imag


def odd_entries(t: Tensor, j: Tensor, w: Tensor) -> Tensor:  # [batch] -> [batch]
    """The real part."""
    return turned(t, j, w).real


MODELS: dict[Formula, Model] = {
    token_lines.project: project,
    token_lines.causal_weights: causal_weights,
    token_lines.distance_bias: distance_bias,
    token_lines.scaled_distance_bias: scaled_distance_bias,
    token_lines.even_entries: even_entries,
    token_lines.odd_entries: odd_entries,
}
