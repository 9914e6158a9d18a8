"""Torch models of `derivations.mixtures`: the joint law of component and input, weighted moments by torch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import mixtures
from derivations.vocabulary import Formula
from numerics.models import Model

Shape = Callable[[Tensor, Tensor, Tensor], Tensor]


def joint(pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape, x: Tensor) -> Tensor:  # -> [batch, K]
    """Logarithms of the joint probabilities of each component and the input x [batch, d]."""
    logs = [-torch.log1p(h(x, mu[:, k], Sigma[:, k]) ** 2) for k in range(pi.shape[1])]
    return pi.log() + torch.stack(logs, dim=1)


def mixture(pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape, x: Tensor) -> Tensor:  # -> [batch]
    """The exponential of the log-sum-exp over the components."""
    return torch.logsumexp(joint(pi, mu, Sigma, h, x), dim=1).exp()


def log_likelihood(X: Tensor, pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch]
    """The log-sum-exp of each input, added up."""
    logs = [torch.logsumexp(joint(pi, mu, Sigma, h, X[:, i]), dim=1) for i in range(X.shape[1])]
    return torch.stack(logs).sum(dim=0)


def responsibility(X: Tensor, pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch, N, K]
    """The softmax of the joint log-probabilities of each input."""
    return torch.stack([torch.softmax(joint(pi, mu, Sigma, h, X[:, i]), dim=1) for i in range(X.shape[1])], dim=1)


def mean_update(X: Tensor, gamma: Tensor) -> Tensor:  # -> [batch, K, d]
    """The constant that fits the inputs best, samples stretched by the roots of their responsibilities."""
    stretch = gamma.sqrt().mT[..., None]
    found: Tensor = torch.linalg.lstsq(stretch, stretch * X[:, None]).solution
    return found[:, :, 0]


def covariance_update(X: Tensor, gamma: Tensor, mu: Tensor) -> Tensor:  # -> [batch, K, d, d]
    """The weighted covariance, and the square of how far the weighted mean lies from the centre."""
    shares = gamma.mT / gamma.mT.sum(dim=2, keepdim=True)
    centre = torch.einsum("bkn,bnd->bkd", shares, X)
    away = X[:, None] - centre[:, :, None]
    inner = torch.einsum("bkn,bkni,bknj->bkij", shares, away, away)
    gap = centre - mu
    return inner + torch.einsum("bki,bkj->bkij", gap, gap)


def share_update(gamma: Tensor) -> Tensor:  # -> [batch, K]
    """The mean responsibilities."""
    return gamma.mean(dim=1)


def lower_bound(f: Tensor, q: Tensor) -> tuple[Tensor, Tensor]:  # [batch, K] twice -> [batch] twice
    """The evidence, and the evidence less the divergence of the guess from the posterior."""
    evidence = torch.logsumexp(f.log(), dim=1)
    posterior = torch.softmax(f.log(), dim=1)
    return evidence, evidence - torch.nn.functional.kl_div(posterior.log(), q, reduction="none").sum(dim=1)


MODELS: dict[Formula, Model] = {
    mixtures.mixture: mixture,
    mixtures.log_likelihood: log_likelihood,
    mixtures.responsibility: responsibility,
    mixtures.mean_update: mean_update,
    mixtures.covariance_update: covariance_update,
    mixtures.share_update: share_update,
    mixtures.lower_bound: lower_bound,
}
