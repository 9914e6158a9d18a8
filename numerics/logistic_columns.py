"""Torch models of `derivations.logistic_columns`: automatic differentiation of the losses of `torch.nn.functional`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import logistic_columns
from derivations.vocabulary import Formula
from numerics.backward_pass import slope
from numerics.models import Model


def scores(w: Tensor, X: Tensor, b_0: Tensor) -> Tensor:  # [batch, d, 1], [batch, d, m], [batch] -> [batch, 1, m]
    """The scores, example by example."""
    return torch.stack([(w[..., 0] * x).sum(dim=1) + b_0 for x in X.unbind(dim=2)], dim=1)[:, None]


def outputs(w: Tensor, X: Tensor, b_0: Tensor) -> Tensor:  # -> [batch, 1, m]
    """The share of the exponential of the score against that of 0."""
    z = scores(w, X, b_0)
    return torch.softmax(torch.stack([z, torch.zeros_like(z)]), dim=0)[0]


def weight_slope(X: Tensor, dZ: Tensor) -> Tensor:  # [batch, d, m], [batch, 1, m] -> [batch, d, 1]
    """The slope of a mean cost with these slopes by the scores."""
    start = torch.zeros_like(X[:, :, :1])
    return slope(lambda w: (dZ * (w.mT @ X)).mean(dim=2), start)


def bias_slope(dz: Tensor) -> Tensor:  # [batch, m] -> [batch]
    """The mean."""
    return dz.mean(dim=1)


def cost(w: Tensor, X: Tensor, b_0: Tensor, Y: Tensor) -> Tensor:  # -> [batch]
    """The mean binary cross-entropy with logits."""
    return functional.binary_cross_entropy_with_logits(scores(w, X, b_0), Y.to(w), reduction="none").mean(dim=(1, 2))


def weight_gradient(w: Tensor, X: Tensor, b_0: Tensor, Y: Tensor) -> Tensor:  # -> [batch, d, 1]
    """By automatic differentiation."""
    return slope(lambda at: cost(at, X, b_0, Y), w)


def bias_gradient(w: Tensor, x: Tensor, b_0: Tensor, y: Tensor) -> Tensor:  # examples as rows -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: cost(w[..., None], x.mT, at, y[:, None]), b_0)


def weight_sum(w: Tensor, x: Tensor, b_0: Tensor, y: Tensor) -> Tensor:  # examples as rows -> [batch, d]
    """By automatic differentiation."""
    return weight_gradient(w[..., None], x.mT, b_0, y[:, None])[..., 0]


def total_bias_gradient(w: Tensor, x: Tensor, b_0: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """That of the mean, times the number of examples."""
    return bias_gradient(w, x, b_0, y) * x.shape[1]


def score_slope(z: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: functional.binary_cross_entropy_with_logits(at, y.to(z), reduction="none"), z)


def output_slope(a: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """By automatic differentiation."""
    return slope(lambda at: functional.binary_cross_entropy(at, y.to(a), reduction="none"), a)


def chance_of_label(a: Tensor, y: Tensor) -> Tensor:  # -> [batch]
    """The probability by `torch.distributions`."""
    return torch.distributions.Bernoulli(probs=a).log_prob(y.to(a)).exp()


MODELS: dict[Formula, Model] = {
    logistic_columns.scores: scores,
    logistic_columns.outputs: outputs,
    logistic_columns.weight_slope: weight_slope,
    logistic_columns.bias_slope: bias_slope,
    logistic_columns.weight_gradient: weight_gradient,
    logistic_columns.named_gradient: weight_gradient,
    logistic_columns.bias_gradient: bias_gradient,
    logistic_columns.weight_sum: weight_sum,
    logistic_columns.total_bias_gradient: total_bias_gradient,
    logistic_columns.score_slope: score_slope,
    logistic_columns.output_slope: output_slope,
    logistic_columns.output_gradient: output_slope,
    logistic_columns.chance_of_label: chance_of_label,
}
