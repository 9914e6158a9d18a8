"""Torch models of `derivations.whitening`: whitening by an eigendecomposition, least squares."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import whitening
from derivations.vocabulary import Formula
from numerics.models import Model


def inputs(U: Tensor, alpha: Tensor, W: Tensor) -> Tensor:  # [batch, n, n], [batch, n], [batch, s, s] -> [batch, n, s]
    """Inputs whose second moment has the given eigenvectors and eigenvalues: rotated, scaled, orthogonal rows."""
    n, s = U.shape[1], W.shape[1]
    return torch.einsum("bij,bj,bjk->bik", U, (s * alpha).sqrt(), W[:, :n])


def moment(X: Tensor) -> Tensor:  # [batch, n, s] -> [batch, n, n]
    """The mean of the outer products of the columns with themselves."""
    return torch.einsum("bis,bjs->bsij", X, X).mean(dim=1)


def second_moment(U: Tensor, alpha: Tensor, W: Tensor) -> Tensor:  # -> [batch, n, n]
    """The second moment of the inputs."""
    return moment(inputs(U, alpha, W))


def whitened_moment(U: Tensor, alpha: Tensor, W: Tensor) -> Tensor:  # -> [batch, n, n]
    """The second moment after whitening by the eigendecomposition that `torch.linalg.eigh` finds."""
    X = inputs(U, alpha, W)
    spread, axes = torch.linalg.eigh(moment(X))
    return moment(torch.einsum("bj,bij,bis->bjs", spread.rsqrt(), axes, X))


def white(W: Tensor, n: int) -> Tensor:  # [batch, s, s] -> [batch, n, s]
    """Inputs whose second moment is the identity."""
    return W[:, :n] * W.shape[1] ** 0.5


def half_error(Theta: Tensor, Y: Tensor, X: Tensor) -> Tensor:  # -> [batch]
    """Half the mean squared error of the columns."""
    return (Y - torch.einsum("bpn,bns->bps", Theta, X)).square().sum(dim=1).mean(dim=1) / 2


def least_squares(W: Tensor, Y: Tensor, Theta: Tensor, n: int) -> Tensor:  # -> [batch]
    """Half the mean squared error on whitened inputs."""
    return half_error(Theta, Y, white(W, n))


def least_squares_gradient(W: Tensor, Y: Tensor, Theta: Tensor, n: int) -> Tensor:  # -> [batch, p, n]
    """By automatic differentiation."""
    weights = Theta.clone().requires_grad_(True)
    return torch.autograd.grad(half_error(weights, Y, white(W, n)).sum(), weights)[0]


MODELS: dict[Formula, Model] = {
    whitening.second_moment: second_moment,
    whitening.whitened_moment: whitened_moment,
    whitening.least_squares: least_squares,
    whitening.least_squares_gradient: least_squares_gradient,
}
