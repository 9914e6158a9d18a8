"""Torch models of `derivations.factor_updates`: regressions on weighted copies, sums over the outcomes."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import factor_updates as updates
from derivations.vocabulary import Formula
from numerics.models import Model


def loadings_update(X: Tensor, x_bar: Tensor, Z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch, D, M]
    """Least squares of the deviations on the codes of all outcomes, each with the root of its weight."""
    root = weights_z.sqrt()[:, :, None, None]
    design = (root * Z).flatten(1, 2)
    response = (root * (X - x_bar[:, None])[:, None]).flatten(1, 2)
    return torch.linalg.solve(design.mT @ design, design.mT @ response).mT


def noise_update(X: Tensor, x_bar: Tensor, Z: Tensor, W: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The mean squared residual over samples, entries and outcomes."""
    residual = (X - x_bar[:, None])[:, None] - torch.einsum("bdm,bsnm->bsnd", W, Z)
    return (weights_z * residual.square().mean(dim=(2, 3))).sum(dim=1)


def communality(W: Tensor, Psi: Tensor) -> Tensor:  # -> [batch, D]
    """The diagonal of the covariance of the model."""
    return (W @ W.mT + Psi).diagonal(dim1=1, dim2=2)


MODELS: dict[Formula, Model] = {
    updates.loadings_update: loadings_update,
    updates.noise_update: noise_update,
    updates.communality: communality,
}
