"""Torch models of `derivations.lecture_posteriors`: joint normal laws, distances, softmax of logarithms."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Normal

from derivations import lecture_posteriors as lectures
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def regression(X: Tensor, sigma: Tensor, S_0: Tensor) -> tuple[Tensor, Tensor]:  # -> [batch, d, n], [batch, d, d]
    """How the weights regress on the targets, and what is left of their covariance."""
    shared = S_0 @ X.transpose(1, 2)
    seen = X @ shared + torch.diag_embed(sigma.square()[:, None].expand(-1, X.shape[1]))
    gain = torch.linalg.solve(seen, shared.transpose(1, 2)).transpose(1, 2)
    return gain, S_0 - gain @ shared.transpose(1, 2)


def covariance(X: Tensor, sigma: Tensor, S_0: Tensor) -> Tensor:  # -> [batch, d, d]
    """The conditional covariance."""
    return regression(X, sigma, S_0)[1]


def mean(X: Tensor, y: Tensor, sigma: Tensor, mu_0: Tensor, S_0: Tensor) -> Tensor:  # -> [batch, d]
    """The conditional mean."""
    residual = y - torch.einsum("bnd,bd->bn", X, mu_0)
    return mu_0 + torch.einsum("bdn,bn->bd", regression(X, sigma, S_0)[0], residual)


def predicted(x: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The model at the mean."""
    return torch.linalg.vecdot(x, m)


def predicted_variance(x: Tensor, sigma: Tensor, S: Tensor) -> Tensor:  # -> [batch]
    """Two independent parts."""
    root = torch.linalg.cholesky(S)
    return torch.hypot(torch.linalg.vector_norm(torch.einsum("bij,bi->bj", root, x), dim=1), sigma).square()


def product_covariance(A: Tensor, B: Tensor) -> Tensor:  # -> [batch, d, d]
    """The parallel sum of the covariances."""
    return A - A @ torch.linalg.solve(A + B, A)


def product_mean(A: Tensor, B: Tensor, a: Tensor, b: Tensor) -> Tensor:  # -> [batch, d]
    """The first mean, moved towards the second."""
    return a + torch.einsum("bij,bj->bi", A, torch.linalg.solve(A + B, b - a))


def scaled(x: Tensor, alpha_t: Tensor, sigma_t: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The place at that many standard deviations from the mean."""
    law = Normal(alpha_t * x, sigma_t)
    return law.mean + law.stddev * epsilon


def velocity(x: Tensor, alpha_t: Tensor, sigma_t: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The determinant of the two pairs."""
    pairs = torch.stack((torch.stack((alpha_t, sigma_t), 1), torch.stack((x, epsilon), 1)), 1)
    return torch.linalg.det(pairs)


def ratio(alpha_t: Tensor, sigma_t: Tensor) -> Tensor:  # -> [batch]
    """The exponential of twice the difference of the logarithms."""
    return (2 * (alpha_t.log() - sigma_t.log())).exp()


def weight(h: Map, g: Map, z: Tensor) -> Tensor:  # -> [batch, n]
    """The exponential of the difference of the log-densities."""
    logs = [torch.log1p(g(one).square()) - torch.log1p(h(one).square()) for one in z.unbind(dim=1)]
    return torch.stack(logs, dim=1).exp()


def normalised(w: Tensor, z: Tensor, f: Map) -> Tensor:  # -> [batch]
    """The values under the softmax of the log-weights."""
    values = torch.stack([f(one) for one in z.unbind(dim=1)], dim=1)
    return (torch.softmax(w.log(), dim=1) * values).sum(dim=1)


def akaike(k: Tensor, L: Tensor) -> Tensor:  # -> [batch]
    """The deviance, and twice the number of parameters."""
    return torch.add(-L.square().log(), k, alpha=2)


def schwarz(k: Tensor, L: Tensor, n: int) -> Tensor:  # -> [batch]
    """The deviance, and the logarithm of a power of the number of examples."""
    return torch.pow(torch.tensor(float(n), dtype=k.dtype), k).log() - L.square().log()


def moderated(sigma: Tensor) -> Tensor:  # -> [batch]
    """The scale of a probit that is spread by normal noise, over its own scale."""
    own = torch.full_like(sigma, (8 / torch.pi) ** 0.5)
    return own / torch.hypot(own, sigma)


MODELS: dict[Formula, Model] = {
    lectures.covariance: covariance,
    lectures.mean: mean,
    lectures.predicted: predicted,
    lectures.predicted_variance: predicted_variance,
    lectures.product_covariance: product_covariance,
    lectures.product_mean: product_mean,
    lectures.scaled: scaled,
    lectures.velocity: velocity,
    lectures.ratio: ratio,
    lectures.weight: weight,
    lectures.normalised: normalised,
    lectures.akaike: akaike,
    lectures.schwarz: schwarz,
    lectures.moderated: moderated,
}
