"""Torch models of `derivations.class_estimates`: selected examples, log-densities at zero, projections."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Beta, MultivariateNormal

from derivations import class_estimates as estimates
from derivations.vocabulary import Formula
from numerics.models import Model


def share(N_1: Tensor, N_2: Tensor) -> Tensor:  # -> [batch]
    """The mean of a beta distribution."""
    return Beta(N_1, N_2).mean


def first_mean(X: Tensor, t: Tensor, N_1: Tensor) -> Tensor:  # -> [batch, D]
    """The matrix of the inputs by the labels."""
    return torch.einsum("bnd,bn->bd", X, t.to(X)) / N_1[:, None]


def second_mean(X: Tensor, t: Tensor, N_2: Tensor) -> Tensor:  # -> [batch, D]
    """The sum without the others."""
    return first_mean(X, t == 0, N_2)


def pooled(N_1: Tensor, N_2: Tensor, N: Tensor, S_1: Tensor, S_2: Tensor) -> Tensor:  # -> [batch, D, D]
    """The sum of both scatters over the number of examples."""
    return (
        torch.einsum("bk,bkij->bij", torch.stack((N_1, N_2), dim=1), torch.stack((S_1, S_2), dim=1)) / N[:, None, None]
    )


def scatter(S_1: Tensor, S_2: Tensor) -> Tensor:  # -> [batch, D, D]
    """The sum."""
    return torch.add(S_1, S_2)


def indicated_share(t: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The share of equal labels."""
    return (t == c[:, None]).double().mean(dim=1)


def indicated_mean(X: Tensor, t: Tensor, c: Tensor) -> Tensor:  # -> [batch, D]
    """The mean over the selected rows."""
    chosen = (t == c[:, None])[:, :, None].expand_as(X)
    return torch.where(chosen, X, torch.nan).nanmean(dim=1)


def smoothed(k: Tensor, m: Tensor) -> Tensor:  # -> [batch]
    """The share after two further examples."""
    return torch.div(torch.add(k, 1), torch.add(m, 2).double())


def quadratic(centre: Tensor, Sigma: Tensor) -> Tensor:  # -> [batch]
    """The squared Mahalanobis length by a Cholesky factor."""
    factor = torch.linalg.cholesky(Sigma)
    return torch.linalg.solve_triangular(factor, centre[:, :, None], upper=False).square().sum(dim=(1, 2))


def offset(mu_0: Tensor, mu_1: Tensor, Sigma: Tensor, phi: Tensor) -> Tensor:  # -> [batch]
    """The log-odds at the input zero."""
    zero = torch.zeros_like(mu_0)
    odds = MultivariateNormal(mu_1, Sigma).log_prob(zero) - MultivariateNormal(mu_0, Sigma).log_prob(zero)
    return odds + torch.logit(phi)


def class_offset(mu_0: Tensor, Sigma: Tensor, pi: Tensor) -> Tensor:  # -> [batch]
    """The log-prior less half a squared length."""
    return pi.log() - quadratic(mu_0, Sigma) / 2


def regularised(alpha: Tensor, S_1: Tensor, S_2: Tensor) -> Tensor:  # -> [batch, D, D]
    """Interpolation."""
    return torch.lerp(S_2, S_1, alpha[:, None, None])


def distance(w: Tensor, x: Tensor, w_0: Tensor) -> Tensor:  # -> [batch]
    """The step along the unit normal from the nearest point of the plane."""
    unit = torch.nn.functional.normalize(w, dim=1, eps=0.0)
    return torch.linalg.vecdot(unit, x) - origin(w, w_0)


def origin(w: Tensor, w_0: Tensor) -> Tensor:  # -> [batch]
    """The place along the unit normal where the score is zero."""
    return -w_0 * w.square().sum(dim=1).rsqrt()


def by_score(y: Tensor, w: Tensor) -> Tensor:  # -> [batch]
    """The score by the length."""
    return y * w.square().sum(dim=1).rsqrt()


def fisher(m_1: Tensor, m_2: Tensor, s_1: Tensor, s_2: Tensor) -> Tensor:  # -> [batch]
    """The squared difference by the hypotenuse of both spreads."""
    return (torch.sub(m_2, m_1) / torch.hypot(s_1, s_2)).square()


MODELS: dict[Formula, Model] = {
    estimates.share: share,
    estimates.first_mean: first_mean,
    estimates.second_mean: second_mean,
    estimates.pooled: pooled,
    estimates.scatter: scatter,
    estimates.indicated_share: indicated_share,
    estimates.indicated_mean: indicated_mean,
    estimates.smoothed: smoothed,
    estimates.offset: offset,
    estimates.class_offset: class_offset,
    estimates.regularised: regularised,
    estimates.distance: distance,
    estimates.origin: origin,
    estimates.by_score: by_score,
    estimates.fisher: fisher,
}
