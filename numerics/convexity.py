"""Torch models of `derivations.convexity`: both sides by automatic differentiation; minimisers by linear solves."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import convexity
from derivations.vocabulary import Formula
from numerics.curvature_bounds import squared, strong_hessian
from numerics.gradient_descent import Map, gradient_step, hessian, quadratic, slope
from numerics.models import Model

Sides = tuple[Tensor, Tensor]


def inner(a: Tensor, b: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """Inner products."""
    return torch.einsum("bd,bd->b", a, b)


def chord(f: Map, x: Tensor, y: Tensor, t: Tensor) -> Sides:
    """The value between the points, and that of the chord."""
    return f(torch.lerp(y, x, t[:, None])), torch.lerp(f(y), f(x), t)


def concave_chord(h: Map, x: Tensor, y: Tensor, t: Tensor) -> Sides:
    """The value of -h between the points, and that of its chord."""
    between, along = chord(h, x, y, t)
    return -between, -along


def first_order(f: Map, x: Tensor, y: Tensor) -> Sides:
    """The value at x, and that of the tangent at y."""
    return f(x), f(y) + inner(slope(f, y), x - y)


def monotone_gradient(f: Map, x: Tensor, y: Tensor) -> Sides:
    """The change of the slope along the segment, and zero."""
    change = inner(slope(f, x) - slope(f, y), x - y)
    return change, torch.zeros_like(change)


def strong(h: Map, mu: Tensor) -> Map:
    """A convex function with a parabola added."""
    return lambda at: torch.addcmul(h(at), mu, squared(at), value=0.5)


def strongly_monotone(h: Map, mu: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The change of the slope along the segment, and mu times its squared length."""
    return monotone_gradient(strong(h, mu), x, y)[0], mu * squared(x - y)


def curvature_along(f: Map, x: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The second derivative at x along v."""
    return torch.einsum("bi,bij,bj->b", v, hessian(f, x), v)


def least_curvature(h: Map, mu: Tensor, x: Tensor, v: Tensor) -> Sides:
    """The second derivative along v, and mu times the squared length of v."""
    return curvature_along(strong(h, mu), x, v), mu * squared(v)


def optimality_gap(h: Map, mu: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The difference of two values, and the squared slope over 2 mu."""
    f = strong(h, mu)
    return f(x) - f(y), squared(slope(f, x)) / (2 * mu)


def smoothness(B: Tensor, mu: Tensor, s: Tensor) -> Tensor:  # -> [batch]
    """A number that no eigenvalue of the Hessian exceeds."""
    return torch.linalg.eigvalsh(strong_hessian(B, mu)).square().sum(dim=1).sqrt() + s


def most_curvature(B: Tensor, mu: Tensor, s: Tensor, b: Tensor, x: Tensor, v: Tensor) -> Sides:
    """The second derivative along v, and L times the squared length of v."""
    return curvature_along(quadratic(strong_hessian(B, mu), b), x, v), smoothness(B, mu, s) * squared(v)


def cocoercive_gradient(B: Tensor, mu: Tensor, s: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Sides:
    """The change of the slope along the segment, and its squared length over L."""
    f = quadratic(strong_hessian(B, mu), b)
    return monotone_gradient(f, x, y)[0], squared(slope(f, x) - slope(f, y)) / smoothness(B, mu, s)


def linear_rate(B: Tensor, mu: Tensor, s: Tensor, b: Tensor, x: Tensor) -> Sides:
    """The gap after a step of `torch.optim.SGD`, and the gap before it, shrunk."""
    curvature, L = strong_hessian(B, mu), smoothness(B, mu, s)
    f = quadratic(curvature, b)
    least = f(-torch.linalg.solve(curvature, b[..., None])[..., 0])
    return f(gradient_step(f, x, 1 / L)) - least, (L - mu) / L * (f(x) - least)


def newton_solves(B: Tensor, mu: Tensor, b: Tensor) -> Tensor:  # -> [batch, d]
    """The point where the gradient Q x + b vanishes."""
    return -torch.linalg.solve(strong_hessian(B, mu), b[..., None])[..., 0]


MODELS: dict[Formula, Model] = {
    convexity.chord: chord,
    convexity.concave_chord: concave_chord,
    convexity.first_order: first_order,
    convexity.monotone_gradient: monotone_gradient,
    convexity.strongly_monotone: strongly_monotone,
    convexity.least_curvature: least_curvature,
    convexity.optimality_gap: optimality_gap,
    convexity.most_curvature: most_curvature,
    convexity.cocoercive_gradient: cocoercive_gradient,
    convexity.linear_rate: linear_rate,
    convexity.newton_solves: newton_solves,
}
