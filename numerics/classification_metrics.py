"""Torch models of `derivations.classification_metrics`: the samples are listed one by one, and scored."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from derivations import classification_metrics as metrics
from derivations.vocabulary import Formula
from numerics.models import Model

Score = Callable[[Tensor, Tensor], Tensor]


def samples(*counts: Tensor) -> tuple[Tensor, Tensor]:  # [batch] four times -> [batch, samples] twice
    """Labels and predictions with these counts (TP, FP, FN, TN), as 0 and 1; NaN behind the last sample."""
    ends = torch.stack(counts, dim=1).cumsum(dim=1)  # [batch, 4]
    position = torch.arange(int(ends.max()), device=ends.device)
    kind = (position[None, :, None] >= ends[:, None, :]).sum(dim=2)  # 4 behind the last
    listed = torch.tensor([[1.0, 0.0, 1.0, 0.0, torch.nan], [1.0, 1.0, 0.0, 0.0, torch.nan]], dtype=torch.float64)
    label, prediction = listed.to(ends.device)
    return label[kind], prediction[kind]


def scored(score: Score, TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # [batch] four times -> [batch]
    """A score of labels and predictions, for each table of counts."""
    return score(*samples(TP, FP, FN, TN))


def mean_where(value: Tensor, chosen: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The mean over the chosen samples; NaN where there is none."""
    return torch.where(chosen, value, torch.nan).nanmean(dim=-1)


def hit_share(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The share of samples that are classified rightly."""
    return mean_where((label == prediction).double(), ~label.isnan())


def loss_share(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean zero-one loss."""
    return (label - prediction).abs().nanmean(dim=-1)


def precision_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean label where the prediction is 1."""
    return mean_where(label, prediction == 1)


def recall_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean prediction where the label is 1."""
    return mean_where(prediction, label == 1)


def false_alarms_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean prediction where the label is 0."""
    return mean_where(prediction, label == 0)


def correlation_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The correlation of label and prediction: the cosine of the angle between them, both less their means."""
    x, y = (column - column.nanmean(dim=-1, keepdim=True) for column in (label, prediction))
    return (x * y).nansum(dim=-1) / (x.square().nansum(dim=-1) * y.square().nansum(dim=-1)).sqrt()


def accuracy(TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The share of hits."""
    return scored(hit_share, TP, FP, FN, TN)


def error_rate(TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The mean zero-one loss."""
    return scored(loss_share, TP, FP, FN, TN)


def precision(TP: Tensor, FP: Tensor) -> Tensor:  # -> [batch]
    """The share of positives among the alarms."""
    return scored(precision_of, TP, FP, torch.ones_like(TP), torch.ones_like(TP))


def recall(TP: Tensor, FN: Tensor) -> Tensor:  # -> [batch]
    """The share of alarms among the positives."""
    return scored(recall_of, TP, torch.ones_like(TP), FN, torch.ones_like(TP))


def specificity(FP: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The recall of the negatives."""
    return scored(lambda label, prediction: recall_of(1 - label, 1 - prediction), FP, FP, FP, TN)


def false_positive_rate(FP: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The share of alarms among the negatives."""
    return scored(false_alarms_of, FP, FP, FP, TN)


def balanced_accuracy(TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The share of hits if both classes are resampled to the same number."""
    return scored(
        lambda label, prediction: (recall_of(label, prediction) + recall_of(1 - label, 1 - prediction)) / 2,
        TP, FP, FN, TN,
    )  # fmt: skip


def matthews(TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The correlation of label and prediction."""
    return scored(correlation_of, TP, FP, FN, TN)


MODELS: dict[Formula, Model] = {
    metrics.accuracy: accuracy,
    metrics.error_rate: error_rate,
    metrics.precision: precision,
    metrics.recall: recall,
    metrics.specificity: specificity,
    metrics.false_positive_rate: false_positive_rate,
    metrics.balanced_accuracy: balanced_accuracy,
    metrics.matthews: matthews,
}
