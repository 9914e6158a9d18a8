"""Losses of adversarial networks on a batch of m data points and m codes, as algorithms print them.

D gives a number between 0 and 1 to a point, f is any critic, G makes a point of a code; points and codes stand in rows.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Lambda, MatrixSymbol, Rational, Sum, log

from derivations.operators import evaluated, row
from derivations.stanzas import rule, written
from derivations.vocabulary import Quantity, Size, Source, Topic, bound_index

goodfellow = "Goodfellow et al. 2014, Generative adversarial nets"
arjovsky = "Arjovsky, Chintala and Bottou 2017, Wasserstein GAN"
mao = "Mao et al. 2017, Least Squares Generative Adversarial Networks"
batch = Size("m", "members of the batch", largest=4)
entries = Size("n", "entries of a point", largest=3)
codes = Size("k", "entries of a code", largest=2)
m, n = batch.symbol, entries.symbol
i = bound_index("i")
points = Quantity("X", "data points, one in each row", shape=(batch, entries))
latent = Quantity("Z", "codes, one in each row", shape=(batch, codes))
V = MatrixSymbol("V", n, 1)
score = Quantity("s", "score of a point", arguments=((entries,),))
height = score.symbol(V)
chance = Rational(1, 2) + height / (2 * (1 + Abs(height)))
judge = Quantity("D", "probability that a point is of the data", value=Lambda((V,), chance))
critic = Quantity("f", "a critic", arguments=((entries,),))
maker = Quantity("G", "the generator", shape=(entries,), arguments=((codes,),))
D, f = judge.symbol, critic.symbol
real: Any = row(points.symbol, i)
fake: Any = evaluated(maker.symbol(row(latent.symbol, i)), n, 1)
loss = Quantity("L", "the loss")
letters = (("x", "X"), ("z", "Z"))
words = ("gan", "generative adversarial", "adversarial", "discriminator", "generator", "critic", "minibatch")
judged = (judge, score, points, latent, maker)
wasserstein = ("wgan", "wasserstein", *words)
least = ("lsgan", "least squares", *words)


def batch_mean(summand: Any) -> Any:
    """The mean over the batch."""
    return Sum(summand, (i, 1, m)) / m


discriminator = rule(
    "Loss of a discriminator on a batch",
    loss,
    -batch_mean(log(D(real)) + log(1 - D(fake))),
    judged,
    written(
        r"L_D = -\frac{1}{m} \sum_{i=1}^m [\log D(x_i) + \log(1 - D(G(z_i)))]",
        r"L_D = -\frac{1}{m} \sum_{i=1}^m \log D(x_i) - \frac{1}{m} \sum_{i=1}^m \log(1 - D(G(z_i)))",
        r"L_D = -\frac{1}{m} \sum_{i=1}^m \left[\log D(x^{(i)}) + \log(1 - D(G(z^{(i)})))\right]",
        letters=letters,
    ),
    words,
    "cross-entropy of both halves",
    Source(goodfellow, "algorithm 1"),
)
ascended = rule(
    "What the discriminator ascends on a batch",
    Quantity("V", "the objective"),
    batch_mean(log(D(real)) + log(1 - D(fake))),
    judged,
    written(
        r"V = \frac{1}{m} \sum_{i=1}^m [\log D(x_i) + \log(1 - D(G(z_i)))]",
        r"V = \frac{1}{m} \sum_{i=1}^m \left[\log D(x^{(i)}) + \log(1 - D(G(z^{(i)})))\right]",
        letters=letters,
    ),
    words,
    "log-likelihood of both halves",
    Source(goodfellow, "algorithm 1"),
)
saturating = rule(
    "Saturating loss of a generator on a batch",
    loss,
    batch_mean(log(1 - D(fake))),
    (judge, score, latent, maker),
    written(
        r"L_G = \frac{1}{m} \sum_{i=1}^m \log(1 - D(G(z_i)))",
        r"L_G = \frac{1}{m} \sum_{i=1}^m \log(1 - D(G(z^{(i)})))",
        letters=letters[1:],
    ),
    words,
    "what the discriminator gains on the generated half",
    Source(goodfellow, "algorithm 1"),
)
non_saturating = rule(
    "Non-saturating loss of a generator on a batch",
    loss,
    -batch_mean(log(D(fake))),
    (judge, score, latent, maker),
    written(
        r"L_G = -\frac{1}{m} \sum_{i=1}^m \log D(G(z_i))",
        r"L_G = -\frac{1}{m} \sum_{i=1}^m \log(D(G(z^{(i)})))",
        letters=letters[1:],
    ),
    ("non-saturating", *words),
    "cross-entropy with the labels turned",
    Source(goodfellow, "section 3"),
)
critic_loss = rule(
    "Loss of a Wasserstein critic on a batch",
    loss,
    batch_mean(f(fake)) - batch_mean(f(real)),
    (critic, points, latent, maker),
    written(
        r"L_D = \frac{1}{m} \sum_{i=1}^m f(G(z_i)) - \frac{1}{m} \sum_{i=1}^m f(x_i)",
        r"L = -\frac{1}{m} \sum_{i=1}^m [f(x_i) - f(G(z_i))]",
        letters=letters,
    ),
    wasserstein,
    "low on data, high on what is generated",
    Source(arjovsky, "algorithm 1"),
)
critic_value = rule(
    "What a Wasserstein critic ascends on a batch",
    Quantity("V", "the objective"),
    batch_mean(f(real)) - batch_mean(f(fake)),
    (critic, points, latent, maker),
    written(
        r"V = \frac{1}{m} \sum_{i=1}^m f(x_i) - \frac{1}{m} \sum_{i=1}^m f(G(z_i))",
        r"V = \frac{1}{m} \sum_{i=1}^m f_w(x^{(i)}) - \frac{1}{m} \sum_{i=1}^m f_w(G(z^{(i)}))",
        letters=(*letters, ("f_w", "f"), ("f", "f")),
    ),
    wasserstein,
    "high on data, low on what is generated",
    Source(arjovsky, "algorithm 1"),
)
critic_generator = rule(
    "Loss of a generator against a Wasserstein critic on a batch",
    loss,
    -batch_mean(f(fake)),
    (critic, latent, maker),
    written(
        r"L_G = -\frac{1}{m} \sum_{i=1}^m f(G(z_i))",
        r"L_G = -\frac{1}{m} \sum_{i=1}^m f(G(z^{(i)}))",
        letters=letters[1:],
    ),
    wasserstein,
    "high on what is generated",
    Source(arjovsky, "algorithm 1"),
)
squares = rule(
    "Least-squares loss of a discriminator on a batch",
    loss,
    batch_mean((f(real) - 1) ** 2 / 2 + f(fake) ** 2 / 2),
    (critic, points, latent, maker),
    written(
        r"L_D = \frac{1}{2m} \sum_{i=1}^m [(D(x_i) - 1)^2 + D(G(z_i))^2]",
        r"L_D = \frac{1}{m} \sum_{i=1}^m \left[\frac{1}{2} (D(x_i) - 1)^2 + \frac{1}{2} D(G(z_i))^2\right]",
        letters=(*letters, ("D", "f")),
    ),
    least,
    "target 1 for data, target 0 for what is generated",
    Source(mao, "equation 9"),
)

TOPIC = Topic(
    "Adversarial losses on batches",
    formulas=(
        discriminator,
        ascended,
        saturating,
        non_saturating,
        critic_loss,
        critic_value,
        critic_generator,
        squares,
    ),
)
