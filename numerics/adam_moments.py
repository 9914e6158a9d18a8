"""Torch models of `derivations.adam_moments`: the moments run step by step, and their exact means."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import adam_moments
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model


def first_moment(m_old: Tensor, x: Tensor, f: Map, beta: Tensor) -> Tensor:  # -> [batch, d]
    """The point between the gradient and the old moment."""
    return torch.lerp(slope(f, x), m_old, beta[:, None])


def second_moment(gamma_old: Tensor, x: Tensor, f: Map, alpha: Tensor) -> Tensor:  # -> [batch, d]
    """The point between the squares of the gradient and the old moment."""
    return torch.lerp(slope(f, x).square(), gamma_old, alpha[:, None])


def averaged(gradients: Tensor, decay: Tensor) -> Tensor:  # [batch, k, ...] -> [batch, ...]
    """The moving average from zero, gradient after gradient."""
    moment = torch.zeros_like(gradients[:, 0])
    weight = decay.reshape(-1, *([1] * (moment.dim() - 1)))
    for gradient in gradients.unbind(dim=1):
        moment = torch.lerp(gradient, moment, weight)
    return moment


def unrolled_moment(g: Tensor, beta: Tensor) -> Tensor:  # [batch, k, d], [batch] -> [batch, d]
    """The moving average of the gradients."""
    return averaged(g, beta)


def total_weight(beta: Tensor, k: int) -> Tensor:  # [batch] -> [batch]
    """The moving average of ones."""
    return averaged(torch.ones(len(beta), k, dtype=beta.dtype, device=beta.device), beta)


def moment_bias(xi: Tensor, c: Tensor, beta: Tensor, weights_sample: Tensor) -> Tensor:  # -> [batch, d]
    """The mean of the moving averages of all samples [batch, support, k, d]."""
    centred = xi - torch.einsum("bs,bskd->bkd", weights_sample, xi)[:, None]
    gradients = (centred + c[:, None, None]).transpose(1, 2)
    return torch.einsum("bs,bsd->bd", weights_sample, averaged(gradients, beta))


def bias_correction(c: Tensor) -> Tensor:  # [batch, d] -> [batch, d]
    """The mean of the gradient of every step."""
    return c


MODELS: dict[Formula, Model] = {
    adam_moments.first_moment: first_moment,
    adam_moments.second_moment: second_moment,
    adam_moments.unrolled_moment: unrolled_moment,
    adam_moments.total_weight: total_weight,
    adam_moments.moment_bias: moment_bias,
    adam_moments.bias_correction: bias_correction,
}
