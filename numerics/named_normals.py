"""Torch models of `derivations.named_normals`: `torch.distributions`, joint precisions, chosen components."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from derivations import named_normals as normals
from derivations.vocabulary import Formula
from numerics.models import Model

Shape = Callable[[Tensor, Tensor, Tensor], Tensor]


def joint(P: Tensor, L: Tensor, A: Tensor) -> Tensor:  # -> [batch, m + n, m + n]
    """The precision of input and output, from the quadratic form of prior and noise."""
    across = -A.mT @ L
    top = torch.cat((P + A.mT @ L @ A, across), dim=2)
    return torch.cat((top, torch.cat((across.mT, L), dim=2)), dim=1)


def mapped(A: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch, n]
    """The affine map."""
    return torch.einsum("bij,bj->bi", A, x) + b


def marginal(y: Tensor, mu: Tensor, P: Tensor, L: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """A block of the inverse of the joint precision."""
    m = mu.shape[1]
    covariance = torch.linalg.inv(joint(P, L, A))[:, m:, m:]
    return MultivariateNormal(mapped(A, mu, b), (covariance + covariance.mT) / 2).log_prob(y).exp()


def likelihood(x: Tensor, y: Tensor, L: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """By the precision."""
    return MultivariateNormal(mapped(A, x, b), precision_matrix=L).log_prob(y).exp()


def posterior(x: Tensor, y: Tensor, mu: Tensor, P: Tensor, L: Tensor, A: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """Bayes' theorem: prior times likelihood over evidence."""
    prior = MultivariateNormal(mu, precision_matrix=P).log_prob(x)
    return (prior + likelihood(x, y, L, A, b).log() - marginal(y, mu, P, L, A, b).log()).exp()


def noise(y: Tensor, sigma: Tensor) -> Tensor:  # -> [batch, n, n]
    """The precision of equal noise."""
    return torch.diag_embed(sigma[:, None].expand_as(y).square().reciprocal())


def unit(x: Tensor) -> Tensor:  # [batch, m] -> [batch, m, m]
    """Identity matrices."""
    return torch.diag_embed(torch.ones_like(x))


def code_density(x: Tensor, y: Tensor, W: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The posterior under a standard normal prior."""
    return posterior(x, y, torch.zeros_like(x), unit(x), noise(y, sigma), W, mu)


def principal(y: Tensor, W: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The evidence under a standard normal prior."""
    zero = torch.zeros_like(W[:, 0])
    return marginal(y, zero, unit(zero), noise(y, sigma), W, mu)


def factor(y: Tensor, W: Tensor, mu: Tensor, Psi: Tensor) -> Tensor:  # -> [batch]
    """The evidence under a standard normal prior."""
    zero = torch.zeros_like(W[:, 0])
    return marginal(y, zero, unit(zero), torch.linalg.inv(Psi), W, mu)


def predictive(t: Tensor, phi: Tensor, m_N: Tensor, S_N: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The evidence of one observation with the posterior as prior."""
    precision, one = torch.linalg.inv(S_N), torch.zeros_like(t)[:, None]
    return marginal(t[:, None], m_N, precision, beta[:, None, None], phi[:, None], one)


def target_density(t: Tensor, phi: Tensor, w: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The normal density of torch."""
    return Normal(torch.linalg.vecdot(w, phi), beta.rsqrt()).log_prob(t).exp()


def chosen(table: Tensor, z: Tensor) -> Tensor:  # [batch, ..., K] twice -> [batch, ...]
    """The entry of the component."""
    return table.gather(-1, z.argmax(dim=-1, keepdim=True)).squeeze(-1)


def prior(pi: Tensor, z: Tensor) -> Tensor:  # -> [batch]
    """The share of the component."""
    return chosen(pi, z)


def densities(y: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch, K]
    """The density of each component."""
    return torch.stack([1 / (1 + h(y, mu[:, k], Sigma[:, k]) ** 2) for k in range(mu.shape[1])], dim=1)


def given(y: Tensor, z: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch]
    """The density of the component."""
    return chosen(densities(y, mu, Sigma, h), z)


def complete_log(X: Tensor, z: Tensor, pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch]
    """The logarithms of the chosen components."""
    terms = [chosen(pi * densities(X[:, i], mu, Sigma, h), z[:, i]).log() for i in range(X.shape[1])]
    return torch.stack(terms).sum(dim=0)


def complete(X: Tensor, z: Tensor, pi: Tensor, mu: Tensor, Sigma: Tensor, h: Shape) -> Tensor:  # -> [batch]
    """The product."""
    return complete_log(X, z, pi, mu, Sigma, h).exp()


MODELS: dict[Formula, Model] = {
    normals.marginal: marginal,
    normals.posterior: posterior,
    normals.likelihood: likelihood,
    normals.code_density: code_density,
    normals.principal: principal,
    normals.factor: factor,
    normals.predictive: predictive,
    normals.target_density: target_density,
    normals.prior: prior,
    normals.given: given,
    normals.complete: complete,
    normals.complete_log: complete_log,
}
