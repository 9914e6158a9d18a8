"""Torch models of `derivations.sgd_convergence`: exact moments of the iterates on the family of quadratics."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from derivations import sgd_convergence
from numerics.models import Model


@dataclass(frozen=True)
class Problem:
    """Curvatures [batch, n] and centres [batch, n, d] of the terms a_i |x - c_i|^2 / 2."""

    curvatures: Tensor
    centres: Tensor

    @property
    def minimiser(self) -> Tensor:
        """The centre of mass of the centres [batch, d]."""
        weights = self.curvatures / self.curvatures.sum(dim=1, keepdim=True)
        return torch.einsum("bn,bnd->bd", weights, self.centres)

    def gradients(self, x: Tensor) -> Tensor:  # [batch, d] -> [batch, n, d]
        """The gradients of all terms by automatic differentiation."""
        at = x[:, None, :].expand_as(self.centres).clone().requires_grad_(True)
        values = self.curvatures * (at - self.centres).square().sum(dim=-1) / 2
        return torch.autograd.grad(values.sum(), at)[0]

    @property
    def noise(self) -> Tensor:
        """The total variance of the gradients at the minimiser [batch]."""
        return self.gradients(self.minimiser).var(dim=1, correction=0).sum(dim=-1)

    def spread_after(self, x: Tensor, eta: Tensor, steps: int) -> list[Tensor]:
        """E|x_k - x*|^2 [batch] for k = 0, …, steps: first and second moments of the error obey linear recursions."""
        away = x - self.minimiser
        mean, square = away, away.square().sum(dim=-1)
        shrink = 1 - eta[:, None] * self.curvatures
        pull = -eta[:, None, None] * self.gradients(self.minimiser)
        cross = torch.einsum("bn,bnd->bd", shrink, pull) / shrink.shape[1]
        jump = pull.square().sum(dim=-1).mean(dim=1)
        found = [square]
        for _ in range(steps):
            square = shrink.square().mean(dim=1) * square + 2 * (cross * mean).sum(dim=-1) + jump
            mean = shrink.mean(dim=1, keepdim=True) * mean
            found.append(square)
        return found


def fixed_point(eta: Tensor, mu: Tensor, L: Tensor, noise: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The limit of the bound's recursion r -> A r + 2 eta^2 sigma^2 after 2^60 rounds, twice as many each time."""
    shrink = 1 - 2 * eta * mu * (1 - eta * L)
    total = 2 * eta**2 * noise
    for _ in range(60):
        total = total + shrink * total
        shrink = shrink**2
    return total


def noise_at_minimiser(L: Tensor, u: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The total variance of the gradients at the minimiser."""
    return Problem(L[:, None] * u, c).noise


def one_step(x: Tensor, L: Tensor, u: Tensor, q: Tensor, c: Tensor, eta: Tensor) -> tuple[Tensor, Tensor]:
    """The mean squared error after one step, by all draws; and the bound [batch] each."""
    problem = Problem(L[:, None] * u, c)
    after = x[:, None, :] - eta[:, None, None] * problem.gradients(x)
    error = (after - problem.minimiser[:, None, :]).square().sum(dim=-1).mean(dim=1)
    mu = q * problem.curvatures.mean(dim=1)
    shrink = 1 - 2 * eta * mu * (1 - eta * L)
    before = (x - problem.minimiser).square().sum(dim=-1)
    return error, torch.addcmul(shrink * before, eta**2, problem.noise, value=2)


def noise_floor(L: Tensor, u: Tensor, q: Tensor, c: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The limit of the recursion of the bound."""
    problem = Problem(L[:, None] * u, c)
    return fixed_point(eta, q * problem.curvatures.mean(dim=1), L, problem.noise)


def floor_growth(L: Tensor, u: Tensor, q: Tensor, c: Tensor, eta: Tensor) -> Tensor:  # -> [batch]
    """The slope of that limit by the step size, by automatic differentiation."""
    step = eta.clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(noise_floor(L, u, q, c, step).sum(), step)
    return slope


def convergence(
    x_0: Tensor, k: Tensor, L: Tensor, u: Tensor, q: Tensor, c: Tensor, eta: Tensor
) -> tuple[Tensor, Tensor]:  # -> [batch] each
    """The mean squared error after k steps from its moments; and the bound, with its limit as a fixed point."""
    problem = Problem(L[:, None] * u, c)
    mu = q * problem.curvatures.mean(dim=1)
    errors = torch.stack(problem.spread_after(x_0, eta, int(k.max())), dim=1)
    error = errors.gather(1, k[:, None])[:, 0]
    shrink = (1 - 2 * eta * mu * (1 - eta * L)) ** k
    return error, shrink * errors[:, 0] + fixed_point(eta, mu, L, problem.noise)


MODELS: dict[object, Model] = {
    sgd_convergence.noise_at_minimiser: noise_at_minimiser,
    sgd_convergence.one_step: one_step,
    sgd_convergence.noise_floor: noise_floor,
    sgd_convergence.floor_growth: floor_growth,
    sgd_convergence.convergence: convergence,
}
