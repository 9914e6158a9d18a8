"""Torch models of `derivations.graph_layers`: messages along edges, node by node, and polynomials as cosines."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import graph_layers
from derivations.vocabulary import Formula
from numerics.models import Model


def degree(A: Tensor) -> Tensor:  # [batch, n, n] -> [batch, n]
    """The sum of each row."""
    return A.sum(dim=2)


def symmetric_laplacian(A: Tensor) -> Tensor:  # -> [batch, n, n]
    """The Laplacian, divided by the roots of its degrees row by row and column by column."""
    degrees = degree(A)
    return (torch.diag_embed(degrees) - A) / degrees.sqrt()[:, :, None] / degrees.sqrt()[:, None, :]


def walk_laplacian(A: Tensor) -> Tensor:  # -> [batch, n, n]
    """A linear solve with the degrees."""
    degrees = torch.diag_embed(degree(A))
    return torch.linalg.solve(degrees, degrees - A)


def convolution(A: Tensor, H: Tensor, W: Tensor) -> Tensor:  # -> [batch, n, m]
    """What arrives from all nodes, by the roots of both degrees, through the rectifier of torch."""
    roots = degree(A).sqrt()
    messages = (H / roots[:, :, None])[:, None] * A[..., None] / roots[:, :, None, None]
    return torch.relu(messages.sum(dim=2) @ W)


def neighbours(A: Tensor, h: Tensor) -> Tensor:  # [batch, n, n], [batch, n, f] -> [batch, n, f]
    """The sum of the messages along the edges."""
    return (A[..., None] * h[:, None]).sum(dim=2)


def passing(A: Tensor, h: Tensor, W_1: Tensor, W_2: Tensor) -> Tensor:  # -> [batch, n, m]
    """One map of the node and what it receives, side by side."""
    both = torch.cat([h, neighbours(A, h)], dim=2)
    return both @ torch.cat([W_1, W_2], dim=2).mT


def isomorphism(epsilon: Tensor, A: Tensor, h: Tensor) -> Tensor:  # -> [batch, n, f]
    """Messages along the edges and a loop of weight 1 + epsilon."""
    loops = torch.diag_embed((1 + epsilon)[:, None].expand(-1, A.shape[1]))
    return neighbours(A + loops, h)


def diffusion(alpha: Tensor, P: Tensor, Z: Tensor, H: Tensor) -> Tensor:  # -> [batch, n, f]
    """A point between the mixed predictions and the start."""
    return torch.lerp(torch.bmm(P, Z), H, alpha[:, None, None])


def readout(h: Tensor) -> Tensor:  # -> [batch, f]
    """The mean over the nodes."""
    return h.mean(dim=1)


def chebyshev(x: Tensor, T_1: Tensor, T_0: Tensor) -> Tensor:  # -> [batch]
    """The first row of the recursion's matrix times both polynomials."""
    matrix = torch.stack([2 * x, -torch.ones_like(x)], dim=1)
    return (matrix * torch.stack([T_1, T_0], dim=1)).sum(dim=1)


MODELS: dict[Formula, Model] = {
    graph_layers.degree: degree,
    graph_layers.diagonal_entry: degree,
    graph_layers.symmetric_laplacian: symmetric_laplacian,
    graph_layers.walk_laplacian: walk_laplacian,
    graph_layers.convolution: convolution,
    graph_layers.passing: passing,
    graph_layers.isomorphism: isomorphism,
    graph_layers.diffusion: diffusion,
    graph_layers.readout: readout,
    graph_layers.chebyshev: chebyshev,
}
