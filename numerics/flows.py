"""Torch models of `derivations.flows`: Jacobians by automatic differentiation, laws of `torch.distributions`."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal, StudentT

from derivations import flows
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def log_volume(function: Map, x: Tensor) -> Tensor:  # [batch, n] -> [batch]
    """log|det| of the Jacobian of a map of n-dimensional space, by automatic differentiation."""
    return torch.linalg.slogdet(batch_jacobian(function, x)).logabsdet


def derivative(function: Map, x: Tensor) -> Tensor:  # [batch] -> [batch]
    """The derivative of a map of the line."""
    at = x.detach().requires_grad_(True)
    return torch.autograd.grad(function(at).sum(), at)[0]


def monotone(H: Map, g: Map, x: Tensor) -> Tensor:  # [batch] -> [batch]
    """The derivative of the distribution function of x, whose sign follows g."""
    return derivative(lambda at: H(g(at)), x) * derivative(g, x).sign()


def density(z: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The density of z spread over the volume that F gives to the unit cube."""
    zero = torch.zeros_like(z)
    base = MultivariateNormal(zero, torch.diag_embed(zero + 1))
    return (base.log_prob(z) - log_volume(lambda at: torch.einsum("bij,bj->bi", A, at) + b, z)).exp()


def linear_flow(x: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the Cauchy law one coordinate at a time, each given those before, through the inverse map.

    Given the others, a coordinate of a Cauchy vector follows Student's law with one degree of freedom more for each.
    """
    back = torch.linalg.solve(A, (x - b)[..., None])[..., 0]
    total = -torch.linalg.slogdet(A).logabsdet
    for k in range(x.shape[1]):
        scale = ((1 + (back[:, :k] ** 2).sum(dim=1)) / (1 + k)).sqrt()
        total = total + StudentT(1.0 + k, back.new_zeros(()), scale).log_prob(back[:, k])
    return total


def layer(C: Tensor, B: Tensor) -> Map:
    """The map z -> B z + tanh(C z) of a layer."""
    return lambda z: torch.einsum("bij,bj->bi", B, z) + torch.tanh(torch.einsum("bij,bj->bi", C, z))


def composition(
    z_0: Tensor, C_1: Tensor, B_1: Tensor, C_2: Tensor, B_2: Tensor, C_3: Tensor, B_3: Tensor
) -> Tensor:  # -> [batch]
    """The determinant of the Jacobian of all three layers at once."""
    first, second, third = layer(C_1, B_1), layer(C_2, B_2), layer(C_3, B_3)
    return torch.linalg.det(batch_jacobian(lambda z: third(second(first(z))), z_0))


def log_density(J: Tensor, z_0: Tensor) -> Tensor:  # [batch, layers, n, n], [batch, n] -> [batch]
    """The log-density of z, less the log-volume of all layers at once."""

    def through(z: Tensor) -> Tensor:
        for k in range(J.shape[1]):
            z = torch.einsum("bij,bj->bi", J[:, k], z)
        return z

    return Normal(0.0, 1.0).log_prob(z_0).sum(dim=-1) - log_volume(through, z_0)


def inverse(x: Tensor, A: Tensor, b: Tensor, B: Tensor, c: Tensor) -> Tensor:  # -> [batch, n]
    """The solution of B (A z + b) + c = x."""
    right = x - c - torch.einsum("bij,bj->bi", B, b)
    return torch.linalg.solve(B @ A, right[..., None])[..., 0]


MODELS: dict[object, Model] = {
    flows.monotone: monotone,
    flows.density: density,
    flows.linear_flow: linear_flow,
    flows.composition: composition,
    flows.log_density: log_density,
    flows.inverse: inverse,
}
