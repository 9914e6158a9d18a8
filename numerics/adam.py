"""Torch models of `derivations.adam`: the step of `torch.optim.Adam`, with a tensor for each of its settings."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.optim.adam import adam as adam_update

from derivations import adam
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.models import Model


def step(
    x: Tensor, m: Tensor, gamma: Tensor, k: Tensor, eta: Tensor, beta: Tensor, alpha: Tensor, delta: Tensor
) -> Tensor:  # -> [batch, d]
    """The parameters after the k-th step, at which a gradient of 0 makes the moments decay to m and gamma.

    The settings stand along the last axis, so the points do; the differentiable form takes a tensor for each setting.
    """
    moments = (m / beta[:, None]).T.clone(), (gamma / alpha[:, None]).T.clone()
    parameters = x.T.clone()
    settings: dict[str, Any] = {"beta1": beta, "beta2": alpha.clone().requires_grad_(True), "lr": eta, "eps": delta}
    gradients, steps = [torch.zeros_like(parameters)], [(k - 1).to(x.dtype)]
    largest: list[Tensor] = []
    fixed: dict[str, Any] = {"weight_decay": 0.0, "amsgrad": False, "maximize": False}
    with torch.no_grad():
        adam_update(
            [parameters],
            gradients,
            [moments[0]],
            [moments[1]],
            largest,
            steps,
            foreach=False,
            differentiable=True,
            **settings,
            **fixed,
        )
    return parameters.T


def momentum_step(x: Tensor, m: Tensor, k: Tensor, eta: Tensor, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The step of Adam on a corrected second moment of 1, kept so by a second decay of 1/2."""
    half = torch.full_like(beta, 0.5)
    squares = (1 - half**k)[:, None].expand_as(x)
    return step(x, m, squares, k, eta, beta, half, torch.zeros_like(eta))


def preconditioner_entry(gamma: Tensor, k: Tensor, alpha: Tensor, delta: Tensor) -> Tensor:  # -> [batch, d]
    """How far Adam moves from 0 with a step size of 1, under a first moment that is -1 when corrected."""
    one, half = torch.ones_like(delta), torch.full_like(delta, 0.5)
    moment = (half**k - 1)[:, None].expand_as(gamma)
    return step(torch.zeros_like(gamma), moment, gamma, k, one, half, alpha, delta)


def decoupled_decay(
    x: Tensor, m: Tensor, gamma: Tensor, k: Tensor, eta: Tensor, beta: Tensor, alpha: Tensor, delta: Tensor, mu: Tensor
) -> Tensor:  # -> [batch, d]
    """A step of `torch.optim.SGD` on the penalty alone, then the step of Adam."""
    shrunk = gradient_step(lambda at: mu / 2 * at.square().sum(dim=1), x, eta)
    return step(shrunk, m, gamma, k, eta, beta, alpha, delta)


def amsgrad_moment(gamma_old: Tensor, gamma: Tensor) -> Tensor:  # [batch, d] twice -> [batch, d]
    """The largest of both."""
    return torch.stack([gamma_old, gamma]).amax(dim=0)


MODELS: dict[Formula, Model] = {
    adam.momentum_step: momentum_step,
    adam.step: step,
    adam.preconditioned_step: step,
    adam.preconditioner_entry: preconditioner_entry,
    adam.decoupled_decay: decoupled_decay,
    adam.amsgrad_moment: amsgrad_moment,
}
