"""Torch models of `derivations.statistical_tests`: laws of `torch.distributions`, outer products, angles."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Binomial

from derivations import statistical_tests as tests
from derivations.vocabulary import Formula
from numerics.confidence_intervals import standard_error
from numerics.models import Model


def share_test(p_hat: Tensor, p_0: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The number of successes less its mean, over its deviation."""
    law = Binomial(n.to(p_0), p_0)
    return (n * p_hat - law.mean) / law.stddev


def pooled_share(x_1: Tensor, x_2: Tensor, n_1: Tensor, n_2: Tensor) -> Tensor:  # -> [batch]
    """The mean of both shares, weighted by the sizes."""
    return torch.lerp(x_2 / n_2, x_1 / n_1, n_1.to(x_1) / (n_1 + n_2))


def two_shares(p_hat_1: Tensor, p_hat_2: Tensor, p_hat: Tensor, n_1: Tensor, n_2: Tensor) -> Tensor:  # -> [batch]
    """The variances of both shares add up."""
    variance = Binomial(n_1.to(p_hat), p_hat).variance / n_1**2 + Binomial(n_2.to(p_hat), p_hat).variance / n_2**2
    return (p_hat_1 - p_hat_2) * variance.rsqrt()


def paired(d_bar: Tensor, s_d: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The mean by its standard error."""
    return d_bar / standard_error(s_d, n)


def welch_freedom(s_1: Tensor, s_2: Tensor, n_1: Tensor, n_2: Tensor) -> Tensor:  # -> [batch]
    """Twice the squared mean over the variance of s_1^2 / n_1 + s_2^2 / n_2, by the variances of chi-squared laws."""
    mean = standard_error(s_1, n_1).square() + standard_error(s_2, n_2).square()
    variance = 2 * standard_error(s_1, n_1) ** 4 / (n_1 - 1) + 2 * standard_error(s_2, n_2) ** 4 / (n_2 - 1)
    return 2 * mean.square() / variance


def variance_ratio(s_1: Tensor, s_2: Tensor) -> Tensor:  # -> [batch]
    """By logarithms."""
    return (2 * (s_1.log() - s_2.log())).exp()


def variance_test(n: Tensor, s: Tensor, sigma_0: Tensor) -> Tensor:  # -> [batch]
    """The sum of n - 1 equal squares."""
    there = torch.arange(int(n.max()) - 1) < (n - 1)[:, None]
    return torch.where(there, (s / sigma_0).square()[:, None], 0.0).sum(dim=1)


def table_test(S: Tensor, E: Tensor) -> Tensor:  # [batch, r, c] twice -> [batch]
    """The squares of the seen over the expected, less twice the seen, and the expected."""
    return (S.square() / E - 2 * S + E).sum(dim=(1, 2))


def expected_count(R: Tensor, C: Tensor, N: Tensor) -> Tensor:  # -> [batch, r, c]
    """The outer product of the shares, times the number of all."""
    return torch.einsum("bi,bj,b->bij", R / N[:, None], C / N[:, None], N)


def mcnemar(b: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The squared score of a share of one half."""
    law = Binomial((b + c).double(), torch.full(b.shape, 0.5, dtype=torch.float64))
    return ((b - law.mean) / law.stddev).square()


def anova(B: Tensor, W: Tensor, k: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The ratio of the mean squares."""
    return torch.div(B, k - 1) / torch.div(W, N - k)


def correlation_test(r: Tensor, n: Tensor) -> Tensor:  # -> [batch]
    """The tangent of the angle whose sine is the correlation, by the root of the degrees of freedom."""
    return torch.tan(torch.asin(r)) * torch.sqrt((n - 2).to(r))


def fisher_transform(r: Tensor) -> Tensor:  # [batch] -> [batch]
    """The inverse hyperbolic tangent."""
    return torch.atanh(r)


def spearman(d: Tensor, n: int) -> Tensor:  # [batch, n] -> [batch]
    """Half the squared differences of the ranks against the variance of the ranks."""
    ranks = torch.arange(1, n + 1, dtype=d.dtype)
    return 1 - d.square().sum(dim=1) / (2 * (ranks - ranks.mean()).square().sum())


MODELS: dict[Formula, Model] = {
    tests.share_test: share_test,
    tests.pooled_share: pooled_share,
    tests.two_shares: two_shares,
    tests.paired: paired,
    tests.welch_freedom: welch_freedom,
    tests.variance_ratio: variance_ratio,
    tests.variance_test: variance_test,
    tests.table_test: table_test,
    tests.expected_count: expected_count,
    tests.mcnemar: mcnemar,
    tests.anova: anova,
    tests.correlation_test: correlation_test,
    tests.fisher_transform: fisher_transform,
    tests.spearman: spearman,
}
