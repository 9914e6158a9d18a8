"""Torch models of `derivations.gaussian_posteriors`: the joint covariance, and its conditional distribution."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import gaussian_posteriors
from derivations.vocabulary import Formula
from numerics.models import Model


def conditioned(  # -> [batch, wanted], [batch, wanted, wanted]
    mean: Tensor, covariance: Tensor, seen: Tensor
) -> tuple[Tensor, Tensor]:
    """Mean and covariance of the first entries of a normal vector, the last ones given as `seen` [batch, given]."""
    k = mean.shape[1] - seen.shape[1]
    gain = torch.linalg.solve(covariance[:, k:, k:], covariance[:, k:, :k]).mT
    centre = mean[:, :k] + torch.einsum("bij,bj->bi", gain, seen - mean[:, k:])
    return centre, covariance[:, :k, :k] - gain @ covariance[:, k:, :k]


def of_the_mean(x: Tensor, mu_0: Tensor, sigma_0: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:  # [batch] each
    """Mean and variance of the mean given the examples [batch, n], from their joint distribution."""
    n = x.shape[1]
    shared = sigma_0.square()[:, None, None].expand(-1, n + 1, n + 1)
    noise = torch.cat([torch.zeros_like(x[:, :1]), sigma[:, None].square().expand(-1, n)], dim=1)
    centre, spread = conditioned(mu_0[:, None].expand(-1, n + 1), shared + torch.diag_embed(noise), x)
    return centre[:, 0], spread[:, 0, 0]


def mean_posterior(x: Tensor, mu_0: Tensor, sigma_0: Tensor, sigma: Tensor) -> Tensor:  # -> [batch]
    """The conditional mean."""
    return of_the_mean(x, mu_0, sigma_0, sigma)[0]


def variance_posterior(sigma_0: Tensor, sigma: Tensor, n: int) -> Tensor:  # [batch] each -> [batch]
    """The conditional variance, which does not depend on the examples."""
    return of_the_mean(sigma.new_zeros(len(sigma), n), sigma * 0, sigma_0, sigma)[1]


def precision_posterior(sigma_0: Tensor, sigma: Tensor, n: int) -> Tensor:  # [batch] each -> [batch]
    """The reciprocal of the conditional variance."""
    return 1 / variance_posterior(sigma_0, sigma, n)


def product_mean(a: Tensor, b: Tensor, s: Tensor, t: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The posterior mean with the first density as prior, and the mean of the second as the one example."""
    return mean_posterior(b[:, None], a, s, t)


def joint(Lambda: Tensor, A: Tensor, L: Tensor) -> Tensor:  # -> [batch, states + outputs, states + outputs]
    """The covariance of state and output."""
    prior, noise = torch.linalg.inv(Lambda), torch.linalg.inv(L)
    across = A @ prior
    return torch.cat(
        [torch.cat([prior, across.mT], dim=2), torch.cat([across, across @ A.mT + noise], dim=2)], dim=1
    )


def marginal_covariance(Lambda: Tensor, A: Tensor, L: Tensor) -> Tensor:  # -> [batch, outputs, outputs]
    """The covariance of two stacked independent vectors under the map [A, I]."""
    stacked = torch.cat([A, torch.eye(A.shape[1]).to(A).expand(len(A), -1, -1)], dim=2)
    roots = [torch.linalg.cholesky(torch.linalg.inv(precision)) for precision in (Lambda, L)]
    blocks = torch.cat([A @ roots[0], stacked[:, :, A.shape[2] :] @ roots[1]], dim=2)
    return blocks @ blocks.mT


def posterior_covariance(Lambda: Tensor, A: Tensor, L: Tensor) -> Tensor:  # -> [batch, states, states]
    """The conditional covariance of the joint distribution."""
    both = joint(Lambda, A, L)
    return conditioned(both[:, 0] * 0, both, both[:, 0, A.shape[2] :] * 0)[1]


def posterior_mean(mu: Tensor, b: Tensor, y: Tensor, Lambda: Tensor, A: Tensor, L: Tensor) -> Tensor:  # -> [batch, d]
    """The conditional mean of the joint distribution."""
    centre = torch.cat([mu, torch.einsum("bij,bj->bi", A, mu) + b], dim=1)
    return conditioned(centre, joint(Lambda, A, L), y)[0]


MODELS: dict[Formula, Model] = {
    gaussian_posteriors.mean_posterior: mean_posterior,
    gaussian_posteriors.variance_posterior: variance_posterior,
    gaussian_posteriors.precision_posterior: precision_posterior,
    gaussian_posteriors.product_mean: product_mean,
    gaussian_posteriors.marginal_covariance: marginal_covariance,
    gaussian_posteriors.posterior_covariance: posterior_covariance,
    gaussian_posteriors.posterior_mean: posterior_mean,
}
