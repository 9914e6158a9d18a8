"""Torch models of `derivations.graph_propagation`: linear solves, softmaxes, eigenvalues of whole graphs."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import graph_propagation as propagation
from derivations.vocabulary import Formula
from numerics.models import Model


def unit(A: Tensor) -> Tensor:  # [batch, n, n] -> [n, n]
    """The identity matrix."""
    return torch.eye(A.shape[1], dtype=A.dtype, device=A.device)


def propagated(alpha: Tensor, A: Tensor, H: Tensor) -> Tensor:  # -> [batch, n, m]
    """The solution of Z = (1 - alpha) A Z + alpha H."""
    stays = alpha[:, None, None]
    return torch.linalg.solve(unit(A) - A + stays * A, stays * H)


def ranked(alpha: Tensor, P: Tensor, r: Tensor) -> Tensor:  # -> [batch, n]
    """Between any page and the end of an edge."""
    return torch.lerp(torch.full_like(r, 1 / r.shape[1]), torch.einsum("bij,bi->bj", P, r), alpha[:, None])


def context(Z: Tensor) -> Tensor:  # -> [batch, n, n]
    """Softmaxes of the rows of inner products: the first axis is the node whose walk it is."""
    return torch.softmax(torch.einsum("bum,bvm->buv", Z, Z), dim=2)


def eigenvalue(N: Tensor, k: Tensor, closed: bool) -> Tensor:  # -> [batch]
    """By `torch.linalg.eigvalsh` of the graph: those of a cycle come in pairs."""
    found = []
    for size, place in zip(N.tolist(), k.tolist(), strict=True):
        steps = torch.diag(torch.ones(size - 1, dtype=torch.float64), 1)
        steps[0, -1] = float(closed)
        edges = steps + steps.T
        values = torch.linalg.eigvalsh(torch.diag(edges.sum(dim=1)) - edges)
        order = min(place, size - place) * 2 if closed else place
        found.append(values[min(max(order - int(closed), 0), size - 1)])
    return torch.stack(found).to(N.device)


def modularity(A: Tensor, d: Tensor, g: Tensor, M: Tensor) -> Tensor:  # -> [batch]
    """The trace of the table between the groups."""
    excess = A - torch.einsum("bi,bj->bij", d, d) / (2 * M[:, None, None])
    members = torch.nn.functional.one_hot(g.long() - 1, 2).to(A)
    return torch.einsum("big,bij,bjg->b", members, excess, members) / (2 * M)


MODELS: dict[Formula, Model] = {
    propagation.propagated: propagated,
    propagation.ranked: ranked,
    propagation.decoded: lambda Z: torch.reciprocal(1 + torch.exp(-torch.einsum("bim,bjm->bij", Z, Z))),
    propagation.context: context,
    propagation.smoothed: lambda L, y, c: torch.linalg.solve(unit(L) + c[:, None, None] * L, y),
    propagation.diffused: lambda L, y, c: torch.einsum("bij,bj->bi", unit(L) - c[:, None, None] * L, y),
    propagation.by_edges: lambda B: torch.einsum("biq,bjq->bij", B, B),
    propagation.cycle: lambda N, k: eigenvalue(N, k, closed=True),
    propagation.path: lambda N, k: eigenvalue(N, k, closed=False),
    propagation.modularity: modularity,
    propagation.pooled: lambda H: H.sum(dim=1),
}
