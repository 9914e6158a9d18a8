"""Torch models of `derivations.evidence_splits`: divergences of `torch.distributions`, sums over codes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Categorical, kl_divergence

from derivations import evidence_splits
from derivations.vocabulary import Formula
from numerics.models import Model

Pair = Callable[[Tensor, Tensor], Tensor]
Map = Callable[[Tensor], Tensor]


def remainder(J: Tensor, Q: Tensor) -> Tensor:  # [batch, k] twice -> [batch]
    """The entropy and the mean log-joint."""
    return Categorical(probs=Q).entropy() + torch.einsum("bk,bk->b", Q, J.log())


def gap(J: Tensor, Q: Tensor) -> Tensor:  # [batch, k] twice -> [batch]
    """The divergence of `torch.distributions` from the normalised joint."""
    return kl_divergence(Categorical(probs=Q), Categorical(probs=J))


def posterior_sum(Q: Tensor, P: Tensor) -> Tensor:  # [batch, k] twice -> [batch]
    """The divergence of `torch.distributions`."""
    return kl_divergence(Categorical(probs=Q), Categorical(probs=P))


def mean_joint(f_p: Pair, g_q: Map, x: Tensor, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The weighted sum of log-ratios over the codes."""
    ratios = [g_q(code).square().log1p() - f_p(x, code).square().log1p() for code in z.unbind(dim=1)]
    return torch.einsum("bo,bo->b", weights_z, torch.stack(ratios, dim=1))


MODELS: dict[Formula, Model] = {
    evidence_splits.split: lambda J, Q: J.sum(dim=1).log(),
    evidence_splits.remainder: remainder,
    evidence_splits.gap: gap,
    evidence_splits.split_by_code: lambda J, Q, q, z: J.sum(dim=1).log(),
    evidence_splits.remainder_by_code: lambda J, Q, q, z: remainder(J, Q),
    evidence_splits.gap_by_code: lambda J, Q, q, z: gap(J, Q),
    evidence_splits.split_by_both: lambda J, Q, q, z, x: J.sum(dim=1).log(),
    evidence_splits.remainder_by_both: lambda J, Q, q, z, x: remainder(J, Q),
    evidence_splits.gap_by_both: lambda J, Q, q, z, x: gap(J, Q),
    evidence_splits.by_sum: lambda Q, J, x: remainder(J, Q),
    evidence_splits.by_sum_with_parameter: lambda Q, J, x, theta: remainder(J, Q),
    evidence_splits.posterior_sum: lambda Q, P, x, theta: posterior_sum(Q, P),
    evidence_splits.mean_joint: mean_joint,
    evidence_splits.split_by_parameter: lambda J, Q, x, theta: J.sum(dim=1).log(),
}
