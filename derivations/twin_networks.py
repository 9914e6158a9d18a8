"""Twin networks that learn without negatives: slow encoders, distances on the sphere, decorrelated features."""

from __future__ import annotations

from dataclasses import replace

from sympy import Ne, Sum

from derivations.contrastive_pairs import N, a, b, features, loss, views, zbontar
from derivations.operators import at, dot, indicator, norm
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Source,
    Topic,
)

slow, fast = Quantity("theta_k", "weights of the slow encoder"), Quantity("theta_q", "weights of the encoder")
next_slow = Quantity("theta_next", "weights of the slow encoder after the step")
share = Quantity("m", "momentum", domain=UNIT)
momentum = rule(
    "Momentum encoder: moving average of the weights",
    next_slow,
    share.symbol * slow.symbol + (1 - share.symbol) * fast.symbol,
    (slow, fast, share),
    (
        *written(r"\theta_k \leftarrow m \theta_k + (1 - m) \theta_q"),
        *written(r"\xi \leftarrow \tau \xi + (1 - \tau) \theta",
                 letters=(("xi", "theta_k"), ("theta", "theta_q"), ("tau", "m"))),
        *written(r"\theta' \leftarrow \tau \theta' + (1 - \tau) \theta",
                 letters=(("theta_prime", "theta_k"), ("theta", "theta_q"), ("tau", "m"))),
        *written(r"\theta_t \leftarrow \lambda \theta_t + (1 - \lambda) \theta_s",
                 letters=(("theta_t", "theta_k"), ("theta_s", "theta_q"), ("lambda", "m"))),
    ),
    ("momentum encoder", "moco", "byol", "dino", "moving average", "ema", "teacher", "target network"),
    "most of the old weights, some of the new ones",
    Source("He et al. 2020, Momentum Contrast for Unsupervised Visual Representation Learning", "equation 2"),
)  # fmt: skip
ours, theirs = Quantity("q", "a prediction", shape=(features,)), Quantity("z", "its target", shape=(features,))
q, t = ours.symbol, theirs.symbol
cosine_distance = identity(
    "Squared distance of two vectors on the sphere by their cosine",
    norm(q / norm(q) - t / norm(t)) ** 2,
    (
        (1 - 2 * dot(q / norm(q), t / norm(t)) + 1, "expand the square; both have length 1"),
        (2 - 2 * dot(q, t) / (norm(q) * norm(t)), "take the lengths out"),
    ),
    (ours, theirs),
    (
        *written(
            r"\left\|\frac{q}{\|q\|} - \frac{z}{\|z\|}\right\|^2 = 2 - 2 \frac{q^\top z}{\|q\| \|z\|}",
            r"\left\|\frac{q}{\|q\|_2} - \frac{z}{\|z\|_2}\right\|_2^2 = "
            r"2 - 2 \cdot \frac{\langle q, z \rangle}{\|q\|_2 \cdot \|z\|_2}",
        ),
    ),
    ("byol", "cosine", "self-supervised", "simsiam"),
    Source("Grill et al. 2020, Bootstrap Your Own Latent", "equation 2"),
)
byol = rule(
    "Loss of BYOL: squared distance on the sphere",
    loss,
    2 - 2 * dot(q, t) / (norm(q) * norm(t)),
    (ours, theirs),
    written(
        r"\mathcal{L} = 2 - 2 \cdot \frac{\langle q, z \rangle}{\|q\|_2 \cdot \|z\|_2}",
        r"\mathcal{L} = 2 - 2 \frac{q^\top z}{\|q\| \|z\|}",
        letters=(("calL", "L"),),
    ),
    ("byol", "bootstrap your own latent", "self-supervised"),
    "the squared distance of both directions",
    Source("Grill et al. 2020, Bootstrap Your Own Latent", "equation 2"),
)
negative_cosine = rule(
    "Negative cosine similarity (SimSiam)",
    Quantity("D", "the distance"),
    -dot(q / norm(q), t / norm(t)),
    (ours, theirs),
    written(
        r"\mathcal{D}(p, z) = -\frac{p}{\|p\|_2} \cdot \frac{z}{\|z\|_2}",
        r"D(p, z) = -\frac{p^\top z}{\|p\| \|z\|}",
        letters=(("calD", "D"), ("p", "q")),
    ),
    ("simsiam", "cosine", "self-supervised"),
    "minus the cosine of the angle",
    Source("Chen and He 2021, Exploring Simple Siamese Representation Learning", "equation 1"),
)
correlations = Quantity("C", "correlations between both embeddings", shape=(views, views))
weight = Quantity("mu", "weight of the second part", domain=POSITIVE)
C = correlations.symbol
apart = Sum(Sum(indicator(Ne(b, a)) * at(C, a, b) ** 2, (b, 1, N)), (a, 1, N))
barlow = rule(
    "Loss of Barlow twins",
    loss,
    Sum((1 - at(C, a, a)) ** 2, (a, 1, N)) + weight.symbol * apart,
    (correlations, weight),
    written(
        r"\mathcal{L}_{BT} = \sum_i (1 - C_{ii})^2 + \lambda \sum_i \sum_{j \neq i} C_{ij}^2",
        r"\mathcal{L} = \sum_{i=1}^N (1 - C_{ii})^2 + \lambda \sum_{i=1}^N \sum_{j \neq i} C_{ij}^2",
        r"\mathcal{L}_{BT} = \sum_i (C_{ii} - 1)^2 + \lambda \sum_{i \neq j} C_{ij}^2",
        letters=(("calL_BT", "L"), ("calL", "L"), ("lambda", "mu")),
    ),
    ("barlow twins", "redundancy", "self-supervised", "cross-correlation"),
    "correlations should be those of the identity",
    Source(zbontar, "equation 1"),
)
barlow = replace(
    barlow, survivors=(("the subscripts of C[a, b] swap", "all entries beside the diagonal are added, in any order"),)
)

TOPIC = Topic(
    "Twin networks",
    formulas=(
        momentum,
        cosine_distance,
        byol,
        negative_cosine,
        barlow,
    ),
)
