"""Torch models of `derivations.model_scores`: listed samples, expected costs, distributions of `torch`."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import model_scores as scores
from derivations.vocabulary import Formula
from numerics.classification_metrics import false_alarms_of, mean_where, precision_of, recall_of, scored
from numerics.models import Model


def negative_share(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The mean of 1 - label where the prediction is 0."""
    return mean_where(1 - label, prediction == 0)


def negative_predictive(TN: Tensor, FN: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Of listed samples; the positives do not count."""
    return scored(negative_share, torch.ones_like(TN), torch.ones_like(TN), FN, TN)


def missed_share(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The mean of 1 - prediction where the label is 1."""
    return mean_where(1 - prediction, label == 1)


def miss_rate(FN: Tensor, TP: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Of listed samples; the negatives do not count."""
    return scored(missed_share, TP, torch.ones_like(TP), FN, torch.ones_like(TP))


def false_share(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """One less the precision."""
    return 1 - precision_of(label, prediction)


def false_discovery(FP: Tensor, TP: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Of listed samples; those called negative do not count."""
    return scored(false_share, TP, FP, torch.ones_like(TP), torch.ones_like(TP))


def lift_over_chance(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The height above the diagonal of the ROC plane."""
    return recall_of(label, prediction) - false_alarms_of(label, prediction)


def youden(TP: Tensor, FN: Tensor, FP: Tensor, TN: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Of listed samples."""
    return scored(lift_over_chance, TP, FP, FN, TN)


def root_of_rates(label: Tensor, prediction: Tensor) -> Tensor:  # [batch, samples] twice -> [batch]
    """The exponential of the mean logarithm of both rates."""
    rates = torch.stack([recall_of(label, prediction), 1 - false_alarms_of(label, prediction)])
    return rates.log().mean(dim=0).exp()


def geometric_mean(TP: Tensor, FN: Tensor, TN: Tensor, FP: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Of listed samples."""
    return scored(root_of_rates, TP, FP, FN, TN)


def threshold(c_FP: Tensor, c_FN: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Where the lines of the expected costs of both answers meet, from their values at 0 and 1."""
    answers = torch.stack([torch.stack([c_FP, torch.zeros_like(c_FP)]), torch.stack([torch.zeros_like(c_FN), c_FN])])
    lead = answers[0] - answers[1]  # at probabilities 0 and 1
    return -lead[0] / (lead[1] - lead[0])


def brier(p: Tensor, y: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean squared error of `torch.nn.functional`."""
    return torch.nn.functional.mse_loss(p, y.double(), reduction="none").mean(dim=1)


def calibration_error(w: Tensor, a: Tensor, c: Tensor) -> Tensor:  # [batch, M] each -> [batch]
    """The L1 loss of the bins, weighted."""
    return torch.linalg.vecdot(w, torch.nn.functional.l1_loss(c, a, reduction="none"))


def gain(r: Tensor) -> Tensor:  # [batch, k] -> [batch]
    """The relevances rank by rank."""
    total = torch.zeros(len(r), dtype=torch.float64, device=r.device)
    for rank, grade in enumerate(r.double().unbind(dim=1), start=1):
        total = total + grade / torch.log2(torch.tensor(rank + 1.0, dtype=torch.float64))
    return total


def adjusted(R: Tensor, n: Tensor, p: Tensor) -> Tensor:  # [batch] each -> [batch]
    """One less the ratio of unbiased variances, for a total of n - 1."""
    total = (n - 1).double()
    residual = (1 - R) * total
    return 1 - (residual / (n - p - 1)) / (total / (n - 1))


def penalised(L: Tensor, price: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Minus twice the log-likelihood, and the price of the parameters."""
    return price + torch.log(L.reciprocal().square())


def akaike(k: Tensor, L: Tensor) -> Tensor:  # [batch] twice -> [batch]
    """Two for each parameter."""
    return penalised(L, 2.0 * k)


def bayesian(k: Tensor, n: Tensor, L: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The logarithm of a power of the number of samples."""
    return penalised(L, torch.log(n.double() ** k))


def percentage_error(y: Tensor, y_hat: Tensor) -> Tensor:  # [batch, n] twice -> [batch]
    """The mean distance of the relative predictions from 1, in percent."""
    return 100 * (y_hat / y - 1).abs().mean(dim=1)


MODELS: dict[Formula, Model] = {
    scores.negative_predictive: negative_predictive,
    scores.miss_rate: miss_rate,
    scores.false_discovery: false_discovery,
    scores.youden: youden,
    scores.geometric_mean: geometric_mean,
    scores.threshold: threshold,
    scores.brier: brier,
    scores.calibration_error: calibration_error,
    scores.gain: gain,
    scores.adjusted: adjusted,
    scores.akaike: akaike,
    scores.bayesian: bayesian,
    scores.percentage_error: percentage_error,
}
