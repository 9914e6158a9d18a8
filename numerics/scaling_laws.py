"""Torch models of `derivations.scaling_laws`: lines in logarithmic axes, slopes that balance, counts of weights."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import scaling_laws
from derivations.vocabulary import Formula
from numerics.models import Model


def line(x: Tensor, scale: Tensor, power: Tensor) -> Tensor:  # -> [batch]
    """A falling power law, in logarithmic axes."""
    return torch.exp(power * (scale.log() - x.log()))


def joint(N: Tensor, D: Tensor, N_c: Tensor, D_c: Tensor, alpha_N: Tensor, alpha_D: Tensor) -> Tensor:  # -> [batch]
    """The larger of both terms, softly, in the logarithmic scale."""
    both = torch.logaddexp(alpha_N / alpha_D * (N_c.log() - N.log()), D_c.log() - D.log())
    return torch.exp(alpha_D * both)


def additive(E: Tensor, A: Tensor, B: Tensor, N: Tensor, D: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:
    """Three terms in the logarithmic scale."""
    return torch.stack([E.log(), A.log() - alpha * N.log(), B.log() - beta * D.log()]).logsumexp(dim=0).exp()


def share(alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The share of the first of two numbers."""
    return torch.nn.functional.normalize(torch.stack([alpha, beta]), p=1, dim=0)[0]


def split_factor(A: Tensor, B: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:  # -> [batch]
    """The parameters at which the slopes of both terms balance, where a parameter sees one token."""
    return optimum(A, B, alpha, beta, torch.full_like(A, 6.0))


def optimum(A: Tensor, B: Tensor, alpha: Tensor, beta: Tensor, C: Tensor) -> Tensor:  # -> [batch]
    """Where the slopes of both terms by log N cross: they are straight lines there."""
    ours, theirs = (alpha * A).log(), (beta * B).log() - beta * (C / 6).log()
    gap, tilt = ours - theirs, torch.stack([alpha, beta]).sum(dim=0)
    return torch.exp(torch.linalg.solve(tilt[:, None, None], gap[:, None])[:, 0])


def saved_steps(S: Tensor, B_crit: Tensor, B: Tensor) -> Tensor:  # -> [batch]
    """The steps times the batch's share."""
    return S * share(B, B_crit)


def saved_compute(C: Tensor, B_crit: Tensor, B: Tensor) -> Tensor:  # -> [batch]
    """The compute times the share of the critical batch."""
    return C * share(B_crit, B)


def spent(N: Tensor, D: Tensor) -> Tensor:  # -> [batch]
    """A product and a sum for each weight: for the output, and for the gradients of input and weight."""
    passes = torch.ones(3, 2, dtype=N.dtype).sum()
    return torch.einsum("b,b->b", N * passes, D)


MODELS: dict[Formula, Model] = {
    scaling_laws.by_parameters: lambda N, N_c, alpha_N: line(N, N_c, alpha_N),
    scaling_laws.joint: joint,
    scaling_laws.additive: additive,
    scaling_laws.reducible: lambda E, N, N_c, alpha: torch.logaddexp(E.log(), line(N, N_c, alpha).log()).exp(),
    scaling_laws.optimal_parameters: lambda G, C, a: torch.exp(G.log() + a * (C / 6).log()),
    scaling_laws.optimal_tokens: lambda G, C, b: torch.exp(b * (C / 6).log() - G.log()),
    scaling_laws.split_factor: split_factor,
    scaling_laws.parameter_exponent: lambda alpha, beta: share(beta, alpha),
    scaling_laws.token_exponent: share,
    scaling_laws.optimum: optimum,
    scaling_laws.saved_steps: saved_steps,
    scaling_laws.saved_compute: saved_compute,
    scaling_laws.critical_size: lambda B_star, L, alpha_B: torch.exp(B_star.log() - L.log() / alpha_B),
    scaling_laws.spent: spent,
}
