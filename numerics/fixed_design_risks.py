"""Torch models of `derivations.fixed_design_risks`: least squares by a solver on every draw of the noise."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import fixed_design_risks
from derivations.vocabulary import Formula
from numerics.gaussian_nodes import standard_nodes
from numerics.least_squares import predictions, solution
from numerics.linear_regression import fitted_values
from numerics.models import Model


def draws(X: Tensor, w_star: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:  # -> [draws, batch, n], [draws, batch, d]
    """Targets and weights for standard normal noise, by a rule that is exact for squares of it."""
    (noise,) = standard_nodes(X, X.shape[1])
    targets = predictions(X, w_star) + sigma[:, None] * noise[:, None, :]
    return targets, torch.stack([solution(X, row) for row in targets])


def distance(X: Tensor, w_star: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean squared distance from the truth."""
    return (draws(X, w_star, sigma)[1] - w_star).square().sum(dim=2).mean(dim=0)


def prediction_risk(X: Tensor, w_star: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean squared distance of the predictions from those of the truth."""
    away = draws(X, w_star, sigma)[1] - w_star
    return torch.einsum("bnd,kbd->kbn", X, away).square().sum(dim=2).mean(dim=0)


def training_error(X: Tensor, w_star: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean of the least sum of squares."""
    targets, _ = draws(X, w_star, sigma)
    return torch.stack([(y - fitted_values(X, y)).square().sum(dim=1) for y in targets]).mean(dim=0)


def mean_risk(X: Tensor, w_star: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean squared distance of a prediction from that of the truth."""
    away = draws(X, w_star, sigma)[1] - w_star
    return torch.einsum("bnd,kbd->kbn", X, away).square().mean(dim=(0, 2))


def mean_training_error(X: Tensor, w_star: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean of the least mean square."""
    targets, _ = draws(X, w_star, sigma)
    return torch.stack([(y - fitted_values(X, y)).square().mean(dim=1) for y in targets]).mean(dim=0)


def unbiased_variance(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The mean square of the targets along the directions that no weights reach."""
    basis = torch.linalg.qr(X, mode="complete").Q[:, :, X.shape[2] :]
    return torch.einsum("bnk,bn->bk", basis, y).square().mean(dim=1)


def intercept_entries(t: Tensor, t_hat: Tensor, d: int) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean of the squared residuals, on the scale of the degrees of freedom."""
    n = t.shape[1]
    return torch.nn.functional.mse_loss(t_hat, t, reduction="none").mean(dim=1) * (n / (n - d))


MODELS: dict[Formula, Model] = {
    fixed_design_risks.distance: distance,
    fixed_design_risks.prediction_risk: prediction_risk,
    fixed_design_risks.training_error: training_error,
    fixed_design_risks.mean_risk: mean_risk,
    fixed_design_risks.mean_training_error: mean_training_error,
    fixed_design_risks.unbiased_variance: unbiased_variance,
    fixed_design_risks.intercept_variance: unbiased_variance,
    fixed_design_risks.intercept_error: training_error,
    fixed_design_risks.intercept_entries: intercept_entries,
}
