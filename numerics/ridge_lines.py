"""Torch models of `derivations.ridge_lines`: `torch.optim.SGD` on the losses of torch, least squares with more rows."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import ridge_lines
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.least_squares import mean, total
from numerics.models import Model


def step(loss: Model, error: float, penalty: float) -> Model:
    """A step on a loss with its factor, and on the squared norm with its own."""

    def model(w: Tensor, eta: Tensor, X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
        def objective(at: Tensor) -> Tensor:
            value: Tensor = error * loss(X, y, at)
            return value + penalty * mu * at.square().sum(dim=1)

        return gradient_step(objective, w, eta)

    return model


def shrunk(X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Least squares with a row for each weight, whose target is 0."""
    batch, _, d = X.shape
    rows = mu.sqrt()[:, None, None] * torch.eye(d, dtype=X.dtype, device=X.device).expand(batch, d, d)
    goals = torch.cat([y, y.new_zeros(batch, d)], dim=1)
    return torch.linalg.lstsq(torch.cat([X, rows], dim=1), goals[..., None]).solution[..., 0]


def largest(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The largest slope of half the squared error at 0."""
    return torch.stack([(x * y).sum(dim=1) for x in X.unbind(dim=2)], dim=1).abs().amax(dim=1)


def mean_largest(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """That of half the mean squared error."""
    return torch.stack([(x * y).mean(dim=1) for x in X.unbind(dim=2)], dim=1).abs().amax(dim=1)


def doubled_largest(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """That of the whole squared error."""
    return largest(X, y + y)


def doubled_mean_largest(X: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """That of the whole mean squared error."""
    return mean_largest(X, y + y)


def shared_step(w: Tensor, eta: Tensor, X: Tensor, y: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The step for half the mean of all errors, with the penalty divided as well."""
    model = step(mean, 0.5, 0.5)
    result: Tensor = model(w, eta, X, y, mu / X.shape[1])
    return result


MODELS: dict[Formula, Model] = {
    ridge_lines.total_step: step(total, 1, 1),
    ridge_lines.half_step: step(total, 0.5, 0.5),
    ridge_lines.mean_step: step(mean, 1, 1),
    ridge_lines.half_mean_step: step(mean, 0.5, 0.5),
    ridge_lines.mixed_step: step(mean, 1, 0.5),
    ridge_lines.whole_step: step(total, 0.5, 1),
    ridge_lines.half_mean_whole_step: step(mean, 0.5, 1),
    ridge_lines.shrunk: shrunk,
    ridge_lines.largest: largest,
    ridge_lines.mean_largest: mean_largest,
    ridge_lines.doubled_largest: doubled_largest,
    ridge_lines.doubled_mean_largest: doubled_mean_largest,
    ridge_lines.shared_step: shared_step,
}
