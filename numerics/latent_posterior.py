"""Torch models of `derivations.latent_posterior`: conditioning of the joint normal, and its mode by Newton's method."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from derivations import latent_posterior
from numerics.models import Model, batch_jacobian


def joint_covariance(W: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, latent + observed, latent + observed]
    """The covariance of (z, x), which is a linear image of the independent (z, noise)."""
    batch, n, m = W.shape
    one = torch.eye(m).to(W).expand(batch, m, m)
    none = W.new_zeros(batch, m, n)
    sources = torch.cat([torch.cat([one, none], 2), torch.cat([none.mT, Sigma], 2)], 1)
    same = torch.eye(n).to(W).expand(batch, n, n)
    image = torch.cat([torch.cat([one, none], 2), torch.cat([W, same], 2)], 1)
    return image @ sources @ image.mT


def regression(W: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, latent, observed]
    """The matrix that takes x - mu to the conditional mean of z, from the blocks of the joint covariance."""
    m = W.shape[2]
    joint = joint_covariance(W, Sigma)
    return torch.linalg.solve(joint[:, m:, m:], joint[:, m:, :m]).mT


def conditional_covariance(W: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, latent, latent]
    """The inverse of the latent block of the joint precision."""
    m = W.shape[2]
    return torch.linalg.inv(torch.linalg.inv(joint_covariance(W, Sigma))[:, :m, :m])


def newton(W: Tensor, Sigma: Tensor, mu: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """The maximum of log p(z, x) over z [batch, latent] and the inverse of its negative Hessian, by differentiation."""
    batch, _, m = W.shape
    start = W.new_zeros(batch, m)
    prior = MultivariateNormal(start, torch.eye(m).to(W).expand(batch, m, m))

    def log_joint(z: Tensor) -> Tensor:
        likelihood = MultivariateNormal(mu + torch.einsum("bnm,bm->bn", W, z), Sigma)
        return (prior.log_prob(z) + likelihood.log_prob(x))[:, None]

    def slope(z: Tensor) -> Tensor:
        return torch.autograd.grad(log_joint(z).sum(), z, create_graph=True)[0]

    spread = torch.linalg.inv(-batch_jacobian(slope, start))
    at = start.clone().requires_grad_(True)
    return torch.einsum("bij,bj->bi", spread, slope(at)).detach(), spread.detach()


def information_mean(W: Tensor, Sigma: Tensor, mu: Tensor, x: Tensor) -> Tensor:  # -> [batch, latent]
    """The conditional mean of z in the joint normal distribution of z and x."""
    return torch.einsum("bmn,bn->bm", regression(W, Sigma), x - mu)


def information_covariance(W: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, latent, latent]
    """The Schur complement of the observation in the joint covariance."""
    m = W.shape[2]
    joint = joint_covariance(W, Sigma)
    return joint[:, :m, :m] - regression(W, Sigma) @ joint[:, m:, :m]


def posterior_mean(W: Tensor, Sigma: Tensor, mu: Tensor, x: Tensor) -> Tensor:  # -> [batch, latent]
    """The most probable z given x."""
    return newton(W, Sigma, mu, x)[0]


def posterior_covariance(W: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch, latent, latent]
    """The inverse curvature of -log p(z, x), at any x."""
    zero = W.new_zeros(W.shape[:2])
    return newton(W, Sigma, zero, zero)[1]


MODELS: dict[object, Model] = {
    latent_posterior.information_mean: information_mean,
    latent_posterior.information_covariance: information_covariance,
    latent_posterior.push_through: regression,
    latent_posterior.woodbury: conditional_covariance,
    latent_posterior.posterior_mean: posterior_mean,
    latent_posterior.posterior_covariance: posterior_covariance,
}
