"""Torch models of `derivations.expert_mixtures`: weighted sums, `torch.softmax`, means and deviations of torch."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import expert_mixtures as experts
from derivations.vocabulary import Formula
from numerics.models import Model


def balance(alpha: Tensor, f: Tensor, P: Tensor) -> Tensor:  # [batch], [batch, N] twice -> [batch]
    """The mean product in units of that of uniform shares."""
    return alpha * (f * P).mean(dim=1) * f.shape[1] ** 2


def importance(m: Tensor, w: Tensor) -> Tensor:  # [batch, N], [batch] -> [batch]
    """The mean square of importances that have the mean 1, less 1."""
    relative = m / m.mean(dim=1, keepdim=True)
    return w * relative.var(dim=1, correction=0)


MODELS: dict[Formula, Model] = {
    experts.output: lambda g, E: torch.bmm(g[:, None], E)[:, 0],
    experts.gate: lambda h: torch.softmax(h, dim=1),
    experts.balance: balance,
    experts.bare_balance: lambda alpha, f, P: torch.einsum("b,bn,bn->b", alpha, f, P),
    experts.mean_gate: lambda p: p.mean(dim=1),
    experts.router: lambda x: torch.logsumexp(x, dim=2).square().mean(dim=1),
    experts.importance: importance,
    experts.capacity: lambda c, T, N: torch.exp(c.log() + T.log() - N.log()),
    experts.capacity_of_many: lambda k, c, T, N: torch.exp(k.log() + c.log() + T.log() - N.log()),
}
