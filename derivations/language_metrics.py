"""Counts and scores of natural language processing: smoothed bigrams, tf-idf, BLEU, error rates, perplexity.

c are counts, N a number of documents or of tokens, V the size of the vocabulary.
"""

from __future__ import annotations

from sympy import Piecewise, Sum, exp, log

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

jurafsky = "Jurafsky and Martin, Speech and Language Processing"
manning = "Manning, Raghavan and Schütze, Introduction to Information Retrieval"
papineni = "Papineni, Roukos, Ward and Zhu 2002, BLEU: a Method for Automatic Evaluation of Machine Translation"
chance = Quantity("P", "smoothed probability")
pair_count = Quantity("c", "count of the pair", domain=integers(0, 6))
first_count = Quantity("N", "count of the first word", domain=integers(1, 9))
size = Quantity("V", "size of the vocabulary", domain=integers(2, 9))
extra = Quantity("k", "what is added to each count", domain=POSITIVE)
c, N, V, k = pair_count.symbol, first_count.symbol, size.symbol, extra.symbol
bigram_words = ("bigram", "n-gram", "smoothing", "laplace", "add-one", "add-k", "language model", "naive bayes")
add_one = rule(
    "Add-one (Laplace) smoothing",
    chance,
    (c + 1) / (N + V),
    (pair_count, first_count, size),
    written(r"P = \frac{c + 1}{N + V}")
    + written(r"\hat{\theta}_k = \frac{N_k + 1}{N + K}", letters=(("theta_hat_k", "P"), ("N_k", "c"), ("K", "V")))
    + written(
        r"\hat{P}(x_j = v \mid y = c) = \frac{N_{v,c} + 1}{N_c + k}",
        letters=(("P_hat", "P"), ("N_v,c", "c"), ("N_c", "N"), ("k", "V")),
    )
    + written(
        r"P(x = v \mid y = c) = \frac{n_{vc} + 1}{n_c + K}",
        letters=(("n_v,c", "c"), ("n_vc", "c"), ("n_c", "N"), ("K", "V")),
    )
    + written(
        r"\hat{P}(w \mid c) = \frac{N_{w,c} + 1}{N_c + V}",
        letters=(("P_hat", "P"), ("N_w,c", "c"), ("N_c", "N")),
    ),
    bigram_words,
    "every word of the vocabulary is counted once more",
    Source(jurafsky, "section 3.5.1"),
)
add_k = rule(
    "Add-k smoothing",
    chance,
    (c + k) / (N + k * V),
    (pair_count, first_count, size, extra),
    written(r"P = \frac{c + k}{N + k V}")
    + written(r"P = \frac{c + \alpha}{N + \alpha V}", letters=(("alpha", "k"),))
    + written(
        r"\hat{P}(x_j = v \mid y = c) = \frac{N_{v,c} + \alpha}{N_c + \alpha k}",
        letters=(("P_hat", "P"), ("N_v,c", "c"), ("N_c", "N"), ("alpha", "k"), ("k", "V")),
    )
    + written(
        r"\hat{P}(w \mid c) = \frac{N_{w,c} + \alpha}{N_c + \alpha V}",
        letters=(("P_hat", "P"), ("N_w,c", "c"), ("N_c", "N"), ("alpha", "k")),
    ),
    bigram_words,
    "every word of the vocabulary is counted k times more",
    Source(jurafsky, "section 3.5.2"),
)
shares = tuple(
    Quantity(f"lambda_{number}", f"weight of the model of order {number}", domain=UNIT) for number in (1, 2, 3)
)
models = tuple(
    Quantity(f"P_{number}", f"probability by the model of order {number}", domain=UNIT) for number in (1, 2, 3)
)
interpolation = rule(
    "Linear interpolation of n-gram models",
    chance,
    sum(share.symbol * model.symbol for share, model in zip(shares, models, strict=True)),
    (*shares, *models),
    written(
        r"P = \lambda_1 P_1 + \lambda_2 P_2 + \lambda_3 P_3",
        r"P = \lambda_3 P_3 + \lambda_2 P_2 + \lambda_1 P_1",
    ),
    ("interpolation", *bigram_words),
    "a mixture of the models",
    Source(jurafsky, "equation 3.29"),
)
documents = Quantity("N", "number of documents", domain=POSITIVE)
holding = Quantity("df", "number of documents that hold the term", domain=POSITIVE)
frequency = Quantity("tf", "frequency of the term in the document", domain=POSITIVE)
rarity = Quantity("idf", "inverse document frequency")
importance = Quantity("w", "weight of the term in the document")
D, df, tf = documents.symbol, holding.symbol, frequency.symbol
retrieval_words = ("tf-idf", "tf–idf", "tfidf", "inverse document frequency", "term frequency", "retrieval")
idf = rule(
    "Inverse document frequency",
    rarity,
    log(D / df),
    (documents, holding),
    written(
        r"\mathrm{idf} = \log \frac{N}{\mathrm{df}}",
        r"\mathrm{idf} = \log N - \log \mathrm{df}",
    )
    + written(r"\mathrm{idf}_t = \log \frac{N}{\mathrm{df}_t}", letters=(("idf_t", "idf"), ("df_t", "df"))),
    retrieval_words,
    "the information in the event that a document holds the term",
    Source(manning, "section 6.2.1"),
)
tf_idf = rule(
    "Weight of a term: frequency times inverse document frequency",
    importance,
    tf * log(D / df),
    (frequency, documents, holding),
    written(
        r"w = \mathrm{tf} \cdot \log \frac{N}{\mathrm{df}}",
        r"w = \mathrm{tf} \times \log\left(\frac{N}{\mathrm{df}}\right)",
    )
    + written(
        r"w_{t,d} = \mathrm{tf}_{t,d} \cdot \log \frac{N}{\mathrm{df}_t}",
        letters=(("w_t,d", "w"), ("tf_t,d", "tf"), ("df_t", "df")),
    ),
    retrieval_words,
    "frequent here, rare elsewhere",
    Source(manning, "equation 6.8"),
)
log_tf_idf = rule(
    "Weight of a term: logarithmic frequency times inverse document frequency",
    importance,
    (1 + log(tf)) * log(D / df),
    (frequency, documents, holding),
    written(
        r"w = (1 + \log \mathrm{tf}) \log \frac{N}{\mathrm{df}}",
        r"w = (1 + \log \mathrm{tf}) \cdot \log(N / \mathrm{df})",
    )
    + written(
        r"w_{t,d} = (1 + \log \mathrm{tf}_{t,d}) \cdot \log \frac{N}{\mathrm{df}_t}",
        letters=(("w_t,d", "w"), ("tf_t,d", "tf"), ("df_t", "df")),
    ),
    retrieval_words,
    "the frequency counts by its logarithm",
    Source(manning, "section 6.4.1"),
)
candidate = Quantity("c", "length of the candidate", domain=POSITIVE)
reference = Quantity("r", "length of the reference", domain=POSITIVE)
penalty = Quantity("BP", "brevity penalty")
length, wanted = candidate.symbol, reference.symbol
bleu_words = ("bleu", "brevity", "translation")
brevity = rule(
    "Brevity penalty of BLEU",
    penalty,
    Piecewise((1, length > wanted), (exp(1 - wanted / length), True), evaluate=False),
    (candidate, reference),
    written(
        r"\mathrm{BP} = \begin{cases} 1 & c > r \\ e^{1 - r/c} & c \le r \end{cases}",
        r"\mathrm{BP} = \begin{cases} 1 & \text{if } c > r \\ \exp(1 - r / c) & \text{otherwise} \end{cases}",
        r"\mathrm{BP} = \min(1, e^{1 - r/c})",
    ),
    bleu_words,
    "short candidates lose",
    Source(papineni, "section 2.3"),
)
orders = Size("N", "orders of n-grams", largest=4)
precisions = Quantity("p", "precision of each order", shape=(orders,), domain=UNIT)
given_penalty = Quantity("BP", "brevity penalty", domain=UNIT)
score = Quantity("BLEU", "score of a translation")
n = bound_index("n")
geometric = Sum(log(at(precisions.symbol, n)), (n, 1, orders.symbol)) / orders.symbol
bleu = rule(
    "BLEU with equal weights",
    score,
    given_penalty.symbol * exp(geometric),
    (given_penalty, precisions),
    written(
        r"\mathrm{BLEU} = \mathrm{BP} \cdot \exp\left(\frac{1}{N} \sum_{n=1}^N \log p_n\right)",
        r"\mathrm{BLEU} = \mathrm{BP} \left(\prod_{n=1}^N p_n\right)^{1/N}",
    ),
    bleu_words,
    "the geometric mean of the precisions, times the penalty",
    Source(papineni, "section 2.3"),
)
swaps, losses, gains = (
    Quantity(name, meaning, domain=NONNEGATIVE)
    for name, meaning in (("S", "substitutions"), ("D", "deletions"), ("J", "insertions"))
)
spoken = Quantity("N", "words of the reference", domain=POSITIVE)
rate = Quantity("WER", "word error rate")
word_error = rule(
    "Word error rate",
    rate,
    (swaps.symbol + losses.symbol + gains.symbol) / spoken.symbol,
    (swaps, losses, gains, spoken),
    written(
        r"\mathrm{WER} = \frac{S + D + I}{N}",
        r"\mathrm{WER} = (S + D + I) / N",
        letters=(("I", "J"),),
    ),
    ("word error rate", "wer", "edit distance", "speech"),
    "the edit distance over the length of the reference",
    Source(jurafsky, "chapter on speech recognition, word error"),
)
entropy = Quantity("H", "cross-entropy of a token in nats")
perplexity = Quantity("PP", "perplexity")
perplexity_words = ("perplexity", "language model", "cross-entropy", "cross entropy")
from_nats = rule(
    "Perplexity from the cross-entropy in nats",
    perplexity,
    exp(entropy.symbol),
    (entropy,),
    written(r"\mathrm{PP} = e^H", r"\mathrm{PP} = \exp(H)"),
    perplexity_words,
    "as many equally likely tokens would have that entropy",
    Source(jurafsky, "equation 3.52"),
)
tokens = Size("T", "tokens", largest=4)
given = Quantity("p", "probability of each token given those before", shape=(tokens,), domain=UNIT)
t = bound_index("t")
exponent = Quantity("alpha", "exponent of the length", domain=UNIT)
hypothesis = Quantity("s", "score of a hypothesis")
normalised = rule(
    "Score of a hypothesis of beam search, normalised by its length",
    hypothesis,
    Sum(log(at(given.symbol, t)), (t, 1, tokens.symbol)) / tokens.symbol**exponent.symbol,
    (given, exponent),
    written(
        r"s = \frac{1}{T^\alpha} \sum_{t=1}^T \log p_t",
        r"s = \frac{\sum_{t=1}^T \log p_t}{T^\alpha}",
        r"s = T^{-\alpha} \log \prod_{t=1}^T p_t",
    ),
    ("beam search", "length normalization", "length normalisation", "decoding"),
    "the log-probability, less what longer hypotheses lose by their length",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 10.8.4"),
)

TOPIC = Topic(
    "Counts and scores of natural language processing",
    formulas=(
        add_one,
        add_k,
        interpolation,
        idf,
        tf_idf,
        log_tf_idf,
        brevity,
        bleu,
        word_error,
        from_nats,
        normalised,
    ),
)
