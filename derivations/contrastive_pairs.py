"""Contrastive and self-supervised losses of pairs: NT-Xent, CLIP, triplets of a network, slow encoders, decorrelation.

Rows are examples; the temperature divides all similarities.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Lambda, MatrixSymbol, Max, Ne, Sum, exp, log

from derivations.operators import at, dot, evaluated, indicator, mean, norm, row, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Law,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    interval,
)

chen = "Chen et al. 2020, A Simple Framework for Contrastive Learning of Visual Representations"
radford = "Radford et al. 2021, Learning Transferable Visual Models From Natural Language Supervision"
zbontar = "Zbontar et al. 2021, Barlow Twins: Self-Supervised Learning via Redundancy Reduction"
wang = "Wang and Isola 2020, Understanding Contrastive Representation Learning through Alignment and Uniformity"
views, features = Size("N", "examples", smallest=2, largest=3), Size("d", "features", largest=2)
N, d = views.symbol, features.symbol
loss = Quantity("L", "the loss")
each = Quantity("l", "losses of the pairs")
embedded = Quantity("z", "embeddings, one in each row", shape=(views, features))
temperature = Quantity("tau", "temperature", domain=interval(Fraction(1, 2), 4))
first, second = free_index("i", views), free_index("j", views)
k, a, b = bound_index("k a b")
i, j, tau, z = first.symbol, second.symbol, temperature.symbol, embedded.symbol
A, B = MatrixSymbol("A", d, 1), MatrixSymbol("B", d, 1)
similarity = Quantity(
    "sim", "cosine of the angle between two vectors", value=Lambda((A, B), dot(A, B) / (norm(A) * norm(B)))
)
sim: Any = similarity.symbol
words = ("contrastive", "simclr", "nt-xent", "self-supervised", "infonce", "representation learning")
others = Sum(indicator(Ne(k, i)) * exp(sim(row(z, i), row(z, k)) / tau), (k, 1, N))
normalised = rule(
    "NT-Xent loss of a positive pair",
    each,
    -log(exp(sim(row(z, i), row(z, j)) / tau) / others),
    (embedded, temperature, similarity, first, second),
    (
        *written(
            r"\ell_{i,j} = -\log \frac{\exp(\text{sim}(z_i, z_j) / \tau)}"
            r"{\sum_{k \neq i} \exp(\text{sim}(z_i, z_k) / \tau)}",
            r"\ell_{i,j} = -\log \frac{e^{\text{sim}(z_i, z_j) / \tau}}"
            r"{\sum_{k \neq i} e^{\text{sim}(z_i, z_k) / \tau}}",
            letters=(("ell", "l"), ("l_i,j", "l")),
        ),
    ),
    words,
    "cross-entropy of the partner among all other views",
    Source(chen, "equation 1"),
)
images = Quantity("v", "image embeddings, one in each row", shape=(views, features))
texts = Quantity("u", "text embeddings, one in each row", shape=(views, features))
v, u = images.symbol, texts.symbol
clip_words = ("clip", "image-text", "contrastive", "infonce", "multimodal", "convirt")
across = rule(
    "Loss of one image among the texts of its batch",
    each,
    -log(exp(dot(row(v, i), row(u, i)) / tau) / Sum(exp(dot(row(v, i), row(u, k)) / tau), (k, 1, N))),
    (images, texts, temperature, first),
    (
        *written(
            r"\ell_i = -\log \frac{\exp(\langle v_i, u_i \rangle / \tau)}"
            r"{\sum_{k=1}^N \exp(\langle v_i, u_k \rangle / \tau)}",
            r"\ell_i = -\log \frac{\exp(v_i \cdot u_i / \tau)}{\sum_{k=1}^N \exp(v_i \cdot u_k / \tau)}",
            r"\ell_i = -\log \frac{\exp(v_i^\top u_i / \tau)}{\sum_{k=1}^N \exp(v_i^\top u_k / \tau)}",
            letters=(("ell_i", "l"), ("l_i", "l")),
        ),
    ),
    clip_words,
    "cross-entropy of the own text",
    Source("Zhang et al. 2020, Contrastive Learning of Medical Visual Representations from Paired Images and Text",
           "equation 2"),
)  # fmt: skip
one_way = -Sum(log(exp(dot(row(v, a), row(u, a)) / tau) / Sum(exp(dot(row(v, a), row(u, b)) / tau), (b, 1, N))),
               (a, 1, N)) / N  # fmt: skip
mean_across = rule(
    "Loss of all images among the texts of their batch",
    loss,
    one_way,
    (images, texts, temperature),
    written(
        r"\mathcal{L} = -\frac{1}{N} \sum_{i=1}^N \log \frac{\exp(v_i^\top u_i / \tau)}"
        r"{\sum_{j=1}^N \exp(v_i^\top u_j / \tau)}",
        r"\mathcal{L} = -\frac{1}{N} \sum_{i=1}^N \log \frac{\exp(v_i \cdot u_i / \tau)}"
        r"{\sum_{j=1}^N \exp(v_i \cdot u_j / \tau)}",
        r"\mathcal{L} = \frac{1}{N} \sum_{i=1}^N -\log \frac{\exp(\langle v_i, u_i \rangle / \tau)}"
        r"{\sum_{j=1}^N \exp(\langle v_i, u_j \rangle / \tau)}",
        letters=(("calL", "L"),),
    ),
    clip_words,
    "the mean over the batch",
    Source(radford, "figure 3"),
)
entries = Size("n", "entries of an input", largest=2)
anchor = Quantity("x", "the anchor", shape=(entries,))
near = Quantity("x_plus", "an input like the anchor", shape=(entries,))
far = Quantity("x_minus", "an input unlike the anchor", shape=(entries,))
encoder = Quantity("f", "the network", shape=(features,), arguments=((entries,),))
gap = Quantity("m", "margin", domain=POSITIVE)


def coded(x: Quantity) -> Any:
    """The embedding of an input."""
    return evaluated(encoder.symbol(x.symbol), d, 1)


triplet_words = ("triplet", "metric learning", "facenet", "anchor", "contrastive")
triplet = rule(
    "Triplet loss of a network",
    loss,
    Max(0, norm(coded(anchor) - coded(near)) ** 2 - norm(coded(anchor) - coded(far)) ** 2 + gap.symbol, evaluate=False),
    (encoder, anchor, near, far, gap),
    (
        *written(
            r"\mathcal{L} = \max\left(0, \|f(x) - f(x^+)\|_2^2 - \|f(x) - f(x^-)\|_2^2 + \epsilon\right)",
            r"\mathcal{L} = \left[\|f(x) - f(x^+)\|^2 - \|f(x) - f(x^-)\|^2 + \epsilon\right]_+",
            letters=(("calL", "L"), ("x^plus", "x_plus"), ("x^minus", "x_minus"), ("epsilon", "m")),
        ),
        *written(
            r"L = \max(0, \|f(a) - f(p)\|^2 - \|f(a) - f(n)\|^2 + \alpha)",
            r"L = \max(\|f(a) - f(p)\|_2^2 - \|f(a) - f(n)\|_2^2 + \alpha, 0)",
            letters=(("a", "x"), ("p", "x_plus"), ("n", "x_minus"), ("alpha", "m")),
        ),
    ),
    triplet_words,
    "the hinge of both squared distances",
    Source("Schroff, Kalenichenko and Philbin 2015, FaceNet", "equation 2"),
)
near_distance, far_distance = Quantity("d_ap", "distance of the positive"), Quantity("d_an", "distance of the negative")
triplet_distances = rule(
    "Triplet loss by distances",
    loss,
    Max(0, near_distance.symbol - far_distance.symbol + gap.symbol, evaluate=False),
    (near_distance, far_distance, gap),
    written(
        r"L = \max(0, d_{ap} - d_{an} + m)",
        r"L = \max(d_{ap} - d_{an} + m, 0)",
        r"L = [d_{ap} - d_{an} + m]_+",
    ),
    triplet_words,
    "the hinge of both distances",
    Source("Schroff, Kalenichenko and Philbin 2015, FaceNet", "equation 2"),
)
point = Quantity("x", "a random input", shape=(entries,), law=Law("x"))
partner = Quantity("y", "a view of the same input", shape=(entries,), law=Law("x"))
stranger = Quantity("y", "another random input", shape=(entries,), law=Law("y"))
power, sharpness = (
    Quantity("alpha", "exponent", domain=POSITIVE),
    Quantity("t", "sharpness", domain=POSITIVE),
)
alignment = rule(
    "Alignment of positive pairs",
    loss,
    mean(norm(coded(point) - coded(partner)) ** power.symbol),
    (encoder, point, partner, power),
    written(
        r"\mathcal{L}_{align} = \mathbb{E}_{(x, y) \sim p_{pos}}[\|f(x) - f(y)\|_2^\alpha]",
        r"\mathcal{L}_{align} = \mathbb{E}\|f(x) - f(y)\|_2^\alpha",
        letters=(("calL_align", "L"),),
    ),
    ("alignment", "uniformity", *words),
    "the mean distance, to a power",
    Source(wang, "equation 4"),
)
place = MatrixSymbol("X", entries.symbol, 1)
raw = Quantity("g", "the network before its output is normalised", shape=(features,), arguments=((entries,),))
direction = evaluated(raw.symbol(place), d, 1)
spherical = Quantity("f", "the network, with outputs of length 1", value=Lambda((place,), direction / norm(direction)))
on_sphere: Any = spherical.symbol
uniformity = rule(
    "Uniformity of embeddings",
    loss,
    log(mean(exp(-sharpness.symbol * norm(on_sphere(point.symbol) - on_sphere(stranger.symbol)) ** 2))),
    (spherical, raw, point, stranger, sharpness),
    written(
        r"\mathcal{L}_{uniform} = \log \mathbb{E}_{x, y}[e^{-t \|f(x) - f(y)\|_2^2}]",
        r"\mathcal{L}_{uniform} = \log \mathbb{E}\left[\exp(-t \|f(x) - f(y)\|_2^2)\right]",
        letters=(("calL_uniform", "L"),),
    ),
    ("alignment", "uniformity", *words),
    "the logarithm of the mean Gaussian potential",
    Source(wang, "equation 5"),
)
samples = Size("N", "samples", largest=3)
data_scores = Quantity("s", "logits of the data", shape=(samples,))
noise_scores = Quantity("r", "logits of the noise samples", shape=(samples,))
S, R = data_scores.symbol, noise_scores.symbol
noise_contrastive = rule(
    "Loss of noise-contrastive estimation",
    loss,
    -Sum(log(sigmoid(at(S, k))) + log(1 - sigmoid(at(R, k))), (k, 1, samples.symbol)) / samples.symbol,
    (data_scores, noise_scores),
    written(
        r"\mathcal{L}_{\text{NCE}} = -\frac{1}{N} \sum_{i=1}^N [\log \sigma(s_i) + \log(1 - \sigma(r_i))]",
        r"\mathcal{L}_{\text{NCE}} = -\frac{1}{N} \sum_{i=1}^N \left[\log \sigma(s_i) + \log \sigma(-r_i)\right]",
        letters=(("calL_NCE", "L"),),
    ),
    ("noise contrastive", "noise-contrastive", "nce", *words[:1]),
    "logistic loss, with data against noise",
    Source("Gutmann and Hyvärinen 2010, Noise-contrastive estimation", "equation 8"),
)
model_mass, noise_mass = Quantity("p", "density of the model", domain=POSITIVE), Quantity("q", "density of the noise",
                                                                                         domain=POSITIVE)  # fmt: skip
log_ratio = rule(
    "Logit of noise-contrastive estimation",
    Quantity("ell", "the logit"),
    log(model_mass.symbol / noise_mass.symbol),
    (model_mass, noise_mass),
    written(r"\ell = \log \frac{p}{q}", r"\ell = \log p - \log q"),
    ("noise contrastive", "noise-contrastive", "nce"),
    "the log-ratio of both densities",
    Source("Gutmann and Hyvärinen 2010, Noise-contrastive estimation", "equation 4"),
)
pulls = Quantity("s", "similarities to the negatives", shape=(samples,))
push = Quantity("s_plus", "similarity to the positive")
many = rule(
    "N-pair loss",
    loss,
    log(1 + Sum(exp(at(pulls.symbol, k) - push.symbol), (k, 1, samples.symbol))),
    (pulls, push),
    written(
        r"L = \log\left(1 + \sum_{i=1}^N \exp(s_i - s_+)\right)",
        r"L = -\log \frac{\exp(s_+)}{\exp(s_+) + \sum_{i=1}^N \exp(s_i)}",
    ),
    ("n-pair", "metric learning", *words[:1]),
    "the softplus of the soft maximum of the differences",
    Source("Sohn 2016, Improved Deep Metric Learning with Multi-class N-pair Loss Objective", "equation 5"),
)

TOPIC = Topic(
    "Contrastive pairs",
    formulas=(
        normalised,
        across,
        mean_across,
        triplet,
        triplet_distances,
        alignment,
        uniformity,
        noise_contrastive,
        log_ratio,
        many,
    ),
)
