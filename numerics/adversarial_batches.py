"""Torch models of `derivations.adversarial_batches`: cross-entropies of `torch` with labels, means over batches."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import adversarial_batches as losses
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def scores(critic: Map, rows: Tensor) -> Tensor:  # -> [batch, m]
    """A critic at each row."""
    return torch.stack([critic(one) for one in rows.unbind(dim=1)], dim=1)


def made(G: Map, Z: Tensor) -> Tensor:  # -> [batch, m, n]
    """A point of each code."""
    return torch.stack([G(one) for one in Z.unbind(dim=1)], dim=1)


def entropy(heights: Tensor, label: float) -> Tensor:  # [batch, m] -> [batch]
    """The mean cross-entropy with one label for all."""
    chances = (1 + functional.softsign(heights)) / 2
    return functional.binary_cross_entropy(chances, torch.full_like(chances, label), reduction="none").mean(dim=1)


def discriminator(s: Map, X: Tensor, Z: Tensor, G: Map) -> Tensor:  # -> [batch]
    """Data are labelled 1, generated points 0."""
    return entropy(scores(s, X), 1.0) + entropy(scores(s, made(G, Z)), 0.0)


def non_saturating(s: Map, Z: Tensor, G: Map) -> Tensor:  # -> [batch]
    """Generated points, labelled 1."""
    return entropy(scores(s, made(G, Z)), 1.0)


def saturating(s: Map, Z: Tensor, G: Map) -> Tensor:  # -> [batch]
    """What the discriminator gains."""
    return -entropy(scores(s, made(G, Z)), 0.0)


def critic_value(f: Map, X: Tensor, Z: Tensor, G: Map) -> Tensor:  # -> [batch]
    """The difference of the means."""
    return (scores(f, X) - scores(f, made(G, Z))).mean(dim=1)


def critic_generator(f: Map, Z: Tensor, G: Map) -> Tensor:  # -> [batch]
    """Minus the mean."""
    return scores(f, made(G, Z)).mean(dim=1).neg()


def squares(f: Map, X: Tensor, Z: Tensor, G: Map) -> Tensor:  # -> [batch]
    """Mean squared errors with the targets 1 and 0."""
    outputs = torch.stack((scores(f, X), scores(f, made(G, Z))), dim=1)
    targets = torch.tensor([1.0, 0.0], dtype=outputs.dtype)[None, :, None].expand_as(outputs)
    return functional.mse_loss(outputs, targets, reduction="none").mean(dim=(1, 2))


MODELS: dict[Formula, Model] = {
    losses.discriminator: discriminator,
    losses.ascended: lambda s, X, Z, G: -discriminator(s, X, Z, G),
    losses.saturating: saturating,
    losses.non_saturating: non_saturating,
    losses.critic_loss: lambda f, X, Z, G: -critic_value(f, X, Z, G),
    losses.critic_value: critic_value,
    losses.critic_generator: critic_generator,
    losses.squares: squares,
}
