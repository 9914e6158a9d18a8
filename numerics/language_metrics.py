"""Torch models of `derivations.language_metrics`: counts laid out as tables, means of logarithms, geometric means."""

from __future__ import annotations

import torch
from torch import Tensor

from derivations import language_metrics
from derivations.vocabulary import Formula
from numerics.models import Model


def add_k(c: Tensor, N: Tensor, V: Tensor, k: Tensor) -> Tensor:  # -> [batch]
    """Between the uniform distribution and the share that was seen, by what share of all counts was added."""
    added = k * V / (N + k * V)
    return torch.lerp(c.double() / N.double(), 1 / V.double(), added)


def add_one(c: Tensor, N: Tensor, V: Tensor) -> Tensor:  # -> [batch]
    """The same with 1."""
    return add_k(c, N, V, torch.ones_like(c, dtype=torch.float64))


def interpolation(  # -> [batch]
    lambda_1: Tensor, lambda_2: Tensor, lambda_3: Tensor, P_1: Tensor, P_2: Tensor, P_3: Tensor
) -> Tensor:
    """The inner product of weights and probabilities."""
    weights, values = torch.stack([lambda_1, lambda_2, lambda_3], dim=1), torch.stack([P_1, P_2, P_3], dim=1)
    return torch.linalg.vecdot(weights, values)


def idf(N: Tensor, df: Tensor) -> Tensor:  # -> [batch]
    """The difference of the logarithms."""
    return N.log() - df.log()


def tf_idf(tf: Tensor, N: Tensor, df: Tensor) -> Tensor:  # -> [batch]
    """The frequency as a power inside the logarithm."""
    return torch.xlogy(tf, N) - torch.xlogy(tf, df)


def log_tf_idf(tf: Tensor, N: Tensor, df: Tensor) -> Tensor:  # -> [batch]
    """The rarity, and its multiple by the logarithm of the frequency."""
    return torch.addcmul(idf(N, df), tf.log(), idf(N, df))


def brevity(c: Tensor, r: Tensor) -> Tensor:  # -> [batch]
    """The exponential of what is lacking, at most 1."""
    return torch.exp(torch.clamp((c - r) / c, max=0))


def bleu(BP: Tensor, p: Tensor) -> Tensor:  # -> [batch]
    """The penalty times the exponential of the mean logarithm."""
    return BP * p.log().mean(dim=1).exp()


def word_error(S: Tensor, D: Tensor, J: Tensor, N: Tensor) -> Tensor:  # -> [batch]
    """The sum of all errors over the length."""
    return torch.stack([S, D, J], dim=1).sum(dim=1) / N


def from_nats(H: Tensor) -> Tensor:  # -> [batch]
    """A power of 2 of the entropy in bits."""
    return torch.exp2(H / torch.log(torch.tensor(2.0, dtype=torch.float64)))


def normalised(p: Tensor, alpha: Tensor) -> Tensor:  # -> [batch]
    """The logarithm of the product, over a power of the length."""
    length = torch.tensor(float(p.shape[1]), dtype=torch.float64)
    return p.prod(dim=1).log() * torch.exp(-alpha * length.log())


MODELS: dict[Formula, Model] = {
    language_metrics.add_one: add_one,
    language_metrics.add_k: add_k,
    language_metrics.interpolation: interpolation,
    language_metrics.idf: idf,
    language_metrics.tf_idf: tf_idf,
    language_metrics.log_tf_idf: log_tf_idf,
    language_metrics.brevity: brevity,
    language_metrics.bleu: bleu,
    language_metrics.word_error: word_error,
    language_metrics.from_nats: from_nats,
    language_metrics.normalised: normalised,
}
