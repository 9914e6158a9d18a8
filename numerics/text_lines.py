"""Torch models of `derivations.text_lines`: the softmax of torch, products, powers and logarithms."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from derivations import text_lines
from derivations.vocabulary import Formula
from numerics.models import Model

Map = Callable[..., Tensor]


def discarded(w: Tensor, f: Map, t: Tensor) -> Tensor:  # [batch, m], [batch] -> [batch, m]
    """What the threshold keeps, taken from 1."""
    return 1 - torch.stack([torch.exp((t.log() - f(one).log()) / 2) for one in w.unbind(dim=1)], dim=1)


def bag(U: Tensor, V: Tensor) -> Tensor:  # [batch, N, n], [batch, n] -> [batch, N]
    """The negative log-softmax of the scores."""
    return -functional.log_softmax(torch.einsum("bwn,bn->bw", U, V), dim=1)


def bleu(BP: Tensor, w: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The product of the powers."""
    return BP * torch.pow(p, w).prod(dim=1)


def bits(H: Tensor) -> Tensor:  # [batch] -> [batch]
    """`torch.exp2`."""
    return torch.exp2(H)


def per_character(H: Tensor) -> Tensor:  # [batch] -> [batch]
    """The binary logarithm of e to the loss."""
    return torch.log2(torch.exp(H))


MODELS: dict[Formula, Model] = {
    text_lines.bag: bag,
    text_lines.discarded: discarded,
    text_lines.bleu: bleu,
    text_lines.bits: bits,
    text_lines.per_character: per_character,
}
