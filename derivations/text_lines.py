"""Word vectors and language metrics line by line, words as arguments of functions: sampling, BLEU, bits, perplexity.

A word is a number here, and its frequency a positive function of it.
"""

from __future__ import annotations

from sympy import Sum, exp, log, sqrt

from derivations.operators import at, dot, logsumexp, row
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Notation, Quantity, Size, Source, Topic, bound_index, free_index

units = Size("n", "entries of a word vector", largest=3)
k = bound_index("k")
words_axis = Size("N", "words", largest=3)
table = Quantity("U", "output vectors, one row for each word", shape=(words_axis, units))
inputs = Quantity("V", "mean of the context vectors", shape=(units,))
seen = free_index("o", words_axis)
U, hat = table.symbol, inputs.symbol
vectors = ("word2vec", "cbow", "continuous bag", "negative sampling", "word vector", "embedding")
bag = rule(
    "Continuous bag of words: loss of the centre word, given the mean of the context",
    Quantity("J", "loss"),
    -dot(row(U, seen.symbol), hat) + logsumexp(U * hat),
    (table, inputs, seen),
    tuple(
        Notation(form.replace("N", top), (("u", "U"), ("v_hat", "V"), ("c", "o"), *named))
        for top, named in (("|V|", (("V", "N"),)), ("W", (("W", "N"),)))
        for form in (
            r"J = -u_c^\top \hat{v} + \log \sum_{j=1}^{N} \exp(u_j^\top \hat{v})",
            r"J = -\log \frac{\exp(u_c^\top \hat{v})}{\sum_{j=1}^{N} \exp(u_j^\top \hat{v})}",
        )
        if top != "|V|"
    ),
    vectors,
    "the negative logarithm of a softmax",
    Source("Manning, Stanford CS224n, notes on word vectors", "continuous bag of words"),
)
lexicon = Size("m", "words", largest=4)
word = Quantity("w", "words", shape=(lexicon,))
frequency = Quantity("f", "frequency of a word", domain=POSITIVE, arguments=((),))
place = free_index("i", lexicon)
f, w = frequency.symbol, word.symbol
mikolov = "Mikolov et al. 2013, Distributed representations of words and phrases"
threshold = Quantity("t", "threshold", domain=POSITIVE)
discarded = rule(
    "Subsampling of frequent words, with words as arguments",
    Quantity("P", "probability that a word is left out"),
    1 - sqrt(threshold.symbol / f(at(w, place.symbol))),
    (word, frequency, threshold, place),
    written(r"P(w_i) = 1 - \sqrt{\frac{t}{f(w_i)}}", r"P(w_i) = 1 - \sqrt{t / f(w_i)}"),
    (*vectors, "subsampling", "frequent words"),
    "the more frequent a word, the more often it is left out",
    Source(mikolov, "section 2.3"),
)
order = Size("M", "orders of n-grams", largest=4)
order_weights = Quantity("w", "weight of each order", shape=(order,), domain=POSITIVE)
precisions = Quantity("p", "precision of each order", shape=(order,), domain=UNIT)
brevity = Quantity("BP", "brevity penalty", domain=UNIT)
bleu = rule(
    "BLEU with a weight for each order",
    Quantity("S", "score"),
    brevity.symbol * exp(Sum(at(order_weights.symbol, k) * log(at(precisions.symbol, k)), (k, 1, order.symbol))),
    (brevity, order_weights, precisions),
    written(
        r"\text{BLEU} = \text{BP} \cdot \exp\left(\sum_{n=1}^N w_n \log p_n\right)",
        r"\text{BLEU} = \text{BP} \exp\left(\sum_{n=1}^N w_n \log p_n\right)",
        r"\text{BLEU} = \text{BP} \prod_{n=1}^N p_n^{w_n}",
        letters=(("BLEU", "S"), ("N", "M")),
    ),
    ("bleu", "machine translation", "n-gram"),
    "a weighted geometric mean of the precisions, times the penalty",
    Source("Papineni, Roukos, Ward and Zhu 2002, BLEU", "section 2.3"),
)
nats = Quantity("H", "cross-entropy for each token")
bits = rule(
    "Perplexity from the cross-entropy in bits",
    Quantity("P", "perplexity"),
    2**nats.symbol,
    (nats,),
    tuple(Notation(rf"\text{{{name}}} = 2^H", ((name, "P"),)) for name in ("PP", "PPL", "perplexity")),
    ("perplexity", "language model"),
    "as many equally likely tokens would have that entropy",
    Source("Jurafsky and Martin, Speech and Language Processing", "section 3.7"),
)
per_character = rule(
    "Bits for each character from the loss in nats",
    Quantity("B", "bits for each character"),
    nats.symbol / log(2),
    (nats,),
    tuple(
        Notation(rf"\text{{{name}}} = {right}", ((name, "B"), (key, "H")))
        for name in ("BPC", "bpc")
        for right, key in (
            (r"\frac{\mathcal{L}}{\ln 2}", "calL"),
            (r"\frac{L}{\ln 2}", "L"),
            (r"\frac{L}{\log 2}", "L"),
            (r"L / \ln 2", "L"),
        )
    ),
    ("bits per character", "bpc", "bits-per-character", "language model"),
    "a bit is log 2 nats",
    Source("Graves 2013, Generating sequences with recurrent neural networks", "section 3.1"),
)

TOPIC = Topic(
    "Word vectors and language metrics line by line",
    formulas=(bag, discarded, bleu, bits, per_character),
)
