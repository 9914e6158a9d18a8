"""Torch models of `derivations.factor_analysis`, written from the generative process."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import factor_analysis
from numerics.gaussian_nodes import standard_nodes
from numerics.models import Model, batch_jacobian


def observations(W: Tensor, mu: Tensor, L: Tensor) -> Tensor:  # -> [batch, points, observed]
    """Observations of mu + W z + L epsilon whose averages over the points are exact up to degree 3."""
    z, epsilon = standard_nodes(W, W.shape[2], W.shape[1])
    signal = torch.einsum("bnm,pm->bpn", W, z)
    return mu[:, None, :] + signal + torch.einsum("bij,pj->bpi", L, epsilon)


def marginal_mean(W: Tensor, mu: Tensor, L: Tensor) -> Tensor:  # -> [batch, observed]
    """The average observation."""
    return observations(W, mu, L).mean(dim=1)


def marginal_covariance(W: Tensor, mu: Tensor, L: Tensor) -> Tensor:  # -> [batch, observed, observed]
    """The covariance of the observations."""
    points = observations(W, mu, L)
    centred = points - points.mean(dim=1, keepdim=True)
    return torch.einsum("bpi,bpj->bij", centred, centred) / points.shape[1]


def rotated_loadings(W: Tensor, Q: Tensor) -> Tensor:  # -> [batch, observed, observed]
    """The covariance of the signal W z when the latent vector is rotated before it is loaded."""
    (z,) = standard_nodes(W, W.shape[2])
    signal = torch.einsum("bnm,bmk,pk->bpn", W, Q, z)
    return torch.einsum("bpi,bpj->bij", signal, signal) / len(z)


def log_likelihood(W: Tensor, Sigma: Tensor, mu: Tensor, x: Tensor) -> Tensor:  # -> [batch]
    """log p(x, z) - log p(z | x) at z = 0, where the posterior is the conditional of the joint normal distribution."""
    batch, _, m = W.shape
    zero = W.new_zeros(batch, m)
    one = torch.eye(m).to(W).expand(batch, m, m)
    joint = MultivariateNormal(zero, one).log_prob(zero) + MultivariateNormal(mu, Sigma).log_prob(x)
    noise_precision = torch.linalg.inv(Sigma)
    precision = one + W.mT @ noise_precision @ W
    centre = torch.linalg.solve(precision, (W.mT @ noise_precision @ (x - mu)[..., None]))[..., 0]
    posterior = MultivariateNormal(centre, precision_matrix=(precision + precision.mT) / 2)
    return joint - posterior.log_prob(zero)


def likelihood_gradient(W: Tensor, Sigma: Tensor, S: Tensor) -> Tensor:  # -> [batch, observed, latent]
    """By automatic differentiation of normal log-densities, averaged over points with that covariance."""
    (nodes,) = standard_nodes(W, W.shape[1])
    points = torch.einsum("bij,pj->pbi", torch.linalg.cholesky(S), nodes)

    def mean_log_density(at: Tensor) -> Tensor:
        model = MultivariateNormal(W.new_zeros(W.shape[:2]), at @ at.mT + Sigma)
        return model.log_prob(points).mean(dim=0)

    return batch_jacobian(mean_log_density, W)


MODELS: dict[object, Model] = {
    factor_analysis.marginal_mean: marginal_mean,
    factor_analysis.marginal_covariance: marginal_covariance,
    factor_analysis.rotated_loadings: rotated_loadings,
    factor_analysis.log_likelihood: log_likelihood,
    factor_analysis.likelihood_gradient: likelihood_gradient,
}
