"""Torch models of `derivations.mixture_moments`: total expectation and total covariance, component by component."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import mixture_moments as moments
from derivations.vocabulary import Formula
from numerics.models import Model


def effective_number(r: Tensor) -> Tensor:  # [batch, n, K] -> [batch, K]
    """The mean responsibility, times the number of inputs."""
    return r.mean(dim=1) * r.shape[1]


def mean(pi: Tensor, mu: Tensor) -> Tensor:  # [batch, K], [batch, K, d] -> [batch, d]
    """The mean over the components."""
    return torch.einsum("bk,bkd->bd", pi, mu)


def covariance(pi: Tensor, mu: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, d, d]
    """The mean covariance, and the covariance of the means."""
    away = mu - mean(pi, mu)[:, None]
    between = torch.einsum("bk,bki,bkj->bij", pi, away, away)
    return torch.einsum("bk,bkij->bij", pi, Sigma) + between


def line_variance(pi: Tensor, mu: Tensor, v: Tensor) -> Tensor:  # [batch, K] each -> [batch]
    """The variance of a draw from each component of two points, a standard deviation to each side of its mean."""
    points = torch.cat([mu - v.sqrt(), mu + v.sqrt()], dim=1)
    weights = torch.cat([pi, pi], dim=1) / 2
    middle = torch.linalg.vecdot(weights, points)
    return torch.linalg.vecdot(weights, (points - middle[:, None]).square())


MODELS: dict[Formula, Model] = {
    moments.effective_number: effective_number,
    moments.mean: mean,
    moments.covariance: covariance,
    moments.line_variance: line_variance,
}
