"""Torch models of `derivations.classification_metrics`: the samples are listed one by one, and scored."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

from derivations import classification_metrics as metrics
from derivations.vocabulary import Formula
from numerics.convolution_arithmetic import each
from numerics.models import Model

Score = Callable[[Tensor, Tensor], Tensor]


@cache
def samples(tp: int, fp: int, fn: int, tn: int) -> tuple[Tensor, Tensor]:
    """Labels and predictions [samples] with these counts, as 0 and 1."""
    label = [1] * tp + [0] * fp + [1] * fn + [0] * tn
    prediction = [1] * (tp + fp) + [0] * (fn + tn)
    return torch.tensor(label, dtype=torch.float64), torch.tensor(prediction, dtype=torch.float64)


def scored(score: Score, TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # [batch] four times -> [batch]
    """A score of labels and predictions, for each table of counts; tables that occur again are scored once."""
    tables = each(TP, FP, FN, TN)
    scores = {counts: score(*samples(*counts)) for counts in dict.fromkeys(tables)}
    return torch.stack([scores[counts] for counts in tables])


def hit_share(label: Tensor, prediction: Tensor) -> Tensor:  # [samples] twice -> []
    """The share of samples that are classified rightly."""
    return (label == prediction).double().mean()


def precision_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean label where the prediction is 1."""
    return label[prediction == 1].mean()


def recall_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean prediction where the label is 1."""
    return prediction[label == 1].mean()


def false_alarms_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The mean prediction where the label is 0."""
    return prediction[label == 0].mean()


def correlation_of(label: Tensor, prediction: Tensor) -> Tensor:
    """The correlation of label and prediction."""
    return torch.corrcoef(torch.stack([label, prediction]))[0, 1]


def accuracy(TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The share of hits."""
    return scored(hit_share, TP, FP, FN, TN)


def error_rate(TP: Tensor, FP: Tensor, FN: Tensor, TN: Tensor) -> Tensor:  # -> [batch]
    """The mean zero-one loss."""
    return scored(lambda label, prediction: (label - prediction).abs().mean(), TP, FP, FN, TN)


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
