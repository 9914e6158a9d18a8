"""Torch models of `derivations.latent_losses`: log-densities of `torch.distributions`, weighted sums over codes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Normal
from torch.nn.functional import logsigmoid

from derivations import latent_losses
from derivations.vocabulary import Formula
from numerics.adversarial_networks import bounded
from numerics.models import Model

Map = Callable[[Tensor], Tensor]
Pair = Callable[[Tensor, Tensor], Tensor]


def gaussian_decoder(x: Tensor, z: Tensor, g: Map, sigma: Tensor) -> Tensor:  # -> [batch]
    """The sum of the log-densities of the entries."""
    long = g(z)
    length = torch.linalg.vector_norm(long, dim=1, keepdim=True)
    return Normal(long * torch.cos(torch.atan(length)), sigma[:, None]).log_prob(x).sum(dim=1)


def bernoulli_decoder(x: Tensor, y: Tensor) -> Tensor:  # [batch, D] twice -> [batch]
    """The log-odds of the entries, and the chance that all are 0."""
    return torch.einsum("bd,bd->b", x, torch.logit(y)) + torch.log1p(-y).sum(dim=1)


def spoken(s: Pair, x: Tensor, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The mean log-likelihood over the codes."""
    each = torch.stack([logsigmoid(bounded(s(x, one))) for one in z.unbind(dim=1)], dim=1)
    return torch.einsum("bo,bo->b", each, weights_z)


def weighted(s: Pair, x: Tensor, z: Tensor, V: Tensor, beta: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """What the divergence costs, less the mean log-likelihood."""
    return torch.addcmul(-spoken(s, x, z, weights_z), beta, V)


def held(s: Pair, x: Tensor, z: Tensor, V: Tensor, beta: Tensor, C: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The same of the distance of the divergence from the capacity."""
    return weighted(s, x, z, torch.maximum(V - C, C - V), beta, weights_z)


MODELS: dict[Formula, Model] = {
    latent_losses.gaussian_decoder: gaussian_decoder,
    latent_losses.diagonal_decoder: lambda x, mu, sigma: Normal(mu, sigma).log_prob(x).sum(dim=1),
    latent_losses.bernoulli_decoder: bernoulli_decoder,
    latent_losses.elbo: lambda s, x, z, V, weights_z: -weighted(s, x, z, V, torch.ones_like(V), weights_z),
    latent_losses.by_entropy: lambda s, x, z, H, q, weights_z: spoken(s, x, z, weights_z) + H(q),
    latent_losses.by_entropy: lambda s, x, z, H, q, weights_z: spoken(s, x, z, weights_z) + H(q),
    latent_losses.weighted: weighted,
    latent_losses.held: held,
    latent_losses.normalised: lambda w: torch.nn.functional.normalize(w, p=1, dim=1),
}
