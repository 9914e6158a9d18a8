"""Torch models of `derivations.code_laws`: laws of `torch.distributions`."""

from __future__ import annotations

from torch import Tensor
from torch.distributions import Independent, Normal

from derivations import code_laws
from derivations.vocabulary import Formula
from numerics.code_divergence import divergence
from numerics.models import Model


def squared(x: Tensor, x_hat: Tensor, sigma: Tensor) -> Tensor:  # [batch, D] twice, [batch] -> [batch]
    """Minus the log-density of `torch.distributions`."""
    return -Independent(Normal(x_hat, sigma[:, None].expand_as(x_hat)), 1).log_prob(x)


MODELS: dict[Formula, Model] = {
    code_laws.negative: lambda mu, sigma: -divergence(mu, sigma),
    code_laws.positive: divergence,
    code_laws.squared: squared,
}
