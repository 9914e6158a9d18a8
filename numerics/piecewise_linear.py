"""Torch models of `derivations.piecewise_linear`: the function walked along, piece after piece."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import piecewise_linear
from derivations.vocabulary import Formula
from numerics.models import Model


def walked(x: Tensor, a: Tensor, b: Tensor, c_1: Tensor, c_2: Tensor, u: Tensor, d: Tensor) -> Tensor:
    """From the value at the first knot, the way on each piece times its slope; all [batch]."""
    v = u + d
    before = torch.minimum(x, u) - u
    between = torch.clamp(x, min=u, max=v) - u
    behind = torch.maximum(x, v) - v
    return a * u + b + a * before + (a + c_1) * between + (a + c_1 + c_2) * behind


def highest(p: Tensor, q: Tensor, r: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The largest of four, by sorting."""
    return torch.stack([p, q, r, s]).sort(dim=0).values[-1]


MODELS: dict[Formula, Model] = {
    piecewise_linear.rectified_form: walked,
    piecewise_linear.absolute_form: walked,
    piecewise_linear.hinge_form: walked,
    piecewise_linear.two_pairs: highest,
    piecewise_linear.one_between: highest,
}
