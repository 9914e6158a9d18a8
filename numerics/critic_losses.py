"""Torch models of `derivations.critic_losses`: losses of `torch.nn.functional`, weighted; gradients by autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import l1_loss, mse_loss

from derivations import critic_losses
from derivations.vocabulary import Formula
from numerics.adversarial_networks import Map, bounded, objective
from numerics.generative_losses import averaged, labelled
from numerics.models import Model

Pair = Callable[[Tensor, Tensor], Tensor]


def halved_discriminator(
    S: Map, G: Map, x: Tensor, z: Tensor, weights_x: Tensor, weights_z: Tensor
) -> Tensor:  # -> [batch]
    """Half of what the discriminator loses in the game."""
    return -objective(S, G, x, z, weights_x, weights_z) / 2


def halved_generator(S: Map, G: Map, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """Half of the cross-entropy of generated points with the label of data."""
    return averaged(labelled(S(G(z)), 1.0) / 2, weights_z)


def apart(scores: Tensor, label: Tensor) -> Tensor:  # [batch, outcomes], [batch] -> [batch, outcomes]
    """The squared errors of scores under a label."""
    return mse_loss(scores, label[:, None].expand_as(scores), reduction="none")


def labelled_discriminator(
    D: Map, G: Map, x: Tensor, z: Tensor, a: Tensor, b: Tensor, weights_x: Tensor, weights_z: Tensor
) -> Tensor:  # -> [batch]
    """The mean of both squared errors."""
    errors = averaged(apart(D(x), b), weights_x), averaged(apart(D(G(z)), a), weights_z)
    return torch.stack(errors).mean(dim=0)


def labelled_generator(D: Map, G: Map, z: Tensor, c: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """Half of the squared error under the label that is wanted."""
    return averaged(apart(D(G(z)), c), weights_z) / 2


def square_generator(D: Map, G: Map, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The squared error under the label of data."""
    return averaged(apart(D(G(z)), torch.ones_like(weights_z[:, 0])), weights_z)


def slopes(D: Map, x: Tensor) -> Tensor:  # [batch, d] -> [batch]
    """The lengths of the gradients, by automatic differentiation."""
    at = x.detach().requires_grad_(True)
    return torch.linalg.vector_norm(torch.autograd.grad(D(at).sum(), at)[0], dim=-1)


def expected_penalty(D: Map, x_hat: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The squared error of the slope under the label 1."""
    found = slopes(D, x_hat)
    return c * mse_loss(found, torch.ones_like(found), reduction="none")


def penalised(
    D: Map, x_tilde: Tensor, x: Tensor, x_hat: Tensor, c: Tensor, weights_v: Tensor, weights_x: Tensor
) -> Tensor:  # -> [batch]
    """How much higher the critic scores generated points than data, and the penalty."""
    ahead = averaged(D(x_tilde), weights_v) - averaged(D(x), weights_x)
    return ahead + expected_penalty(D, x_hat, c)


def penalised_generated(
    D: Map, G: Map, z: Tensor, x: Tensor, x_hat: Tensor, c: Tensor, weights_z: Tensor, weights_x: Tensor
) -> Tensor:  # -> [batch]
    """The same of the points that are generated."""
    return penalised(D, G(z), x, x_hat, c, weights_z, weights_x)


def real_penalty(D: Map, x: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The kinetic energy of the slope."""
    return torch.lerp(torch.zeros_like(c), c, 0.5) * slopes(D, x).square()


def interpolated(epsilon: Tensor, x: Tensor, x_tilde: Tensor) -> Tensor:  # [batch], [batch, d] twice -> [batch, d]
    """Linear interpolation."""
    return torch.lerp(x_tilde, x, epsilon[:, None])


def missed(found: Tensor, wanted: Tensor) -> Tensor:  # [batch, outcomes, d] twice -> [batch, outcomes]
    """The sums of absolute errors."""
    return l1_loss(found, wanted, reduction="none").sum(dim=-1)


def cycle(G: Map, F: Map, x: Tensor, y: Tensor, weights_x: Tensor, weights_y: Tensor) -> Tensor:  # -> [batch]
    """What each point misses itself by after there and back again."""
    return averaged(missed(F(G(x)), x), weights_x) + averaged(missed(G(F(y)), y), weights_y)


def conditional(
    S: Pair, G: Pair, x: Tensor, y: Tensor, z: Tensor, weights_x: Tensor, weights_z: Tensor
) -> Tensor:  # -> [batch]
    """Over all pairs of a labelled point and a code."""
    real = torch.nn.functional.logsigmoid(bounded(S(x, y)))
    count, draws = y.shape[1], z.shape[1]
    labels, drawn = y.repeat_interleave(draws, dim=1), z.repeat(1, count, 1)
    fake = torch.nn.functional.logsigmoid(-bounded(S(G(drawn, labels), labels)))
    weights = torch.einsum("bo,bp->bop", weights_x, weights_z).flatten(1)
    return averaged(real, weights_x) + averaged(fake, weights)


def absolute(G: Pair, x: Tensor, y: Tensor, z: Tensor, weights_x: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """Over all pairs of an image and a code."""
    count, draws = x.shape[1], z.shape[1]
    images, targets = x.repeat_interleave(draws, dim=1), y.repeat_interleave(draws, dim=1)
    weights = torch.einsum("bo,bp->bop", weights_x, weights_z).flatten(1)
    return averaged(missed(G(images, z.repeat(1, count, 1)), targets), weights)


MODELS: dict[Formula, Model] = {
    critic_losses.halved_discriminator: halved_discriminator,
    critic_losses.halved_generator: halved_generator,
    critic_losses.labelled_discriminator: labelled_discriminator,
    critic_losses.labelled_generator: labelled_generator,
    critic_losses.square_generator_halves: lambda D, G, z, weights_z: square_generator(D, G, z, weights_z) / 2,
    critic_losses.square_generator: square_generator,
    critic_losses.penalised: penalised,
    critic_losses.penalised_generated: penalised_generated,
    critic_losses.expected_penalty: expected_penalty,
    critic_losses.real_penalty: real_penalty,
    critic_losses.interpolated: interpolated,
    critic_losses.cycle: cycle,
    critic_losses.conditional: conditional,
    critic_losses.absolute: absolute,
}
