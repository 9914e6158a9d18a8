"""Torch models of `derivations.graph_measures`: moves of a surfer, listed pairs, softmaxes, products by einsum."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import graph_measures as graphs
from derivations.vocabulary import Formula
from numerics.models import Model


def rank_step(r: Tensor, M: Tensor, beta: Tensor) -> Tensor:  # -> [batch, n]
    """Interpolation between the same rank for all and a move."""
    same = torch.full_like(r, 1 / r.shape[1])
    return torch.lerp(same, torch.einsum("bij,bj->bi", M, r), beta[:, None])


def page_rank(p: Tensor, c: Tensor, beta: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """Interpolation between the same rank for all and what the links give."""
    return torch.lerp(1 / N.to(p), (p / c).sum(dim=1), beta)


def plain_rank(p: Tensor, c: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """A web of one page."""
    return page_rank(p, c, beta, torch.ones_like(beta))


def google_matrix(M: Tensor, beta: Tensor) -> Tensor:  # -> [batch, n, n]
    """Interpolation between a move to any page and one along a link."""
    return torch.lerp(torch.full_like(M, 1 / M.shape[1]), M, beta[:, None, None])


def share_of_pairs(k: Tensor, e: Tensor) -> Tensor:  # -> [batch]
    """Over the number of listed pairs."""
    pairs = [float(len(torch.combinations(torch.arange(int(size))))) for size in k]
    return e / torch.tensor(pairs, dtype=torch.float64)


def modularity(A: Tensor, k: Tensor, m: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """By a matrix that says which nodes are in which group."""
    groups = torch.nn.functional.one_hot(c, int(c.max()) + 1).to(A)
    expected = torch.einsum("bi,bj->bij", k, k) / (2 * m)[:, None, None]
    inside = groups.transpose(1, 2) @ (A - expected) @ groups
    return torch.diagonal(inside, dim1=1, dim2=2).sum(dim=1) / (2 * m)


def attended_features(h: Tensor, W: Tensor, a: Tensor) -> Tensor:  # -> [batch, n, k]
    """For all nodes at once."""
    return a @ h @ W.transpose(1, 2)


def spectral_filter(U: Tensor, g: Tensor, x: Tensor) -> Tensor:  # -> [batch, n]
    """By one contraction."""
    return torch.einsum("bij,bj,blj,bl->bi", U, g, U, x)


def rescaled(L: Tensor, top: Tensor) -> Tensor:  # -> [batch, n, n]
    """Half the largest eigenvalue is taken off the diagonal, and becomes the unit."""
    shifted = torch.diagonal_scatter(L, torch.diagonal(L, dim1=1, dim2=2) - (top / 2)[:, None], dim1=1, dim2=2)
    return shifted / (top / 2)[:, None, None]


def chebyshev(x: Tensor, T: Callable[[Tensor], Tensor], S: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch]
    """The determinant of a matrix with the recursion in it."""
    rows = torch.stack([torch.stack([2 * x, S(x)], dim=1), torch.stack([torch.ones_like(x), T(x)], dim=1)], dim=1)
    return torch.linalg.det(rows)


MODELS: dict[Formula, Model] = {
    graphs.rank_step: rank_step,
    graphs.page_rank: page_rank,
    graphs.plain_rank: plain_rank,
    graphs.google_matrix: google_matrix,
    graphs.walk_matrix: lambda D, A: torch.linalg.solve(D, A),
    graphs.clustering: share_of_pairs,
    graphs.density: share_of_pairs,
    graphs.modularity: modularity,
    graphs.coefficients: lambda e: torch.softmax(e, dim=2),
    graphs.attended_features: attended_features,
    graphs.attended_layer: lambda h, W, a: torch.relu(attended_features(h, W, a)),
    graphs.spectral_filter: spectral_filter,
    graphs.rescaled: rescaled,
    graphs.chebyshev: chebyshev,
}
