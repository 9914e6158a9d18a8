"""Torch models of `derivations.sampled_gradients`: gradients of every term by autograd, and all outcomes of a step."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import sampled_gradients
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.sgd import Map, gradient_variance, gradients, mean_gradient
from numerics.smooth_walks import Sides
from numerics.stochastic_steps import step_of


def listed(f: Map, x: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient of the mean of the terms."""
    return mean_gradient(f, x)


def second_moment(f: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The mean square of the gradients."""
    return gradients(f, x).square().sum(dim=2).mean(dim=1)


def deviation(
    w: Tensor, w_star: Tensor, F_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, n: Tensor, weights_n: Tensor
) -> Tensor:  # -> [batch]
    """The sum of the variances of the coordinates."""
    return step_of(w, w_star, F_star, s, mu, q, n, weights_n).variance


def contraction(
    w: Tensor,
    w_star: Tensor,
    F_star: Tensor,
    s: Tensor,
    mu: Tensor,
    q: Tensor,
    n: Tensor,
    weights_n: Tensor,
    c: Tensor,
    r: Tensor,
) -> Sides:
    """The mean squared distance after the step; the distance before less its share, and the noise."""
    step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    alpha = c / (mu + mu * q)
    after = step.mean((step.after(alpha) - w_star[:, None]).square().sum(dim=2))
    before = (w - w_star).square().sum(dim=1)
    return after, torch.addcmul(before, alpha * mu, before, value=-1) + alpha.square() * (step.variance + r)


MODELS: dict[Formula, Model] = {
    sampled_gradients.listed: listed,
    sampled_gradients.second_moment: second_moment,
    sampled_gradients.data_variance: gradient_variance,
    sampled_gradients.deviation: deviation,
    sampled_gradients.contraction: contraction,
}
