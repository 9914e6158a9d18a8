"""Torch models of `derivations.deepfool`: steps of two classes, and the smaller of them."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import deepfool
from derivations.vocabulary import Formula
from numerics.dual_norms import deepfool_step_in_norm, p_norm
from numerics.gradient_descent import Map
from numerics.models import Model


def linearised_lead(  # -> [batch]
    x: Tensor, r: Tensor, a_1: Tensor, a_2: Tensor, b_1: Tensor, b_2: Tensor
) -> Tensor:
    """The difference of the outputs of a linear layer at the perturbed input."""
    layer, bias = torch.stack([a_1, a_2], dim=1), torch.stack([b_1, b_2], dim=1)
    logits = torch.baddbmm(bias[..., None], layer, (x + r)[..., None])[..., 0]
    return logits[:, 1] - logits[:, 0]


def candidates(f_0: Map, f_1: Map, f_2: Map, x: Tensor, q: Tensor) -> tuple[Tensor, Tensor]:
    """The steps towards both classes [batch, 2, d], and their lengths [batch, 2]."""
    steps = [deepfool_step_in_norm(f_0, other, x, q) for other in (f_1, f_2)]
    lengths = [p_norm(step, 1 / (1 - 1 / q)) for step in steps]
    return torch.stack(steps, dim=1), torch.stack(lengths, dim=1)


def nearest_boundary(f_0: Map, f_1: Map, f_2: Map, x: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The smaller length."""
    return candidates(f_0, f_1, f_2, x, q)[1].amin(dim=1)


def general_step(f_0: Map, f_1: Map, f_2: Map, x: Tensor, q: Tensor) -> Tensor:  # -> [batch, d]
    """The input after the smaller step."""
    steps, lengths = candidates(f_0, f_1, f_2, x, q)
    return x + steps[torch.arange(len(x), device=x.device), lengths.argmin(dim=1)]


MODELS: dict[Formula, Model] = {
    deepfool.linearised_lead: linearised_lead,
    deepfool.nearest_boundary: nearest_boundary,
    deepfool.general_step: general_step,
}
