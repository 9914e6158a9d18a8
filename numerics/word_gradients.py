"""Torch models of `derivations.word_gradients`: automatic differentiation of the losses of `torch.nn.functional`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import word_gradients
from derivations.vocabulary import Formula
from numerics.backward_pass import Map, slope
from numerics.models import Model


def naive(U: Tensor, v: Tensor, y: Tensor) -> Tensor:  # [batch, d, W], [batch, d], [batch, W] -> [batch]
    """The cross-entropy of the scores of all words."""
    scores = torch.einsum("bdw,bd->bw", U, v)
    return functional.cross_entropy(scores, y.to(v), reduction="none")


def by_centre(U: Tensor, v: Tensor, y: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    return slope(lambda at: naive(U, at, y), v)


def by_outside(U: Tensor, v: Tensor, y: Tensor) -> Tensor:  # -> [batch, d, W]
    """By automatic differentiation."""
    return slope(lambda at: naive(at, v, y), U)


def first_word(rows: Tensor, v: Tensor) -> Tensor:  # [batch, words, d], [batch, d] -> [batch]
    """The loss where the word that was seen stands in the first row."""
    scores = torch.einsum("bwd,bd->bw", rows, v)
    return functional.cross_entropy(scores, torch.zeros(len(v), dtype=torch.long, device=v.device), reduction="none")


def by_seen(u: Tensor, V: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    return slope(lambda at: first_word(torch.cat([at[:, None], V], dim=1), v), u)


def by_missed(s: Tensor, u: Tensor, V: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation."""
    return slope(lambda at: first_word(torch.cat([u[:, None], at[:, None], V], dim=1), v), s)


def by_negative(s: Tensor, v: Tensor) -> Tensor:  # -> [batch, d]
    """By automatic differentiation of the logistic loss with the label 0."""
    zero = torch.zeros(len(v)).to(v)
    return slope(lambda at: functional.binary_cross_entropy_with_logits((at * v).sum(dim=1), zero, reduction="none"), s)


def unbiased_glove(X: Tensor, f: Map, v: Tensor, u: Tensor) -> Tensor:  # -> [batch]
    """The weighted squares of a matrix of gaps."""
    return (f(X) * (v @ u.mT - X.log()).square()).sum(dim=(1, 2))


def ranking(s: Tensor, s_c: Tensor) -> Tensor:  # -> [batch]
    """`torch.nn.functional.margin_ranking_loss`."""
    return functional.margin_ranking_loss(s, s_c, torch.ones_like(s), margin=1.0, reduction="none")


def window_score(U: Tensor, f: Map, A: Tensor, x: Tensor, b: Tensor) -> Tensor:  # -> [batch]
    """Two contractions with the activation function between."""
    return torch.einsum("bn,bn->b", U, f(torch.einsum("bnd,bd->bn", A, x) + b))


MODELS: dict[Formula, Model] = {
    word_gradients.by_centre: by_centre,
    word_gradients.by_outside: by_outside,
    word_gradients.by_seen: by_seen,
    word_gradients.by_missed: by_missed,
    word_gradients.by_negative: by_negative,
    word_gradients.unbiased_glove: unbiased_glove,
    word_gradients.ranking: ranking,
    word_gradients.window_score: window_score,
}
