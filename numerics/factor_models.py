"""Torch models of `derivations.factor_models`: steps by autograd, products of matrices, moments."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import factor_models as factors
from derivations.vocabulary import Formula
from numerics.models import Model
from numerics.policy_gradients import slope


def prediction(m: Tensor, b: Tensor, c: Tensor, q: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """An inner product of longer vectors: the biases meet a 1."""
    one = torch.ones_like(m)[:, None]
    user = torch.cat([p, b[:, None], one, one], dim=1)
    item = torch.cat([q, one, c[:, None], m[:, None]], dim=1)
    return torch.einsum("bd,bd->b", user, item)


def factor_step(p: Tensor, q: Tensor, e: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch, d]
    """A step down half of the squared error of a rating that is e above the prediction, and half the penalty."""
    rating = torch.linalg.vecdot(p, q) + e

    def objective(at: Tensor) -> Tensor:
        return (rating - torch.linalg.vecdot(at, q)).square() / 2 + lambda_ / 2 * at.square().sum(dim=1)

    return p - gamma[:, None] * slope(objective, p)


def bias_step(b: Tensor, e: Tensor, gamma: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The factor that meets a 1."""
    return factor_step(b[:, None], torch.ones_like(b)[:, None], e, gamma, lambda_)[:, 0]


def objective(R: Tensor, P: Tensor, Q: Tensor, lambda_: Tensor) -> Tensor:  # -> [batch]
    """The sums of squares of all entries."""
    fit = torch.nn.functional.mse_loss(torch.einsum("bnd,bkd->bnk", P, Q), R, reduction="none").sum(dim=(1, 2))
    return fit + lambda_ * torch.cat([P, Q], dim=1).square().sum(dim=(1, 2))


def right_update(V: Tensor, W: Tensor, H: Tensor) -> Tensor:  # -> [batch, d, k]
    """A gradient step down half the squared error, of the size of each entry over its share of the gradient."""
    fit = torch.einsum("bnd,bnk->bdk", W, W @ H)
    gradient = slope(lambda at: (V - W @ at).square().sum(dim=(1, 2)) / 2, H)
    return H - H / fit * gradient


def left_update(V: Tensor, W: Tensor, H: Tensor) -> Tensor:  # -> [batch, n, d]
    """The right factor of the transposed table."""
    return right_update(*(one.transpose(1, 2) for one in (V, H, W))).transpose(1, 2)


def natural(W: Tensor, y: Tensor, phi: Callable[[Tensor], Tensor], gamma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The matrix less its product with outer products of a curved and a plain vector."""
    curved = torch.stack([phi(one) for one in y.unbind(dim=1)], dim=1)
    return gamma[:, None, None] * (W - torch.einsum("bi,bj,bjk->bik", curved, y, W))


def kurtosis(y: Tensor, weights_y: Tensor) -> Tensor:  # -> [batch]
    """The fourth cumulant of the numbers with random signs."""
    second = (weights_y * y.square()).sum(dim=1)
    return (weights_y * y.pow(4)).sum(dim=1) - 3 * second.square()


def projected(W: Tensor, x: Tensor, mu: Tensor) -> Tensor:  # -> [batch, d]
    """Inner products with the columns."""
    return torch.stack([torch.linalg.vecdot(direction, x - mu) for direction in W.unbind(dim=2)], dim=1)


MODELS: dict[Formula, Model] = {
    factors.prediction: prediction,
    factors.factor_step: factor_step,
    factors.bias_step: bias_step,
    factors.rating_error: lambda r, q, p: r - torch.einsum("bd,bd->b", q, p),
    factors.objective: objective,
    factors.right_update: right_update,
    factors.left_update: left_update,
    factors.natural: natural,
    factors.kurtosis: kurtosis,
    factors.projected: projected,
    factors.reconstructed: lambda W, z, mu: torch.baddbmm(mu[:, :, None], W, z[:, :, None])[:, :, 0],
    factors.fisher: lambda S, m, n: torch.linalg.solve(S, m - n),
}
