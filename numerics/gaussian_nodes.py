"""Means over standard normal vectors, exact for polynomials of degree 3 in each coordinate."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor


def standard_nodes(like: Tensor, *dimensions: int) -> list[Tensor]:
    """Nodes [points, dimension] of independent standard normal vectors: averages over them are exact up to degree 3.

    The Gauss-Hermite rule with two nodes, -1 and 1, on each coordinate. `like` gives the precision and the device.
    """
    count = sum(dimensions)
    grid = torch.tensor(list(itertools.product((-1.0, 1.0), repeat=count))).to(like)
    return list(torch.split(grid, list(dimensions), dim=1))
