"""Torch models of `derivations.lecture_classifiers`: outer products, least squares, automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import lecture_classifiers
from derivations.vocabulary import Formula
from numerics.models import Model


def between(m_1: Tensor, m_2: Tensor) -> Tensor:  # [batch, M] each -> [batch, M, M]
    """Half the scatter of both means around each other."""
    both = torch.stack([m_1 - m_2, m_2 - m_1], dim=1)
    return both.mT @ both / 2


def class_mean(X: Tensor) -> Tensor:  # [batch, N, M] -> [batch, M]
    """The point with the least squared distances."""
    return torch.linalg.lstsq(torch.ones_like(X[:, :, :1]), X).solution[:, 0]


def within(X: Tensor, m: Tensor) -> Tensor:  # -> [batch, M, M]
    """The deviations' matrix, times itself."""
    away = X - m[:, None]
    return away.mT @ away


def between_many(m: Tensor, n: Tensor, c: Tensor) -> Tensor:  # -> [batch, M, M]
    """The same with the roots of the numbers as factors."""
    return within(n.sqrt()[:, :, None] * (m - c[:, None]), torch.zeros_like(c))


def weighting(y: Tensor) -> Tensor:  # [batch, N] -> [batch, N]
    """The slope of the logistic function at the score of the probability, by automatic differentiation."""
    score = torch.logit(y).detach().requires_grad_(True)
    return torch.autograd.grad(torch.sigmoid(score).sum(), score)[0]


def working(Phi: Tensor, w: Tensor, y: Tensor, t: Tensor, r: Tensor) -> Tensor:  # -> [batch, N]
    """The scores and the solution of a diagonal system."""
    return torch.baddbmm(torch.linalg.solve(torch.diag_embed(r), (t - y)[..., None]), Phi, w[..., None])[..., 0]


def perceptron_step(w: Tensor, phi: Tensor, c: Tensor, eta: Tensor) -> Tensor:  # -> [batch, M]
    """A descent step on the criterion, by automatic differentiation."""
    at = w.detach().requires_grad_(True)
    loss = -(at * phi).sum(dim=1) * c
    return w - torch.autograd.grad((eta * loss).sum(), at)[0]


def criterion(w: Tensor, Phi: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """Scores on the wrong side less those on the right one."""
    score = (Phi @ w[..., None])[..., 0]
    return torch.where(t < 0, score, 0.0).sum(dim=1) - torch.where(t > 0, score, 0.0).sum(dim=1)


def kernel(x: Tensor, z: Tensor, phi: Callable[[Tensor], Tensor]) -> Tensor:  # -> [batch]
    """By polarisation."""
    left, right = phi(x), phi(z)
    return ((left + right).square().sum(dim=1) - (left - right).square().sum(dim=1)) / 4


def gram(Phi: Tensor) -> Tensor:  # [batch, N, M] -> [batch, N, N]
    """From the singular values."""
    left, values, _ = torch.linalg.svd(Phi, full_matrices=False)
    return (left * values.square()[:, None]) @ left.mT


def dual_prediction(k: Tensor, K: Tensor, mu: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """By Cholesky factors."""
    regularised = K + torch.diag_embed(mu[:, None].expand(-1, K.shape[1]))
    return (k * torch.cholesky_solve(t[..., None], torch.linalg.cholesky(regularised))[..., 0]).sum(dim=1)


def query_prediction(
    x: Tensor, k: Callable[[Tensor], Tensor], K: Tensor, mu: Tensor, t: Tensor
) -> Tensor:  # -> [batch]
    """The same, with the kernels of the query."""
    return dual_prediction(k(x), K, mu, t)


def regularised(m: Tensor, D: Callable[[Tensor], Tensor], alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """Errors and precisions, as an inner product."""
    return (torch.stack([D(m), m.square().sum(dim=1) / 2], dim=1) * torch.stack([beta, alpha], dim=1)).sum(dim=1)


def offset(t: Tensor, a: Tensor, K: Tensor) -> Tensor:  # -> [batch, N]
    """The residuals of the scores without offset."""
    return torch.baddbmm(t.to(K)[..., None], K, (a * t)[..., None], alpha=-1)[..., 0]


def mean_offset(t: Tensor, a: Tensor, K: Tensor) -> Tensor:  # -> [batch]
    """Their mean."""
    return offset(t, a, K).mean(dim=1)


def map_penalty(alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The penalty whose error, times the precision of the noise, has the prior's curvature."""
    return torch.linalg.solve(beta[:, None, None], alpha[:, None])[:, 0]


def hinge(s: Tensor) -> Tensor:  # [batch] -> [batch]
    """The margin loss of `torch.nn.functional`."""
    return torch.nn.functional.relu(1 - s)


MODELS: dict[Formula, Model] = {
    lecture_classifiers.between: between,
    lecture_classifiers.class_mean: class_mean,
    lecture_classifiers.within: within,
    lecture_classifiers.between_many: between_many,
    lecture_classifiers.weighting: weighting,
    lecture_classifiers.working: working,
    lecture_classifiers.perceptron_step: perceptron_step,
    lecture_classifiers.criterion: criterion,
    lecture_classifiers.kernel: kernel,
    lecture_classifiers.gram: gram,
    lecture_classifiers.dual_prediction: dual_prediction,
    lecture_classifiers.query_prediction: query_prediction,
    lecture_classifiers.regularised: regularised,
    lecture_classifiers.offset: offset,
    lecture_classifiers.mean_offset: mean_offset,
    lecture_classifiers.map_penalty: map_penalty,
    lecture_classifiers.hinge: hinge,
}
