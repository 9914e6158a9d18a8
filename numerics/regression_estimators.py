"""Torch models of `derivations.regression_estimators`: least squares on every draw of white noise, and moments."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import regression_estimators as estimators
from derivations.vocabulary import Formula
from numerics.gaussian_nodes import standard_nodes
from numerics.gaussian_vectors import covariance
from numerics.least_squares import solution
from numerics.models import Model


def estimation_error(X: Tensor, beta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, d]
    """Least squares on the noisy targets, less the truth."""
    return solution(X, torch.einsum("bnd,bd->bn", X, beta) + epsilon) - beta


def draws(X: Tensor, beta: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:  # -> [draws, batch, n], [draws, batch, d]
    """Targets and estimates for standard normal noise, by a rule that is exact for squares of it."""
    (noise,) = standard_nodes(X, X.shape[1])
    targets = torch.einsum("bnd,bd->bn", X, beta) + sigma[:, None] * noise[:, None, :]
    return targets, torch.stack([solution(X, row) for row in targets])


def unbiased(X: Tensor, beta: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d]
    """The mean estimate."""
    return draws(X, beta, sigma)[1].mean(dim=0)


def estimator_covariance(X: Tensor, beta: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The covariance of the estimates."""
    points = draws(X, beta, sigma)[1].transpose(0, 1)
    return covariance(points, points.new_full(points.shape[:2], 1 / points.shape[1]))


def mean_square_error(X: Tensor, beta: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean squared distance from the truth."""
    return (draws(X, beta, sigma)[1] - beta).square().sum(dim=2).mean(dim=0)


def mean_residual(X: Tensor, beta: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean squared length of the residuals."""
    targets, estimates = draws(X, beta, sigma)
    return (targets - torch.einsum("bnd,kbd->kbn", X, estimates)).square().sum(dim=2).mean(dim=0)


def ml_variance_mean(X: Tensor, beta: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The mean of the mean square of the residuals."""
    targets, estimates = draws(X, beta, sigma)
    return (targets - torch.einsum("bnd,kbd->kbn", X, estimates)).square().mean(dim=2).mean(dim=0)


def prediction_variance(X: Tensor, beta: Tensor, sigma: Tensor, x_0: Tensor) -> Tensor:  # -> [batch]
    """The variance of the predictions."""
    return torch.einsum("bd,kbd->kb", x_0, draws(X, beta, sigma)[1]).var(dim=0, correction=0)


def unbiased_variance(y: Tensor, y_hat: Tensor, d: int) -> Tensor:  # [batch, n] twice -> [batch]
    """The root mean square of the residuals, squared, on the scale of the degrees of freedom."""
    n = y.shape[1]
    return torch.linalg.vector_norm(y - y_hat, dim=1) ** 2 * (1 / (n - d))


def ml_variance(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The spread at which the normal log-likelihood is largest: a root of its slope, by Newton's method on log s."""
    log_s = (y - y_hat).square().mean(dim=1).log() + 0.3
    for _ in range(8):
        at = log_s.clone().requires_grad_(True)
        logs = torch.distributions.Normal(y_hat, (at / 2).exp()[:, None]).log_prob(y).sum(dim=1)
        (slope,) = torch.autograd.grad(logs.sum(), at, create_graph=True)
        (bend,) = torch.autograd.grad(slope.sum(), at)
        log_s = log_s - slope.detach() / bend
    return log_s.exp()


def determination(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """One less the squared error of the model over that of the mean."""
    squared = torch.nn.functional.mse_loss(y_hat, y, reduction="none").mean(dim=1)
    return 1 - squared / y.var(dim=1, correction=0)


MODELS: dict[Formula, Model] = {
    estimators.estimation_error: estimation_error,
    estimators.unbiased: unbiased,
    estimators.estimator_covariance: estimator_covariance,
    estimators.mean_square_error: mean_square_error,
    estimators.mean_residual: mean_residual,
    estimators.ml_variance_mean: ml_variance_mean,
    estimators.prediction_variance: prediction_variance,
    estimators.unbiased_variance: unbiased_variance,
    estimators.ml_variance: ml_variance,
    estimators.determination: determination,
}
