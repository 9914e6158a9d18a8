"""Torch models of `derivations.hidden_markov`: tables of all ways, summed, maximised and normalised."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import hidden_markov as hmm
from derivations.vocabulary import Formula
from numerics.models import Model

Bumps = Callable[[Tensor], Tensor]


def initial(pi: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch, N]
    """The diagonal of the table of states and densities."""
    return torch.diagonal(torch.einsum("bi,bj->bij", pi, h(o).exp()), dim1=1, dim2=2)


def ways(f: Tensor, A: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch, N, N]
    """The weight of each pair of a state and the next one, with what is seen then."""
    return torch.diag_embed(f) @ A @ torch.diag_embed(h(o).exp())


def forward(f: Tensor, A: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch, N]
    """The column sums."""
    return ways(f, A, o, h).sum(dim=1)


def backward(g: Tensor, A: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch, N]
    """The row sums of the ways that go on."""
    return (ways(torch.ones_like(g), A, o, h) @ torch.diag_embed(g)).sum(dim=2)


def evidence(f: Tensor) -> Tensor:  # [batch, N] -> [batch]
    """The last cumulative sum."""
    return f.cumsum(dim=1)[:, -1]


def product_evidence(f: Tensor, g: Tensor) -> Tensor:  # [batch, N] twice -> [batch]
    """The inner product."""
    return torch.linalg.vecdot(f, g)


def occupied(f: Tensor, g: Tensor) -> Tensor:  # [batch, N] twice -> [batch, N]
    """The softmax of the logarithms."""
    return torch.softmax(f.log() + g.log(), dim=1)


def moved(f: Tensor, g: Tensor, A: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch, N, N]
    """The table of the ways, divided by its sum."""
    table = ways(f, A, o, h) @ torch.diag_embed(g)
    return table / table.sum(dim=(1, 2), keepdim=True)


def viterbi(f: Tensor, A: Tensor, o: Tensor, h: Bumps) -> Tensor:  # -> [batch, N]
    """The largest entry of each column, then the density."""
    return (torch.diag_embed(f) @ A).amax(dim=1) * h(o).exp()


MODELS: dict[Formula, Model] = {
    hmm.initial: initial,
    hmm.forward: forward,
    hmm.backward: backward,
    hmm.evidence: evidence,
    hmm.product_evidence: product_evidence,
    hmm.occupied: occupied,
    hmm.moved: moved,
    hmm.viterbi: viterbi,
}
