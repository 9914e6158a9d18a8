"""Torch models of `derivations.word_embeddings`: losses of `torch.nn.functional`, and automatic differentiation."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from derivations import word_embeddings
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def scores(U: Tensor, v: Tensor) -> Tensor:  # [batch, W, d], [batch, d] -> [batch, W]
    """The inner products of a vector with the rows."""
    return (U @ v[:, :, None])[:, :, 0]


def skip_gram(U: Tensor, v: Tensor) -> Tensor:  # -> [batch, W]
    """The softmax of torch."""
    return torch.softmax(scores(U, v), dim=-1)


def naive(U: Tensor, v: Tensor) -> Tensor:  # -> [batch, W]
    """The cross-entropy of torch, for each word that could have been seen."""
    found = scores(U, v)
    targets = torch.arange(found.shape[1], device=found.device).expand(len(found), -1)
    return F.cross_entropy(found[:, :, None].expand(-1, -1, found.shape[1]), targets, reduction="none")


def centre_gradient(U: Tensor, v: Tensor) -> Tensor:  # -> [batch, W, d]
    """The gradients of these losses by the centre vector."""
    return batch_jacobian(lambda at: naive(U, at), v)


def negative_sampling(u_o: Tensor, U: Tensor, v: Tensor) -> Tensor:  # [batch, d], [batch, K, d], [batch, d] -> [batch]
    """Binary cross-entropies: label 1 for the first pair, 0 for the others."""
    found = scores(torch.cat([u_o[:, None], U], dim=1), v)
    labels = torch.zeros_like(found)
    labels[:, 0] = 1
    return F.binary_cross_entropy_with_logits(found, labels, reduction="none").sum(dim=1)


def sampled_centre_gradient(u_o: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient by the centre vector."""
    return batch_jacobian(lambda at: negative_sampling(u_o, U, at), v)


def sampled_outside_gradient(u_o: Tensor, U: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """The gradient by the output vector that was seen."""
    return batch_jacobian(lambda at: negative_sampling(at, U, v), u_o)


def noise(f: Tensor) -> Tensor:  # [batch, W] -> [batch, W]
    """The softmax of three quarters of the logarithms."""
    return torch.softmax(0.75 * torch.log(f), dim=-1)


def cosine(u: Tensor, v: Tensor) -> Tensor:  # [batch, d] twice -> [batch]
    """The cosine similarity of torch."""
    return F.cosine_similarity(u, v, dim=-1, eps=0.0)


MODELS: dict[Formula, Model] = {
    word_embeddings.skip_gram: skip_gram,
    word_embeddings.naive: naive,
    word_embeddings.centre_gradient: centre_gradient,
    word_embeddings.negative_sampling: negative_sampling,
    word_embeddings.sampled_centre_gradient: sampled_centre_gradient,
    word_embeddings.sampled_outside_gradient: sampled_outside_gradient,
    word_embeddings.noise: noise,
    word_embeddings.cosine: cosine,
}
