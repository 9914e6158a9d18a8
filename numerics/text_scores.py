"""Torch models of `derivations.text_scores`: geometric means in logarithms, powers."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import text_scores
from derivations.vocabulary import Formula
from numerics.models import Model


def weighted_bleu(BP: Tensor, w: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The product of the powers of the precisions."""
    return BP * torch.pow(p, w).prod(dim=1)


MODELS: dict[Formula, Model] = {
    text_scores.of_bits: lambda H: torch.exp2(H),
    text_scores.of_loss: lambda L: torch.exp(L),
    text_scores.of_factors: lambda p: torch.exp(-p.log().mean(dim=1)),
    text_scores.weighted_bleu: weighted_bleu,
}
