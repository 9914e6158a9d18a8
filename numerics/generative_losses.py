"""Torch models of `derivations.generative_losses`: `torch.distributions`, losses of `torch.nn.functional`, autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import AffineTransform, Independent, MultivariateNormal, Normal, kl_divergence
from torch.nn.functional import binary_cross_entropy_with_logits, mse_loss, relu

from derivations import generative_losses
from derivations.vocabulary import Formula
from numerics.adversarial_networks import Map, bounded
from numerics.models import Model


def sampled(mu: Tensor, sigma: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The affine transform of `torch.distributions`."""
    return AffineTransform(mu, sigma)(epsilon)


def sampled_logarithm(mu: Tensor, s: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch]
    """The same, with the standard deviation as the length of a vector."""
    return sampled(mu, torch.exp(s).sqrt(), epsilon)


def divergence_logarithms(mu: Tensor, s: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The divergence of `torch.distributions` between independent normal distributions."""
    scale = torch.exp(s).sqrt()
    ours, standard = Normal(mu, scale), Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl_divergence(Independent(ours, 1), Independent(standard, 1))


def one_coordinate(mu: Tensor, sigma: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The divergence of `torch.distributions` on the line."""
    return kl_divergence(Normal(mu, sigma), Normal(torch.zeros_like(mu), torch.ones_like(sigma)))


def matrix_form(mu: Tensor, Sigma: Tensor) -> Tensor:  # [batch, n], [batch, n, n] -> [batch]
    """The divergence of `torch.distributions` between normal distributions in n dimensions."""
    standard = MultivariateNormal(torch.zeros_like(mu), torch.eye(mu.shape[1], dtype=mu.dtype, device=mu.device))
    return kl_divergence(MultivariateNormal(mu, Sigma), standard)


def importance(w: Tensor, weights_w: Tensor) -> Tensor:  # [batch, outcomes, K], [batch, outcomes] -> [batch]
    """The mean of logarithms, with the inner mean in the logarithmic scale."""
    inner = torch.logsumexp(torch.log(w), dim=2) - torch.log(torch.tensor(float(w.shape[2]), dtype=w.dtype))
    return (weights_w * inner).sum(dim=1)


def averaged(values: Tensor, weights: Tensor) -> Tensor:  # [batch, outcomes] twice -> [batch]
    """The expectation of a value of each outcome."""
    return torch.einsum("bo,bo->b", values, weights)


def labelled(score: Tensor, label: float) -> Tensor:  # [batch, outcomes] -> [batch, outcomes]
    """The cross-entropy of a bounded score with a label."""
    logits = bounded(score)
    return binary_cross_entropy_with_logits(logits, torch.full_like(logits, label), reduction="none")


def discriminator_loss(
    S: Map, G: Map, x: Tensor, z: Tensor, weights_x: Tensor, weights_z: Tensor
) -> Tensor:  # -> [batch]
    """The cross-entropy with the labels 1 for data and 0 for generated points."""
    return averaged(labelled(S(x), 1.0), weights_x) + averaged(labelled(S(G(z)), 0.0), weights_z)


def saturating(S: Map, G: Map, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """Minus the loss of the discriminator on generated points."""
    return -averaged(labelled(S(G(z)), 0.0), weights_z)


def non_saturating(S: Map, G: Map, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The cross-entropy of generated points with the label of data."""
    return averaged(labelled(S(G(z)), 1.0), weights_z)


def two_sided(real: Callable[[Tensor], Tensor], fake: Callable[[Tensor], Tensor]) -> Model:
    """The loss that scores data by `real` and generated points by `fake`."""

    def model(D: Map, G: Map, x: Tensor, z: Tensor, weights_x: Tensor, weights_z: Tensor) -> Tensor:
        return averaged(real(D(x)), weights_x) + averaged(fake(D(G(z))), weights_z)

    return model


def distance(label: float) -> Callable[[Tensor], Tensor]:
    """The squared error of scores under a label."""
    return lambda scores: mse_loss(scores, torch.full_like(scores, label), reduction="none")


def halved(distance: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """Half of a value."""
    return lambda scores: distance(scores) / 2


def wasserstein_generator(D: Map, G: Map, z: Tensor, weights_z: Tensor) -> Tensor:  # -> [batch]
    """The mean of the negative scores of generated points."""
    return averaged(-D(G(z)), weights_z)


def penalty(D: Map, x_hat: Tensor, c: Tensor) -> Tensor:  # -> [batch]
    """The squared distance of the slope from 1, by automatic differentiation."""
    at = x_hat.detach().requires_grad_(True)
    slopes = torch.autograd.grad(D(at).sum(), at)[0]
    return c * distance(1.0)(torch.linalg.vector_norm(slopes, dim=1))


MODELS: dict[Formula, Model] = {
    generative_losses.sampled: sampled,
    generative_losses.sampled_logarithm: sampled_logarithm,
    generative_losses.divergence_logarithms: divergence_logarithms,
    generative_losses.one_coordinate: one_coordinate,
    generative_losses.matrix_form: matrix_form,
    generative_losses.importance: importance,
    generative_losses.discriminator_loss: discriminator_loss,
    generative_losses.saturating: saturating,
    generative_losses.non_saturating: non_saturating,
    generative_losses.wasserstein: two_sided(torch.clone, torch.negative),
    generative_losses.wasserstein_loss: two_sided(torch.negative, torch.clone),
    generative_losses.wasserstein_generator: wasserstein_generator,
    generative_losses.least_squares_halves: two_sided(halved(distance(1.0)), halved(distance(0.0))),
    generative_losses.least_squares_whole: two_sided(distance(1.0), distance(0.0)),
    generative_losses.hinge: two_sided(lambda scores: relu(1 - scores), lambda scores: relu(1 + scores)),
    generative_losses.penalty: penalty,
}
