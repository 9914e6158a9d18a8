"""Torch models of `derivations.variance_reduction`: `torch.optim` on a corrected loss, and all draws in turn."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import variance_reduction
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.sgd import gradients, mean_gradient

Map = Callable[[Tensor], Tensor]


def svrg_step(f: Map, x: Tensor, x_bar: Tensor, eta: Tensor) -> Tensor:  # -> [batch, terms, d]
    """One step of `torch.optim.SGD` on each term, tilted by the correction; the step size is in the loss."""
    tilts = mean_gradient(f, x_bar)[:, None, :] - gradients(f, x_bar)
    results = []
    for k in range(tilts.shape[1]):
        parameters = x.clone().requires_grad_(True)
        optimiser = torch.optim.SGD([parameters], lr=1.0)
        (eta * (f(parameters)[:, k] + torch.linalg.vecdot(tilts[:, k], parameters))).sum().backward()
        optimiser.step()
        results.append(parameters.detach())
    return torch.stack(results, dim=1)


def small_variance(f: Map, x: Tensor, x_bar: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] twice
    """The total variance of the corrected gradients over all draws, and the mean squared change of a gradient."""
    changes = gradients(f, x) - gradients(f, x_bar)
    corrected = changes + mean_gradient(f, x_bar)[:, None, :]
    return corrected.var(dim=1, correction=0).sum(dim=-1), changes.square().sum(dim=-1).mean(dim=1)


MODELS: dict[Formula, Model] = {
    variance_reduction.svrg_step: svrg_step,
    variance_reduction.small_variance: small_variance,
}
