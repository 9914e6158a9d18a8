"""Torch models of `derivations.evidence_framework`: laws of `torch.distributions`, joint normal laws, derivatives."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from derivations import evidence_framework as evidence
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Basis = Callable[[Tensor], Tensor]


def predictions(X: Tensor, phi: Basis, w: Tensor) -> Tensor:  # -> [batch, N]
    """The model at each input, one after the other."""
    return torch.stack([(phi(x) * w).sum(dim=1) for x in X.unbind(dim=1)], dim=1)


def sum_of_squares(t: Tensor, X: Tensor, phi: Basis, w: Tensor) -> Tensor:  # -> [batch]
    """Half the squared distance of targets and predictions."""
    return distance(t, predictions(X, phi, w)) / 2


def distance(a: Tensor, b: Tensor) -> Tensor:  # [batch, N] twice -> [batch]
    """The squared distance."""
    return torch.nn.functional.mse_loss(a, b, reduction="none").sum(dim=1)


def likelihood(t: Tensor, X: Tensor, phi: Basis, w: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The log-density of independent normal targets."""
    law = Normal(predictions(X, phi, w), beta.rsqrt()[:, None])
    return law.log_prob(t).sum(dim=1)


def noise_variance(t: Tensor, X: Tensor, phi: Basis, w: Tensor) -> Tensor:  # -> [batch]
    """The mean squared residual."""
    return torch.nn.functional.mse_loss(t, predictions(X, phi, w), reduction="none").mean(dim=1)


def negative_logs(Phi: Tensor, w: Tensor, t: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """Minus the log-densities of targets and weights, less what they are at their best."""
    fit = Normal(torch.einsum("bnm,bm->bn", Phi, w), beta.rsqrt()[:, None])
    prior = Normal(torch.zeros_like(w), alpha.rsqrt()[:, None])
    scores = fit.log_prob(t) - fit.log_prob(fit.mean)
    penalties = prior.log_prob(w) - prior.log_prob(prior.mean)
    return -scores.sum(dim=1) - penalties.sum(dim=1)


def curvature(Phi: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch, M, M]
    """The second derivatives of minus the log-posterior, by automatic differentiation."""
    start = torch.zeros_like(Phi[:, 0])
    targets = torch.zeros_like(Phi[:, :, 0])

    def slope(w: Tensor) -> Tensor:
        total = negative_logs(Phi, w, targets, alpha, beta).sum()
        return torch.autograd.grad(total, w, create_graph=True)[0]

    return batch_jacobian(slope, start).detach()


def predictive_mean(m: Tensor, x: Tensor, phi: Basis) -> Tensor:  # -> [batch]
    """The model at one input."""
    return predictions(x[:, None], phi, m)[:, 0]


def equivalent_kernel(S: Tensor, x: Tensor, y: Tensor, phi: Basis, beta: Tensor) -> Tensor:  # -> [batch]
    """The sum over the pairs of basis functions."""
    return torch.einsum("b,bi,bij,bj->b", beta, phi(x), S, phi(y))


def predictive_variance(S: Tensor, x: Tensor, phi: Basis, beta: Tensor) -> Tensor:  # -> [batch]
    """The variance of a linear form of the weights, and of independent noise."""
    form = torch.cat((phi(x), torch.ones_like(beta)[:, None]), dim=1)
    joint = torch.zeros(*form.shape, form.shape[1], dtype=S.dtype)
    joint[:, :-1, :-1] = S
    joint[:, -1, -1] = 1 / beta
    return torch.einsum("bi,bij,bj->b", form, joint, form)


def regularised(t: Tensor, Phi: Tensor, m: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """Minus the logarithms of likelihood and prior, without constants."""
    return negative_logs(Phi, m, t, alpha, beta)


def log_evidence(t: Tensor, Phi: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The log-density of the targets, whose covariance is that of weights and noise."""
    outer = Phi @ Phi.transpose(1, 2) / alpha[:, None, None]
    covariance = outer + torch.eye(t.shape[1], dtype=t.dtype) / beta[:, None, None]
    return MultivariateNormal(torch.zeros_like(t), covariance).log_prob(t)


def alpha_update(gamma: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The number over the squared length."""
    return gamma * torch.linalg.vector_norm(m, dim=1) ** -2


def beta_update(t: Tensor, X: Tensor, phi: Basis, m: Tensor, gamma: Tensor) -> Tensor:  # -> [batch]
    """The squares over what is left of the number of targets."""
    return distance(t, predictions(X, phi, m)) / (t.shape[1] - gamma)


MODELS: dict[Formula, Model] = {
    evidence.sum_of_squares: sum_of_squares,
    evidence.likelihood: likelihood,
    evidence.noise_variance: noise_variance,
    evidence.posterior_precision: curvature,
    evidence.curvature: curvature,
    evidence.predictive_mean: predictive_mean,
    evidence.predictive_variance: predictive_variance,
    evidence.equivalent_kernel: equivalent_kernel,
    evidence.regularised: regularised,
    evidence.evidence: log_evidence,
    evidence.alpha_update: alpha_update,
    evidence.beta_update: beta_update,
}
