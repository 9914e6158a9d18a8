"""Torch models of `derivations.spectral_lines`: matrices assembled from eigenvectors, steps of `torch.optim.SGD`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import spectral_lines
from derivations.vocabulary import Formula
from numerics.gradient_descent import gradient_step
from numerics.matrix_decompositions import symmetric
from numerics.models import Model


def images(M: Tensor, q: Tensor) -> Tensor:  # [batch, n, n] twice -> [batch, n, n]
    """What a matrix makes of each row of q."""
    return torch.einsum("bjk,bik->bij", M, q)


def pair(e: Tensor, q: Tensor) -> Tensor:  # -> [batch, i, n]
    """The images of the eigenvectors."""
    return images(symmetric(e, q), q)


def form_of_pair(e: Tensor, q: Tensor) -> Tensor:  # -> [batch, i]
    """The products of the eigenvectors with their images."""
    return (q * pair(e, q)).sum(dim=2)


def form(e: Tensor, q: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """The product of a vector with its image."""
    return torch.einsum("bi,bij,bj->b", x, symmetric(e, q), x)


def shifted(e: Tensor, q: Tensor, c: Tensor) -> Tensor:  # -> [batch, i, n]
    """The images of the eigenvectors under the matrix with shifted diagonal."""
    n = q.shape[1]
    return images(symmetric(e, q) + torch.diag_embed(c[:, None].expand(-1, n)), q)


def squared(e: Tensor, q: Tensor) -> Tensor:  # -> [batch, i, n]
    """The images of the eigenvectors under the matrix, applied twice."""
    return images(torch.linalg.matrix_power(symmetric(e, q), 2), q)


def inverted(e: Tensor, q: Tensor) -> Tensor:  # -> [batch, i, n]
    """The vectors of which the eigenvectors are the images."""
    return torch.linalg.solve(symmetric(e, q), q.transpose(1, 2)).transpose(1, 2)


def power(e: Tensor, Q: Tensor, k: int) -> Tensor:  # -> [batch, n, n]
    """The matrix, multiplied with itself."""
    return torch.linalg.matrix_power(symmetric(e, Q.transpose(1, 2)), k)


def diagonalised(e: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The eigenvalues on the diagonal."""
    return torch.diag_embed(e)


def whitened(e: Tensor) -> Tensor:  # [batch, n] -> [batch, n, n]
    """The identity."""
    return torch.eye(e.shape[1], dtype=e.dtype, device=e.device).expand(e.shape[0], -1, -1)


def whitening_square(e: Tensor, Q: Tensor) -> Tensor:  # -> [batch, n, n]
    """The inverse of the covariance."""
    return torch.linalg.inv(symmetric(e, Q.transpose(1, 2)))


def walked(e: Tensor, q: Tensor, x_star: Tensor, x_b: Tensor, eta: Tensor, k: int) -> Tensor:  # -> [batch, n]
    """The error after k steps on the quadratic around the minimiser."""
    x = x_b
    for _ in range(k):
        x = gradient_step(lambda at: form(e, q, at - x_star) / 2, x, eta)
    return x - x_star


def along(e: Tensor, q: Tensor, x_star: Tensor, x_b: Tensor, eta: Tensor, k: int) -> Tensor:  # -> [batch, i]
    """The error along each eigenvector."""
    return torch.einsum("bij,bj->bi", q, walked(e, q, x_star, x_b, eta, k))


def objective_gap(e: Tensor, q: Tensor, x_star: Tensor, x_b: Tensor, eta: Tensor, k: int) -> Tensor:  # -> [batch]
    """The value of the quadratic after k steps."""
    return form(e, q, walked(e, q, x_star, x_b, eta, k)) / 2


MODELS: dict[Formula, Model] = {
    spectral_lines.pair: pair,
    spectral_lines.form_of_pair: form_of_pair,
    spectral_lines.form: form,
    spectral_lines.shifted: shifted,
    spectral_lines.squared: squared,
    spectral_lines.inverted: inverted,
    spectral_lines.power: power,
    spectral_lines.diagonalised: diagonalised,
    spectral_lines.whitened: whitened,
    spectral_lines.whitening_square: whitening_square,
    spectral_lines.along: along,
    spectral_lines.objective_gap: objective_gap,
}
