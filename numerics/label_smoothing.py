"""Torch models of `derivations.label_smoothing`: targets by counting, losses by `torch.nn.functional.cross_entropy`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from derivations import label_smoothing
from derivations.vocabulary import Formula
from numerics.models import Model, batch_jacobian


def target(y: Tensor, epsilon: Tensor) -> Tensor:  # [batch, classes], [batch] -> [batch, classes]
    """The target that the loss of torch uses: minus its slope by each log-probability.

    At log-probabilities that are already normalised the loss is linear in them with the target as weights.
    """
    start = torch.zeros(y.shape, dtype=torch.float64, device=y.device)
    slopes = batch_jacobian(lambda scores: loss(scores, y, epsilon), start)
    return torch.softmax(start, dim=-1) - slopes


def indicated(epsilon: Tensor, k: int) -> Tensor:  # -> [batch, classes, classes]
    """For each class in turn: between the one-hot target and the uniform one."""
    labels = torch.eye(k, dtype=torch.float64, device=epsilon.device).expand(len(epsilon), -1, -1)
    return torch.lerp(labels, torch.full_like(labels, 1 / k), epsilon[:, None, None])


def loss(z: Tensor, y: Tensor, epsilon: Tensor) -> Tensor:  # [batch, classes], [batch, classes], [batch] -> [batch]
    """`cross_entropy` with its own label smoothing, which is one number for all elements of the batch that share it."""
    classes = y.argmax(dim=-1)
    rows = [torch.nonzero(epsilon == value)[:, 0] for value in epsilon.unique()]
    losses = [
        functional.cross_entropy(z[row], classes[row], label_smoothing=float(epsilon[row[0]]), reduction="none")
        for row in rows
    ]
    return torch.cat(losses)[torch.cat(rows).argsort()]


def logit_gradient(z: Tensor, y: Tensor, epsilon: Tensor) -> Tensor:  # -> [batch, classes]
    """The gradient of that loss by the scores, by automatic differentiation."""
    return batch_jacobian(lambda scores: loss(scores, y, epsilon), z)


MODELS: dict[Formula, Model] = {
    label_smoothing.target: target,
    label_smoothing.indicated: indicated,
    label_smoothing.loss: loss,
    label_smoothing.logit_gradient: logit_gradient,
}
