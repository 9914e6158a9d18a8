"""Torch models of `derivations.score_relations`: samples one by one, harmonic and geometric means, pairs of ranks."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import score_relations as relations
from derivations.vocabulary import Formula
from numerics.classification_metrics import precision, recall
from numerics.models import Model

Map = Callable[[Tensor], Tensor]


def weighted_counts(beta: Tensor, TP: Tensor, FN: Tensor, FP: Tensor) -> Tensor:  # -> [batch]
    """The weighted harmonic mean of precision and recall of samples listed one by one."""
    share = beta**2 / (1 + beta**2)
    return torch.lerp(precision(TP, FP).reciprocal(), recall(TP, FN).reciprocal(), share).reciprocal()


def macro_precision(TP: Tensor, FP: Tensor) -> Tensor:  # [batch, K] twice -> [batch]
    """The mean of the shares of hits."""
    return torch.nn.functional.normalize(torch.stack([TP, FP]), p=1.0, dim=0)[0].mean(dim=1)


def statistic(R_1: Tensor, n_1: Tensor) -> Tensor:  # -> [batch]
    """The ranks less 1, 2, …, n_1."""
    places = torch.arange(1, 31, device=R_1.device)
    return R_1 - (places * (places <= n_1[:, None])).sum(dim=1)


def gaps(B: Tensor, acc: Map, conf: Map) -> Tensor:  # -> [batch, M]
    """The gap of each bin."""
    return torch.stack([(acc(B[:, k]) - conf(B[:, k])).abs() for k in range(B.shape[1])], dim=1)


MODELS: dict[Formula, Model] = {
    relations.weighted_counts: weighted_counts,
    relations.complement: lambda r: torch.sub(torch.ones_like(r), r),
    relations.youden: lambda TPR, FPR: torch.stack([TPR, -FPR]).sum(dim=0),
    relations.youden_of_class: lambda TPR, TNR: 1 - torch.stack([1 - TPR, 1 - TNR]).sum(dim=0),
    relations.balanced: lambda TPR, TNR: torch.stack([TPR, TNR]).mean(dim=0),
    relations.macro_precision: macro_precision,
    relations.mean_precision: lambda AP: AP.mean(dim=1),
    relations.area: lambda U, n_1, n_2: torch.exp(U.log() - n_1.double().log() - n_2.double().log()),
    relations.statistic: statistic,
    relations.overlap: lambda F_1: torch.reciprocal(2 / F_1 - 1),
    relations.largest_gap: lambda B, acc, conf: gaps(B, acc, conf).amax(dim=1),
    relations.root: lambda MSE: torch.pow(MSE, 0.5),
}
