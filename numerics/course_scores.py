"""Torch models of `derivations.course_scores`: solved lines, logits, entropies of `Categorical`, weighted means."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import course_scores
from derivations.vocabulary import Formula
from numerics.models import Model


def standardised(x: Tensor, mu: Tensor, s: Tensor) -> Tensor:  # [batch] each -> [batch]
    """How many deviations lead from the mean to the value."""
    return torch.linalg.solve(s[:, None, None], (x - mu)[:, None])[:, 0]


def stretched(x: Tensor, x_min: Tensor, x_max: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The share of the range that lies below the value."""
    return (x - x_min) * (x_max - x_min).reciprocal()


def odds(p: Tensor) -> Tensor:  # [batch] -> [batch]
    """The exponential of the logit."""
    return torch.logit(p).exp()


def positive_ratio(TPR: Tensor, FPR: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The exponential of the difference of the logarithms."""
    return (TPR.log() - FPR.log()).exp()


def gini_of_area(AUC: Tensor) -> Tensor:  # [batch] -> [batch]
    """The pairs in the right order less those in the wrong one."""
    return torch.stack([AUC, AUC - 1]).sum(dim=0)


def macro(F: Tensor) -> Tensor:  # [batch, K] -> [batch]
    """The mean."""
    return F.mean(dim=1)


def split_information(w: Tensor) -> Tensor:  # [batch, m] -> [batch]
    """`torch.special.entr`, in bits."""
    return (torch.special.entr(w) / torch.tensor(2.0).to(w).log()).sum(dim=1)


def gain_ratio(G: Tensor, H: Tensor) -> Tensor:  # [batch] each -> [batch]
    """The exponential of the difference of the logarithms."""
    return (G.log() - H.log()).exp()


def weighted_impurity(n_L: Tensor, n_R: Tensor, G_L: Tensor, G_R: Tensor) -> Tensor:  # [batch] each -> [batch]
    """From the right side to the left by the share of the left."""
    return torch.lerp(G_R, G_L, n_L.to(G_L) / (n_L + n_R).to(G_L))


def silhouette(a: Tensor, b: Tensor) -> Tensor:  # [batch] each -> [batch]
    """1 - a/b inside, b/a - 1 outside."""
    return torch.where(a < b, 1 - a / b, b / a - 1)


def reweighted(w: Tensor, alpha: Tensor, y: Tensor, h: Tensor) -> Tensor:  # [batch] each -> [batch]
    """Shrunk where the answer is right, grown where it is wrong."""
    return torch.where(y == h, w / alpha.exp(), w * alpha.exp())


def centred_covariance(X: Tensor) -> Tensor:  # [batch, n, d] -> [batch, d, d]
    """`torch.cov` of the examples and their mirror images, which have the mean 0."""
    mirrored = torch.cat([X, -X], dim=1)
    found = torch.stack([torch.cov(points.T, correction=0).reshape(X.shape[2], X.shape[2]) for points in mirrored])
    return found * X.shape[1] / (X.shape[1] - 1)


MODELS: dict[Formula, Model] = {
    course_scores.standardised: standardised,
    course_scores.stretched: stretched,
    course_scores.odds: odds,
    course_scores.positive_ratio: positive_ratio,
    course_scores.gini_of_area: gini_of_area,
    course_scores.macro: macro,
    course_scores.split_information: split_information,
    course_scores.gain_ratio: gain_ratio,
    course_scores.weighted_impurity: weighted_impurity,
    course_scores.silhouette: silhouette,
    course_scores.reweighted: reweighted,
    course_scores.centred_covariance: centred_covariance,
}
