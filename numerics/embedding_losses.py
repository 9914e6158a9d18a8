"""Torch models of `derivations.embedding_losses`: torch's losses with automatic differentiation, loops over pairs."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import embedding_losses
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian

Map = Callable[[Tensor], Tensor]


def scores(U: Tensor, v: Tensor) -> Tensor:  # [batch, W, d], [batch, d] -> [batch, W]
    """The inner products with all output vectors."""
    return torch.einsum("bwd,bd->bw", U, v)


def log_gradient(U: Tensor, v: Tensor) -> Tensor:  # -> [batch, W, d]
    """The Jacobian of the log-softmax of torch."""
    return batch_jacobian(lambda at: torch.log_softmax(scores(U, at), dim=1), v).detach()


def loss(y: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch]
    """The cross-entropy of torch."""
    return functional.cross_entropy(scores(U, v), y.double(), reduction="none")


def centre_gradient(y: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """Automatic differentiation of the cross-entropy."""
    return batch_jacobian(lambda at: loss(y, U, at), v).detach()


def outside_gradient(y: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch, W, d]
    """Automatic differentiation of the cross-entropy."""
    return batch_jacobian(lambda at: loss(y, at, v), U).detach()


def word_gradient(s: Tensor, y: Tensor, u: Tensor, v: Tensor) -> Tensor:  # -> [batch, W, d]
    """For each word in turn the loss with its score replaced, differentiated by its vector."""
    results = []
    for word in range(s.shape[1]):
        at = u.detach().clone().requires_grad_(True)
        replaced = torch.cat([s[:, :word], (at * v).sum(dim=1, keepdim=True), s[:, word + 1 :]], dim=1)
        total = functional.cross_entropy(replaced, y.double(), reduction="sum")
        results.append(torch.autograd.grad(total, at)[0])
    return torch.stack(results, dim=1)


def glove(f: Map, X: Tensor, w: Tensor, w_tilde: Tensor, b: Tensor, b_tilde: Tensor) -> Tensor:  # -> [batch]
    """Pair by pair."""
    result = torch.zeros(X.shape[0]).to(X)
    for i in range(X.shape[1]):
        for j in range(X.shape[2]):
            guess = (w[:, i] * w_tilde[:, j]).sum(dim=1) + b[:, i] + b_tilde[:, j]
            result = result + f(X[:, i, j]) * functional.mse_loss(guess, X[:, i, j].log(), reduction="none")
    return result


def glove_weight(x: Tensor, x_max: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The power of the clipped share."""
    return torch.clamp(x / x_max, max=1).pow(alpha)


def glove_weight_usual(x: Tensor, x_max: Tensor) -> Tensor:  # -> [batch]
    """The cube of the fourth root."""
    return glove_weight(x, x_max, torch.full_like(x, 0.25)) ** 3


def subsampling(t: Tensor, f: Tensor) -> Tensor:  # -> [batch]
    """What is kept, taken from 1."""
    return 1 - torch.exp((t.log() - f.log()) / 2)


def pmi(p_xy: Tensor, p_x: Tensor, p_y: Tensor) -> Tensor:  # -> [batch]
    """Differences of the informations."""
    return p_xy.log() - (p_x * p_y).log()


def ppmi(p_xy: Tensor, p_x: Tensor, p_y: Tensor) -> Tensor:  # -> [batch]
    """The same, cut off at 0."""
    return torch.relu(pmi(p_xy, p_x, p_y))


MODELS: dict[Formula, Model] = {
    embedding_losses.log_gradient: log_gradient,
    embedding_losses.centre_gradient: centre_gradient,
    embedding_losses.outside_gradient: outside_gradient,
    embedding_losses.word_gradient: word_gradient,
    embedding_losses.glove: glove,
    embedding_losses.glove_weight: glove_weight,
    embedding_losses.glove_weight_usual: glove_weight_usual,
    embedding_losses.subsampling: subsampling,
    embedding_losses.pmi: pmi,
    embedding_losses.ppmi: ppmi,
}
