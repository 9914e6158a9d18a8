"""What a torch model is, and the few tools that models share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

Model = Callable[..., Any]
"""A function of a formula's drawn quantities and sizes, taken by parameter name.

Arrays come as float64 tensors [batch, *shape] (integers as int64), random quantities as [batch, support, *shape] with
the weights of their law as a parameter `weights_LAW` [batch, support], arbitrary functions as callables on batched
tensors, sizes as `int`. It returns the common value of both sides [batch, *free indices in the order of the formula's
quantities, *shape of the value], or for a bound the pair (left, right).
"""


def batch_jacobian(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Jacobians of a batched function [batch, *in] -> [batch, *out] as [batch, *out, *in], in reverse mode.

    Elements of the batch must not interact.
    """
    x = x.detach().requires_grad_(True)
    y = function(x)
    flat = y.reshape(y.shape[0], -1)
    rows = [
        torch.autograd.grad(flat[:, k].sum(), x, retain_graph=True, create_graph=True, allow_unused=True)[0]
        for k in range(flat.shape[1])
    ]
    rows = [torch.zeros_like(x) if row is None else row for row in rows]
    return torch.stack(rows, dim=1).reshape(*y.shape, *x.shape[1:])
