"""Torch models of `derivations.adam_updates`: the optimisers of `torch.optim` in their functional form, sums, scans."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import adam_updates
from derivations.vocabulary import Formula
from numerics import adam
from numerics.models import Model


def correction(m: Tensor, beta: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The moment over the sum of the weights of k gradients."""
    weights = sum((1 - beta) * beta**i * (i < k) for i in range(int(k.max())))
    return m / weights


def step(x: Tensor, m: Tensor, v: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The first step of Adam, at which moments that decay by half come out as m and v when they are corrected."""
    half, once = torch.full_like(eta, 0.5), torch.ones_like(eta)
    moments = (m / 2)[:, None], (v / 2)[:, None]
    return adam.step(x[:, None], *moments, once, eta, half, half, epsilon)[:, 0]


def step_inside(x: Tensor, m: Tensor, v: Tensor, eta: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The moment over the length of the vector of both roots."""
    return x - eta * m / torch.hypot(v.sqrt(), epsilon.sqrt())


def effective_rate(eta: Tensor, beta: Tensor, alpha: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """How far Adam moves without epsilon, under moments of 1 that are not corrected yet."""
    one = torch.ones_like(eta)[:, None]
    return -adam.step(torch.zeros_like(one), one, one, k, eta, beta, alpha, torch.zeros_like(eta))[:, 0]


def decoupled(x: Tensor, m: Tensor, v: Tensor, eta: Tensor, epsilon: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The step of Adam, from the shrunk parameter."""
    return step(torch.lerp(x, torch.zeros_like(x), eta * mu), m, v, eta, epsilon)


def coupled(g: Tensor, x: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The slope of a linear loss with the penalty, by automatic differentiation."""
    at = x.detach().requires_grad_(True)
    return torch.autograd.grad((g * at + mu / 2 * at.square()).sum(), at)[0]


def nadam(
    x: Tensor, m: Tensor, v: Tensor, g: Tensor, k: Tensor, eta: Tensor, epsilon: Tensor, beta: Tensor
) -> Tensor:  # -> [batch]
    """The step of Adam, when the moment has moved on by the corrected gradient."""
    return step(x, torch.lerp(correction(g, beta, k), m, beta), v, eta, epsilon)


def adamax_peak(alpha: Tensor, u: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The norm of a high order of both, in units of the larger."""
    pair = torch.stack([alpha * u, g])
    return torch.linalg.vector_norm(pair, ord=torch.inf, dim=0)


def adamax_step(x: Tensor, m: Tensor, u: Tensor, eta: Tensor, beta: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """The step of Adam on a second moment whose root is the maximum."""
    return step(x, correction(m, beta, k), u.square(), eta, torch.zeros_like(eta))


def lion(x: Tensor, m: Tensor, g: Tensor, eta: Tensor, beta: Tensor, mu: Tensor) -> Tensor:  # -> [batch]
    """The step of sign descent along the interpolation, less what the weight decay takes."""
    return sign_step(x, torch.lerp(g, m, beta), eta) - eta * mu * x


def sign_step(x: Tensor, g: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """To the left where the gradient is positive, to the right where it is negative."""
    return x - torch.where(g > 0, eta, torch.where(g < 0, -eta, torch.zeros_like(eta)))


MODELS: dict[Formula, Model] = {
    adam_updates.correction: correction,
    adam_updates.step: step,
    adam_updates.step_inside: step_inside,
    adam_updates.effective_rate: effective_rate,
    adam_updates.decoupled: decoupled,
    adam_updates.coupled: coupled,
    adam_updates.nadam: nadam,
    adam_updates.adamax_peak: adamax_peak,
    adam_updates.adamax_step: adamax_step,
    adam_updates.lion: lion,
    adam_updates.sign_step: sign_step,
}
