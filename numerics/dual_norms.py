"""Torch models of `derivations.dual_norms`: gradients of norms, least-norm solutions, singular values."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import dual_norms
from derivations.vocabulary import Formula
from numerics.gradient_descent import Map, slope
from numerics.models import Model, batch_jacobian
from numerics.vanishing_gradients import largest_singular_value


def p_norm(v: Tensor, p: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch]
    """The p-norm by logarithms: p is one number for each point."""
    return torch.exp(torch.logsumexp(p[:, None] * v.abs().log(), dim=1) / p)


def maximiser(z: Tensor, q: Tensor) -> Tensor:  # [batch, d], [batch] -> [batch, d]
    """The gradient of the largest gain, the q-norm."""
    return slope(lambda at: p_norm(at, q), z)


def dual_gain(z: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The largest gain."""
    return p_norm(z, q)


def unit_norm(z: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The p-norm of the maximiser."""
    return p_norm(maximiser(z, q), 1 / (1 - 1 / q))


def lead(f_1: Map, f_2: Map, x: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch], [batch, d]
    """The lead of the first class, and its gradient."""
    return f_1(x) - f_2(x), slope(lambda at: f_1(at) - f_2(at), x)


def deepfool_step(f_1: Map, f_2: Map, x: Tensor) -> Tensor:  # -> [batch, d]
    """The least solution of: the linear model of the lead is 0."""
    value, gradient = lead(f_1, f_2, x)
    return torch.einsum("bdk,bk->bd", torch.linalg.pinv(gradient[:, None]), -value[:, None])


def deepfool_step_in_norm(f_1: Map, f_2: Map, x: Tensor, q: Tensor) -> Tensor:  # -> [batch, d]
    """Down the direction of p-norm 1 in which the lead falls fastest, to where its linear model is 0."""
    value, gradient = lead(f_1, f_2, x)
    fastest = maximiser(gradient, q)
    return fastest * (-value / torch.einsum("bd,bd->b", gradient, fastest))[:, None]


def deepfool_boundary(f_1: Map, f_2: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The lead of the other class."""
    return f_2(x) - f_1(x)


def deepfool_length(f_1: Map, f_2: Map, x: Tensor, q: Tensor) -> Tensor:  # -> [batch]
    """The p-norm of the step."""
    return p_norm(deepfool_step_in_norm(f_1, f_2, x, q), 1 / (1 - 1 / q))


def network_bound(W_1: Tensor, W_2: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch] each
    """The largest singular value of the Jacobian, and the product of those of the layers."""

    def network(at: Tensor) -> Tensor:
        return torch.einsum("bkm,bm->bk", W_2, torch.relu(torch.einsum("bmd,bd->bm", W_1, at)))

    stretch = largest_singular_value(batch_jacobian(network, x))
    return stretch, largest_singular_value(W_2) * largest_singular_value(W_1)


MODELS: dict[Formula, Model] = {
    dual_norms.maximiser: maximiser,
    dual_norms.dual_gain: dual_gain,
    dual_norms.unit_norm: unit_norm,
    dual_norms.deepfool_step: deepfool_step,
    dual_norms.deepfool_step_in_norm: deepfool_step_in_norm,
    dual_norms.deepfool_boundary: deepfool_boundary,
    dual_norms.deepfool_length: deepfool_length,
    dual_norms.network_bound: network_bound,
}
