"""Perplexity and BLEU in further forms: from bits, from a mean loss, as a product, with weights."""

from __future__ import annotations

from sympy import Product, Sum, exp, log

from derivations.classification_metrics import score
from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Quantity, Size, Source, Topic, bound_index

jurafsky = "Jurafsky and Martin, Speech and Language Processing"
papineni = "Papineni et al. 2002, BLEU"
i, n = bound_index("i n")
bits, nats = (
    Quantity("H", "cross-entropy in bits", domain=POSITIVE),
    Quantity("L", "mean loss in nats", domain=POSITIVE),
)
perplexities = ("perplexity", "language model", "ppl", "cross-entropy", "cross entropy")
of_bits = rule(
    "Perplexity from the cross-entropy in bits",
    score,
    2**bits.symbol,
    (bits,),
    written(r"\mathrm{PPL} = 2^H", r"\mathrm{PP} = 2^H", r"\text{Perplexity} = 2^H"),
    perplexities,
    "as many equally likely tokens would have that entropy",
    Source(jurafsky, "equation 3.52"),
)
of_loss = rule(
    "Perplexity from the mean loss in nats",
    score,
    exp(nats.symbol),
    (nats,),
    written(
        r"\mathrm{PPL} = e^{\mathcal{L}}", r"\mathrm{PPL} = \exp(\mathcal{L})", r"\mathrm{PPL} = e^L",
        r"\mathrm{PPL} = \exp(L)", letters=(("calL", "L"), ("L", "L")),
    ),
    perplexities,
    "the exponential of the mean loss",
    Source(jurafsky, "equation 3.52"),
)  # fmt: skip
length = Size("N", "tokens", largest=4)
chances = Quantity("p", "probabilities of the tokens", shape=(length,), domain=UNIT)
N = length.symbol
of_factors = rule(
    "Perplexity as a product over the tokens",
    score,
    Product(at(chances.symbol, i) ** (-1 / N), (i, 1, N)),
    (chances,),
    written(
        r"\mathrm{PPL} = \prod_{i=1}^N p_i^{-1/N}",
        r"\mathrm{PPL} = \prod_{i=1}^N p_i^{-\frac{1}{N}}",
        r"\mathrm{PPL} = \sqrt[N]{\prod_{i=1}^N \frac{1}{p_i}}",
    ),
    perplexities,
    "the geometric mean of the reciprocals",
    Source(jurafsky, "equation 3.14"),
)
grams = Size("N", "lengths of the n-grams", largest=4)
precisions = Quantity("p", "precision of the n-grams", shape=(grams,), domain=UNIT)
parts = Quantity("w", "weights of the n-grams", shape=(grams,), domain=UNIT)
penalty = Quantity("BP", "brevity penalty", domain=UNIT)
weighted_bleu = rule(
    "BLEU with weights",
    score,
    penalty.symbol * exp(Sum(at(parts.symbol, n) * log(at(precisions.symbol, n)), (n, 1, N))),
    (penalty, parts, precisions),
    written(
        r"\mathrm{BLEU} = \mathrm{BP} \cdot \exp\left(\sum_{n=1}^N w_n \log p_n\right)",
        r"\mathrm{BLEU} = \mathrm{BP} \prod_{n=1}^N p_n^{w_n}",
        r"\text{BLEU} = \text{BP} \cdot \exp\left(\sum_{n=1}^N w_n \ln p_n\right)",
    ),
    ("bleu", "brevity", "machine translation"),
    "a weighted geometric mean of the precisions",
    Source(papineni, "section 2.3"),
)
TOPIC = Topic("Scores of language models", formulas=(of_bits, of_loss, of_factors, weighted_bleu))
