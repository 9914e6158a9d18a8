"""Torch models of `derivations.regression_steps`: `torch.optim.SGD` on torch's losses, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import regression_steps as steps
from derivations.vocabulary import Formula
from numerics import least_squares as losses
from numerics import logistic_batches
from numerics.models import Model


def stepped(w: Tensor, eta: Tensor, loss: Callable[[Tensor], Tensor]) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """The weights after a step of SGD with rate 1 on losses that are scaled by their rates."""
    parameter = torch.nn.Parameter(w.clone())
    optimiser = torch.optim.SGD([parameter], lr=1.0)
    (parameter.grad,) = torch.autograd.grad((eta * loss(parameter)).sum(), parameter)
    optimiser.step()
    return parameter.detach()


def step_on(loss: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Model:
    """The model that makes a step on a loss of a data set."""

    def model(X: Tensor, y: Tensor, w: Tensor, eta: Tensor) -> Tensor:
        return stepped(w, eta, lambda at: loss(X, y, at))

    return model


def logistic_online_step(x: Tensor, y: Tensor, w: Tensor, eta: Tensor) -> Tensor:  # -> [batch, d]
    """A step on the log-loss of one example."""

    def loss(at: Tensor) -> Tensor:
        score = (at * x).sum(dim=1)
        return functional.binary_cross_entropy_with_logits(score, y.double(), reduction="none")

    return stepped(w, eta, loss)


MODELS: dict[Formula, Model] = {
    steps.total_step: step_on(losses.half_total),
    steps.mean_step: step_on(losses.half_mean),
    steps.double_step: step_on(losses.mean),
    steps.plain_step: step_on(losses.total),
    steps.logistic_step: step_on(logistic_batches.total),
    steps.logistic_mean_step: step_on(logistic_batches.mean),
    steps.logistic_online_step: logistic_online_step,
}
