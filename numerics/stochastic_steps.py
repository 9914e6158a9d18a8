"""Torch models of `derivations.stochastic_steps`: all outcomes of one step, with gradients by autograd."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from derivations import stochastic_steps
from derivations.vocabulary import Formula
from numerics.gradient_descent import slope as slope_of
from numerics.models import Model
from numerics.smooth_walks import Sides
from numerics.step_squares import inner


@dataclass(frozen=True)
class Step:
    """A quadratic, a point, and the gradients of all outcomes there [batch, support, d] with their weights."""

    curvature: Tensor
    centre: Tensor
    floor: Tensor
    point: Tensor
    gradients: Tensor
    weights: Tensor

    def value(self, x: Tensor) -> Tensor:  # [batch, d] -> [batch]
        """The objective."""
        return torch.addcmul(self.floor, self.curvature, (x - self.centre).square().sum(dim=1), value=0.5)

    def mean(self, x: Tensor) -> Tensor:  # [batch, support] -> [batch]
        """The mean over the outcomes."""
        return (self.weights * x).sum(dim=1)

    @property
    def slope(self) -> Tensor:
        """The gradient of the objective [batch, d]."""
        return slope_of(self.value, self.point)

    @property
    def second(self) -> Tensor:
        """The mean squared length of the gradients [batch]."""
        return self.mean(self.gradients.square().sum(dim=2))

    @property
    def variance(self) -> Tensor:
        """The sum of the variances of the coordinates [batch]."""
        away = self.gradients - torch.einsum("bs,bsd->bd", self.weights, self.gradients)[:, None]
        return self.mean(away.square().sum(dim=2))

    def after(self, alpha: Tensor) -> Tensor:
        """The points after the step [batch, support, d]."""
        return self.point[:, None] - alpha[:, None, None] * self.gradients

    def value_after(self, alpha: Tensor) -> Tensor:
        """The mean of the objective after the step [batch]."""
        return self.mean(torch.stack([self.value(x) for x in self.after(alpha).unbind(dim=1)], dim=1))


def step_of(
    w: Tensor, w_star: Tensor, F_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, n: Tensor, weights_n: Tensor
) -> Step:
    """The quadratic, and its gradient with centred noise."""
    curvature = torch.lerp(mu, mu + mu * q, s)
    noise = n - torch.einsum("bs,bsd->bd", weights_n, n)[:, None]
    clean = Step(curvature, w_star, F_star, w, noise, weights_n)
    return Step(curvature, w_star, F_star, w, clean.slope[:, None] + noise, weights_n)


def second_moment(
    w: Tensor, w_star: Tensor, F_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, n: Tensor, weights_n: Tensor
) -> Tensor:  # -> [batch]
    """The mean squared length."""
    return step_of(w, w_star, F_star, s, mu, q, n, weights_n).second


def deviation(
    w: Tensor, w_star: Tensor, F_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, n: Tensor, weights_n: Tensor, r: Tensor
) -> Sides:
    """The variance, and a number above it."""
    variance = step_of(w, w_star, F_star, s, mu, q, n, weights_n).variance
    return variance, variance + r


def moment_bound(
    w: Tensor, w_star: Tensor, F_star: Tensor, s: Tensor, mu: Tensor, q: Tensor, n: Tensor, weights_n: Tensor, r: Tensor
) -> Sides:
    """The mean squared length, and the same with what the bound has above the variance."""
    step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    return step.second, step.second + r


def expected_descent(
    w: Tensor,
    w_star: Tensor,
    F_star: Tensor,
    s: Tensor,
    mu: Tensor,
    q: Tensor,
    n: Tensor,
    weights_n: Tensor,
    alpha: Tensor,
) -> Sides:
    """The mean change of the objective, and that of its quadratic upper bound."""
    step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    moves = step.after(alpha) - w[:, None]
    upper = inner(moves, step.slope[:, None]) + (mu + mu * q)[:, None] / 2 * moves.square().sum(dim=2)
    return step.value_after(alpha) - step.value(w), step.mean(upper)


def descent_sides(step: Step, L: Tensor, alpha: Tensor, r: Tensor) -> Sides:
    """The mean objective after the step; the upper bound along the mean, and that of the noise."""
    along = alpha * step.slope.square().sum(dim=1)
    return step.value_after(alpha), step.value(step.point) - along + L / 2 * alpha * (
        along + alpha * (step.variance + r)
    )


def bounded_descent(
    w: Tensor,
    w_star: Tensor,
    F_star: Tensor,
    s: Tensor,
    mu: Tensor,
    q: Tensor,
    n: Tensor,
    weights_n: Tensor,
    alpha: Tensor,
    r: Tensor,
) -> Sides:
    """The mean objective after the step, and its bound."""
    return descent_sides(step_of(w, w_star, F_star, s, mu, q, n, weights_n), mu + mu * q, alpha, r)


def half_descent(
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
    """The same at a step size c/L, with the gain of the full step 1/L."""
    step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    alpha = c / (mu + mu * q)
    gain = alpha * step.slope.square().sum(dim=1) / 2
    return step.value_after(alpha), step.value(w) - gain + c / 2 * alpha * (step.variance + r)


def strong_descent(
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
    """The mean gap after the step; the gap before less its share, and the noise."""
    step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    alpha = c / (mu + mu * q)
    gap = step.value(w) - step.value(w_star)
    bound = torch.addcmul(gap, alpha * mu, gap, value=-1) + c / 2 * alpha * (step.variance + r)
    return step.value_after(alpha) - step.value(w_star), bound


def distance(
    w: Tensor,
    w_star: Tensor,
    F_star: Tensor,
    s: Tensor,
    mu: Tensor,
    q: Tensor,
    n: Tensor,
    weights_n: Tensor,
    alpha: Tensor,
) -> Tensor:  # -> [batch]
    """The mean squared distance after the step."""
    step = step_of(w, w_star, F_star, s, mu, q, n, weights_n)
    return step.mean((step.after(alpha) - w_star[:, None]).square().sum(dim=2))


MODELS: dict[Formula, Model] = {
    stochastic_steps.second_moment: second_moment,
    stochastic_steps.deviation: deviation,
    stochastic_steps.moment_bound: moment_bound,
    stochastic_steps.expected_descent: expected_descent,
    stochastic_steps.bounded_descent: bounded_descent,
    stochastic_steps.half_descent: half_descent,
    stochastic_steps.strong_descent: strong_descent,
    stochastic_steps.distance: distance,
}
