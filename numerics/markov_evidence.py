"""Torch models of `derivations.markov_evidence`: tables of all ways, sums over the steps."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import markov_evidence
from derivations.vocabulary import Formula
from numerics.hidden_markov import backward, ways
from numerics.models import Model

Bumps = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def moved(f: Tensor, g: Tensor, A: Tensor, o: Tensor, h: Bumps, p: Tensor) -> Tensor:  # -> [batch, N, N]
    """The table of the ways, over the evidence."""
    return ways(f, A, o, h) @ torch.diag_embed(g) / p[:, None, None]


def moved_named(  # -> [batch, N, N]
    f: Tensor, g: Tensor, A: Tensor, o: Tensor, h: Bumps, z: Pair, y: Tensor, mu: Tensor
) -> Tensor:
    """The same by the logarithm of the evidence."""
    return moved(f, g, A, o, h, z(y, mu).exp())


def stayed(f: Tensor, g: Tensor, z: Pair, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, N]
    """The diagonal of the outer product, by the logarithm of the evidence."""
    return torch.diagonal(torch.einsum("bi,bj->bij", f, g), dim1=1, dim2=2) * torch.exp(-z(y, mu))[:, None]


def from_start(pi: Tensor, g: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch]
    """The backward variable of one more state from which the first states are drawn."""
    return backward(g, pi[:, None].expand(-1, pi.shape[1], -1), o, h)[:, 0]


def transition(X: Tensor, G: Tensor) -> Tensor:  # [batch, T, N, N], [batch, T, N] -> [batch, N, N]
    """The mean over all steps but the last, over the mean of the visits."""
    return X[:, :-1].sum(dim=1) / G[:, :-1].sum(dim=1)[:, :, None]


def emitted(G: Tensor, o: Tensor, s: Tensor) -> Tensor:  # [batch, T, N], [batch, T], [batch] -> [batch, N]
    """The share of the visits that a mask leaves."""
    return torch.where((o == s[:, None])[:, :, None], G, 0).sum(dim=1) / G.sum(dim=1)


MODELS: dict[Formula, Model] = {
    markov_evidence.moved: moved,
    markov_evidence.moved_named: moved_named,
    markov_evidence.stayed: stayed,
    markov_evidence.occupied: lambda X: X.sum(dim=2),
    markov_evidence.from_start: from_start,
    markov_evidence.transition: transition,
    markov_evidence.emitted: emitted,
}
