"""Torch models of `derivations.covariance_predictions`: joint normal laws of `torch`, and automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import covariance_predictions as processes
from derivations.vocabulary import Formula
from numerics.models import Model

Kernel = Callable[[Tensor, Tensor], Tensor]


def mean(k: Tensor, C: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The targets, regressed."""
    return (torch.linalg.solve(C, k) * t).sum(dim=1)


def variance(k: Tensor, C: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The ratio of the determinants of the joint covariance and of that of the targets."""
    bottom = torch.cat((k, c[:, None]), dim=1)[:, None, :]
    joint = torch.cat((torch.cat((C, k[:, :, None]), dim=2), bottom), dim=1)
    return torch.linalg.det(joint) / torch.linalg.det(C)


def evidence(C: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The log-density of `torch`."""
    return MultivariateNormal(torch.zeros_like(t), C).log_prob(t)


def cholesky(R: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The same law by its factor."""
    scales = torch.diagonal(R, dim1=1, dim2=2)
    return MultivariateNormal(torch.zeros_like(t), scale_tril=R * scales[:, None, :]).log_prob(t)


def entry(k: Kernel, X: Tensor, beta: Tensor) -> Tensor:  # -> [batch, N, N]
    """The table of the kernel, and the noise on its diagonal."""
    rows = X.unbind(dim=1)
    table = torch.stack([torch.stack([k(a, b) for b in rows], dim=1) for a in rows], dim=1)
    return table + torch.diag_embed((1 / beta)[:, None].expand(-1, X.shape[1]))


def new_variance(k: Kernel, x: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The one entry of the table of one input."""
    return entry(k, x[:, None], beta)[:, 0, 0]


def evidence_slope(A: Tensor, B: Tensor, theta: Tensor, t: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the log-density by autograd."""
    at = theta.detach().requires_grad_(True)
    total = evidence(A + at.square()[:, None, None] * B, t).sum()
    return torch.autograd.grad(total, at)[0]


MODELS: dict[Formula, Model] = {
    processes.mean: mean,
    processes.variance: variance,
    processes.evidence: evidence,
    processes.cholesky: cholesky,
    processes.entry: entry,
    processes.new_variance: new_variance,
    processes.evidence_slope: evidence_slope,
}
