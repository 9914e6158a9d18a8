"""Torch models of `derivations.overlap_scores`: sets of samples, and means."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import overlap_scores as overlaps
from derivations.vocabulary import Formula
from numerics.classification_metrics import precision_of, recall_of, scored
from numerics.models import Model


def f1(P: Tensor, R: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """The square of the geometric mean over the arithmetic mean."""
    pair = torch.stack([P, R])
    return pair.log().mean(dim=0).exp() ** 2 / pair.mean(dim=0)


def f_beta(P: Tensor, R: Tensor, beta: Tensor) -> Tensor:  # [batch] three times -> [batch]
    """The power mean with exponent -1, weights 1 and beta squared."""
    weights = torch.softmax(torch.stack([torch.zeros_like(beta), 2 * beta.log()]), dim=0)
    return (weights * torch.stack([P, R]).reciprocal()).sum(dim=0).reciprocal()


def dice_score(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The harmonic mean of precision and recall of listed samples."""
    return f1(precision_of(label, prediction), recall_of(label, prediction))


def jaccard_score(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The size of the intersection over that of the union."""
    return torch.minimum(label, prediction).nansum(dim=-1) / torch.maximum(label, prediction).nansum(dim=-1)


def dice(TP: Tensor, FP: Tensor, FN: Tensor) -> Tensor:  # -> [batch]
    """Of listed samples; the true negatives do not count."""
    return scored(dice_score, TP, FP, FN, torch.ones_like(TP))


def jaccard(TP: Tensor, FP: Tensor, FN: Tensor) -> Tensor:  # -> [batch]
    """Of listed samples; the true negatives do not count."""
    return scored(jaccard_score, TP, FP, FN, torch.ones_like(TP))


def soft_dice(p: Tensor, g: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean product over the mean of both means."""
    return (p * g).mean(dim=1) / torch.stack([p, g]).mean(dim=(0, 2))


def soft_dice_squares(p: Tensor, g: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """One less the squared distance over both squared lengths."""
    return 1 - (p - g).square().sum(dim=1) / torch.cat([p, g], dim=1).square().sum(dim=1)


def kappa(p_o: Tensor, p_e: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Where the observed agreement lies on the way from chance (0) to perfect agreement (1)."""
    return torch.linalg.solve(torch.stack([1 - p_e], dim=1)[..., None], (p_o - p_e)[:, None])[:, 0]


MODELS: dict[Formula, Model] = {
    overlaps.f1: f1,
    overlaps.f_beta: f_beta,
    overlaps.dice: dice,
    overlaps.jaccard: jaccard,
    overlaps.dice_of_overlap: dice,
    overlaps.overlap_of_dice: jaccard,
    overlaps.soft_dice: soft_dice,
    overlaps.soft_dice_squares: soft_dice_squares,
    overlaps.kappa: kappa,
}
