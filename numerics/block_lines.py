"""Torch models of `derivations.block_lines`: divergences of torch, automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import block_lines
from derivations.vocabulary import Formula
from numerics.backward_pass import slope
from numerics.layer_lines import affine
from numerics.models import Model

Map = Callable[..., Tensor]


def residual(x: Tensor, W: Tensor, F: Map) -> Tensor:  # -> [batch, n]
    """The sum of both ways."""
    return torch.stack([x, F(x, W)]).sum(dim=0)


def scaled(x: Tensor, mu: Tensor, W: Tensor, F: Map) -> Tensor:  # -> [batch, n]
    """The shortcut, scaled, and the block."""
    return residual(torch.einsum("b,bn->bn", mu, x), W, lambda _, at: F(x, at))


def highway(x: Tensor, T: Map, H: Map) -> Tensor:  # -> [batch, n]
    """Linear interpolation by the gate."""
    return torch.lerp(x, H(x), T(x))


def highway_unit(x: Tensor, T: Map, H: Map) -> Tensor:  # [batch] -> [batch]
    """Linear interpolation by the gate."""
    return torch.lerp(x, H(x), T(x))


def divergence(rho: Tensor, rho_hat: Tensor) -> Tensor:  # [batch], [batch, n] -> [batch]
    """The divergences of Bernoulli distributions, added up."""
    wanted, found = (
        torch.distributions.Bernoulli(rho[:, None].expand_as(rho_hat)),
        torch.distributions.Bernoulli(rho_hat),
    )
    return torch.distributions.kl_divergence(wanted, found).sum(dim=1)


def sparse_error(  # -> [batch, n]
    W: Tensor, delta: Tensor, beta: Tensor, rho: Tensor, rho_hat: Tensor, f: Map, z: Tensor
) -> Tensor:
    """What is sent back by the layer above, and by automatic differentiation of the penalty, through the function."""
    penalty = slope(lambda at: beta * divergence(rho, at), rho_hat)
    return slope(lambda at: ((torch.einsum("bmn,bm->bn", W, delta) + penalty) * f(at)).sum(dim=1), z)


def penalised(J: Tensor, beta: Tensor, rho: Tensor, rho_hat: Tensor) -> Tensor:  # -> [batch]
    """The cost and the penalty."""
    return torch.addcmul(J, beta, divergence(rho, rho_hat))


def maxout(x: Tensor, w: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """The largest output of a linear layer."""
    return affine(w, x, b).amax(dim=1)


def hard_tanh(u: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.nn.functional.hardtanh`."""
    return functional.hardtanh(u)


MODELS: dict[Formula, Model] = {
    block_lines.residual: residual,
    block_lines.scaled: scaled,
    block_lines.highway: highway,
    block_lines.highway_unit: highway_unit,
    block_lines.sparse_error: sparse_error,
    block_lines.penalised: penalised,
    block_lines.maxout: maxout,
    block_lines.hard_tanh: hard_tanh,
}
