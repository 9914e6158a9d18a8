"""Torch models of `derivations.subgradient_rates`: steps of `torch.optim.SGD`, search for the best step."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import subgradient_rates
from derivations.vocabulary import Formula
from numerics.curvature_bounds import Sides, squared
from numerics.gradient_descent import gradient_step, quadratic, slope
from numerics.models import Model


def expanded(x: Tensor, x_star: Tensor, g: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The squared distance after a step on a linear function with that slope."""
    return squared(gradient_step(lambda at: (g * at).sum(dim=1), x, eta) - x_star)


def mean_rate(
    x_star: Tensor, x_0: Tensor, B: Tensor, b: Tensor, eta: Tensor, K: Tensor
) -> Sides:  # -> ([batch], [batch])
    """The value at the mean of the iterates, and the bound from the distance and the longest gradient."""
    f = quadratic(B.mT @ B, b)
    iterates, longest, x = [], [], x_0
    for _ in range(int(K.max())):
        iterates.append(x)
        longest.append(squared(slope(f, x)))
        x = gradient_step(f, x, eta)
    taken = torch.arange(len(iterates)).to(K)[None] < K[:, None]
    mean = (torch.stack(iterates, dim=1) * taken[..., None]).sum(dim=1) / K[:, None]
    steepest = (torch.stack(longest, dim=1) * taken).amax(dim=1)
    return f(mean) - f(x_star), (squared(x_0 - x_star) / (eta * K) + eta * steepest) / 2


def tuned_step(R: Tensor, G: Tensor, K: Tensor) -> Tensor:  # -> [batch]
    """Where the falling term of the bound meets the rising one, by bisection in the logarithm."""
    low, high = torch.full_like(R, -30.0), torch.full_like(R, 30.0)
    for _ in range(90):
        middle = (low + high) / 2
        falling = R.square() / (2 * middle.exp() * K) > middle.exp() * G.square() / 2
        low, high = torch.where(falling, middle, low), torch.where(falling, high, middle)
    return ((low + high) / 2).exp()


def tuned(R: Tensor, G: Tensor, K: Tensor) -> Tensor:  # -> [batch]
    """Twice the rising term at that step size."""
    return tuned_step(R, G, K) * G.square()


def polyak(f_x: Tensor, f_star: Tensor, g: Tensor) -> Tensor:  # -> [batch]
    """The gap along the direction of the gradient, by its length twice."""
    length = torch.linalg.vector_norm(g, dim=1)
    return (f_x - f_star) / length / length


def variance_reduced(g_i: Tensor, g_tilde_i: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """The sum of three vectors with signs."""
    return torch.einsum("kbd,k->bd", torch.stack([g_i, g_tilde_i, mu]), torch.tensor([1.0, -1.0, 1.0]).to(mu))


MODELS: dict[Formula, Model] = {
    subgradient_rates.expanded: expanded,
    subgradient_rates.mean_rate: mean_rate,
    subgradient_rates.mean_rate_floor: mean_rate,
    subgradient_rates.tuned_step: tuned_step,
    subgradient_rates.tuned: tuned,
    subgradient_rates.polyak: polyak,
    subgradient_rates.variance_reduced: variance_reduced,
}
