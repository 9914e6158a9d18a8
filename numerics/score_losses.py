"""Torch models of `derivations.score_losses`: divergences of normal laws, fields by autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Independent, Normal, kl_divergence

from derivations import score_losses
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def mean_loss(x_t: Tensor, x_0: Tensor, t: Tensor, mu_tilde_t: Pair, mu_theta: Pair, sigma_t: Tensor,
              C: Tensor) -> Tensor:  # -> [batch]  # fmt: skip
    """The divergence of two normal laws, and the constant."""
    scale = sigma_t[:, None].expand_as(x_t)
    both = [Independent(Normal(centre, scale), 1) for centre in (mu_tilde_t(x_t, x_0), mu_theta(x_t, t))]
    return kl_divergence(*both) + C


def explicit(s_theta: Map, c: Map, x: Tensor) -> Tensor:  # -> [batch]
    """The squared distance from the score of the data by autograd."""
    score = batch_jacobian(lambda at: -torch.log1p(c(at).square())[:, None], x)[:, 0]
    return (s_theta(x) - score).square().sum(dim=1) / 2


def sliced(s_theta: Map, x: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The derivative of the field along the direction, by a Jacobian-vector product."""
    both = torch.func.jvp(s_theta, (x,), (v,))
    field, along = both[0], both[1]
    return (v * along).sum(dim=1) + (v * field).sum(dim=1).square() / 2


MODELS: dict[Formula, Model] = {
    score_losses.mean_loss: mean_loss,
    score_losses.explicit: explicit,
    score_losses.sliced: sliced,
}
