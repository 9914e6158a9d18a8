"""Torch models of `derivations.running_regression`: least squares with the samples stacked, gradients by autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import running_regression
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.models import Model


def with_sample(P: Tensor, x: Tensor, strength: Tensor | float = 1.0) -> Tensor:  # -> [batch, d, d]
    """The inverse of the precision, to which the outer product of the input is added."""
    weight = torch.as_tensor(strength).to(P).expand(P.shape[:1])
    return torch.linalg.inv(torch.linalg.inv(P) + weight[:, None, None] * torch.einsum("bi,bj->bij", x, x))


def gain(P: Tensor, x: Tensor) -> Tensor:  # -> [batch, d]
    """The updated inverse times the input."""
    return torch.einsum("bij,bj->bi", with_sample(P, x), x)


def inverse_step(P: Tensor, x: Tensor) -> Tensor:  # -> [batch, d, d]
    """The updated inverse."""
    return with_sample(P, x)


def forgetful_gain(P: Tensor, x: Tensor, lamda: Tensor) -> Tensor:  # -> [batch, d]
    """The same where the past counts less."""
    return gain(P / lamda[:, None, None], x)


def weight_step(w: Tensor, K: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """Move along the gain until the error has gone that the gain stands for."""
    return torch.addcmul(w, K, (y - torch.einsum("bd,bd->b", x, w))[:, None])


def inverse_gain_step(w: Tensor, P_next: Tensor, x: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """The solution of the normal equations with the sample, of which w solves those without."""
    full = torch.linalg.inv(P_next)
    moments = torch.einsum("bij,bj->bi", full - torch.einsum("bi,bj->bij", x, x), w) + y[:, None] * x
    return torch.linalg.solve(full, moments[..., None])[..., 0]


def error_step(w: Tensor, x: Tensor, y: Tensor, rate: Tensor) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` on the squared error of the sample."""
    return gradient_step(lambda at: (y - torch.einsum("bd,bd->b", at, x)).square(), w, rate)


def least_mean_squares(w: Tensor, x: Tensor, y: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The step on half the squared error."""
    return error_step(w, x, y, eta / 2)


def doubled(w: Tensor, x: Tensor, y: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """The step on the squared error."""
    return error_step(w, x, y, eta)


def covariance_step(S: Tensor, beta: Tensor, x: Tensor) -> Tensor:  # -> [batch, d, d]
    """The inverse of the precision with the sample."""
    return with_sample(S, x, beta)


def precision_step(S: Tensor, beta: Tensor, x: Tensor) -> Tensor:  # -> [batch, d, d]
    """The inverse of the conditional covariance of the weights, given a noisy observation along x."""
    image = torch.einsum("bij,bj->bi", S, x)
    seen = 1 / beta + torch.einsum("bi,bi->b", x, image)
    return torch.linalg.inv(S - torch.einsum("bi,bj->bij", image, image) / seen[:, None, None])


def by_widths(X: Tensor, sigma: Tensor, tau: Tensor) -> Tensor:  # -> [batch, d, d]
    """Condition the joint normal law of weights and targets."""
    n = X.shape[1]
    seen = tau[:, None, None] ** 2 * torch.einsum("bnd,bmd->bnm", X, X)
    seen = seen + sigma[:, None, None] ** 2 * torch.eye(n, dtype=X.dtype, device=X.device)
    cross = tau[:, None, None] ** 2 * X
    prior = tau[:, None, None] ** 2 * torch.eye(X.shape[2], dtype=X.dtype, device=X.device)
    return prior - torch.einsum("bnd,bne->bde", cross, torch.linalg.solve(seen, cross))


def mean_by_widths(X: Tensor, t: Tensor, sigma: Tensor, tau: Tensor) -> Tensor:  # -> [batch, d]
    """Least squares on the targets and on zeros that stand for the prior."""
    batch, _, d = X.shape
    rows = torch.eye(d, dtype=X.dtype, device=X.device).expand(batch, d, d) * (sigma / tau)[:, None, None]
    stacked = torch.cat([X, rows], dim=1)
    goals = torch.cat([t, t.new_zeros(batch, d)], dim=1)
    return torch.linalg.lstsq(stacked, goals[..., None]).solution[..., 0]


MODELS: dict[Formula, Model] = {
    running_regression.gain: gain,
    running_regression.forgetful_gain: forgetful_gain,
    running_regression.inverse_step: inverse_step,
    running_regression.weight_step: weight_step,
    running_regression.inverse_gain_step: inverse_gain_step,
    running_regression.least_mean_squares: least_mean_squares,
    running_regression.doubled: doubled,
    running_regression.covariance_step: covariance_step,
    running_regression.precision_step: precision_step,
    running_regression.by_widths: by_widths,
    running_regression.mean_by_widths: mean_by_widths,
}
