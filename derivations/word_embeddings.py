"""Word embeddings: skip-gram with a full softmax, with negative samples; losses and gradients.

A centre word has the vector v, every word of the vocabulary an output vector as row of U; o is the word that was seen
near it. Negative samples are K further output vectors.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Rational, Sum, exp, log, sqrt

from derivations.operators import at, dot, equal, gradient, norm, row, sigmoid, softmax, vector_sum
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

mikolov = "Mikolov, Sutskever, Chen, Corrado and Dean 2013, Distributed representations of words and phrases"
cs224n = Source("Manning et al., CS224n: Natural Language Processing with Deep Learning", "lecture notes 1")

words_axis = Size("W", "words of the vocabulary", largest=3)
width = Size("d", "entries of a word vector", largest=4)
negatives = Size("K", "negative samples", largest=5)
W, d, K = words_axis.symbol, width.symbol, negatives.symbol
centre = Quantity("v", "vector of the centre word", shape=(width,))
outside = Quantity("U", "output vectors, a row for each word", shape=(words_axis, width))
seen = free_index("o", words_axis)
v, U, o = centre.symbol, outside.symbol, seen.symbol
w, k = bound_index("w k")
single = Quantity("P", "probability of a word")
loss = Quantity("J", "loss")
J = loss.symbol
labels = (("v_c", "v"), ("u", "U"))
course = (("theta", "U"), ("e_c", "v"), ("t", "o"), ("V", "W"))
words = ("word2vec", "skip-gram", "skipgram", "embedding", "word vector")
normaliser = Sum(exp(dot(row(U, w), v)), (w, 1, W))


def derive_skip_gram() -> Iterator[Step]:
    """The softmax of the inner products."""
    yield Step(at(softmax(U * v), o), because="the softmax of the inner products with all output vectors")
    yield Step(exp(dot(row(U, o), v)) / normaliser, because="definition of the softmax")


skip_gram = Formula(
    title="Skip-gram: probability of a word near a centre word",
    kind=Kind.DEFINITION,
    statement=equal(single.symbol, exp(dot(row(U, o), v)) / normaliser),
    quantities=(single, outside, centre, seen),
    assumptions=(),
    notations=(
        Notation(r"p(o \mid c) = \frac{\exp(u_o^\top v_c)}{\sum_{w=1}^W \exp(u_w^\top v_c)}", labels),
        Notation(r"\hat{y}_o = \frac{\exp(u_o \cdot v_c)}{\sum_{w} \exp(u_w \cdot v_c)}", labels),
        Notation(r"p(t \mid c) = \frac{e^{\theta_t^\top e_c}}{\sum_{j=1}^V e^{\theta_j^\top e_c}}", course),
        Notation(r"P(w_O \mid w_I) = \frac{\exp(u_o^\top v_c)}{\sum_{j \in V} \exp(u_j^\top v_c)}", labels)
    ),
    words=(*words, "softmax"),
    derivation=derive_skip_gram,
    source=Source(mikolov, "equation 2"),
)


def derive_naive() -> Iterator[Step]:
    """Minus the logarithm of the probability."""
    yield Step(-log(exp(dot(row(U, o), v)) / normaliser), because="minus the logarithm of the probability")
    yield Step(-dot(row(U, o), v) + log(normaliser), because="the logarithm of a quotient")


naive = Formula(
    title="Skip-gram: loss with the full softmax",
    kind=Kind.DEFINITION,
    statement=equal(J, -dot(row(U, o), v) + log(normaliser)),
    quantities=(loss, outside, centre, seen),
    assumptions=(),
    notations=(
        Notation(r"J = -u_o^\top v_c + \log \sum_{w=1}^W \exp(u_w^\top v_c)", labels),
        Notation(r"J = -\log \frac{\exp(u_o^\top v_c)}{\sum_{w=1}^W \exp(u_w^\top v_c)}", labels),
        Notation(r"J = \log \sum_{w} \exp(u_w^\top v_c) - u_o^\top v_c", labels),
    ),
    words=(*words, "softmax", "loss"),
    derivation=derive_naive,
    source=cs224n,
)

shares = Quantity("p", "probability of each word near the centre word", (words_axis,), value=softmax(U * v))
valued = Quantity("J", "loss", value=-dot(row(U, o), v) + log(normaliser))
p = shares.symbol


def derive_centre_gradient() -> Iterator[Step]:
    """The gradient of the log-sum-exp is an expectation."""
    powers = vector_sum(exp(dot(row(U, w), v)) * row(U, w), w, 1, W)
    yield Step(-row(U, o) + powers / normaliser, because="chain rule on the logarithm of the sum")
    yield Step(
        -row(U, o) + vector_sum(at(p, w) * row(U, w), w, 1, W), because="each quotient is the probability of a word"
    )


centre_gradient = Formula(
    title="Skip-gram: gradient by the centre vector, expected less observed output vector",
    kind=Kind.GRADIENT,
    statement=equal(gradient(valued.symbol, v), -row(U, o) + vector_sum(at(p, w) * row(U, w), w, 1, W)),
    quantities=(valued, shares, outside, centre, seen),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial J}{\partial v_c} = -u_o + \sum_{w=1}^W p_w u_w", labels),
        Notation(r"\frac{\partial J}{\partial v_c} = \sum_{w} p_w u_w - u_o", labels),
        Notation(r"\nabla_{v_c} J = -u_o + \sum_{w} \hat{y}_w u_w", (*labels, ("y_hat", "p"))),
    ),
    words=(*words, "gradient"),
    derivation=derive_centre_gradient,
    source=cs224n,
)

positive = Quantity("u_o", "output vector of the word that was seen", shape=(width,))
samples = Quantity("U", "output vectors of the negative samples, a row for each", shape=(negatives, width))
u_o, N = positive.symbol, samples.symbol
sampled = (positive, samples, centre)
sampled_letters = (("v_c", "v"), ("u_o", "u_o"), ("u", "U"))
negative_terms = Sum(log(sigmoid(-dot(row(N, k), v))), (k, 1, K))


def derive_negative() -> Iterator[Step]:
    """One logistic regression for each pair."""
    yield Step(-log(sigmoid(dot(u_o, v))) - negative_terms, because="the pair that was seen against K that were not")


negative_sampling = Formula(
    title="Skip-gram with negative sampling: loss of one pair",
    kind=Kind.DEFINITION,
    statement=equal(J, -log(sigmoid(dot(u_o, v))) - negative_terms),
    quantities=(loss, *sampled),
    assumptions=(),
    notations=(
        Notation(r"J = -\log \sigma(u_o^\top v_c) - \sum_{k=1}^K \log \sigma(-u_k^\top v_c)", sampled_letters),
        Notation(r"J = -\log(\sigma(u_o^\top v_c)) - \sum_{k=1}^K \log(\sigma(-u_k^\top v_c))", sampled_letters),
        Notation(
            r"J = -\left[\log \sigma(u_o^\top v_c) + \sum_{k=1}^K \log \sigma(-u_k^\top v_c)\right]", sampled_letters
        ),
    ),
    words=(*words, "negative sampl"),
    derivation=derive_negative,
    source=Source(mikolov, "equation 4"),
)

pair = Quantity("J", "loss", value=-log(sigmoid(dot(u_o, v))) - negative_terms)
by_centre = (sigmoid(dot(u_o, v)) - 1) * u_o + vector_sum(sigmoid(dot(row(N, k), v)) * row(N, k), k, 1, K)


def derive_sampled_centre() -> Iterator[Step]:
    """The slope of log σ(z) is 1 - σ(z)."""
    yield Step(
        -sigmoid(-dot(u_o, v)) * u_o + vector_sum(sigmoid(dot(row(N, k), v)) * row(N, k), k, 1, K),
        because="chain rule; the slope of log σ(z) is σ(-z)",
    )
    yield Step(by_centre, because="σ(-z) is 1 - σ(z)")


sampled_centre_gradient = Formula(
    title="Skip-gram with negative sampling: gradient by the centre vector",
    kind=Kind.GRADIENT,
    statement=equal(gradient(pair.symbol, v), by_centre),
    quantities=(pair, *sampled),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial J}{\partial v_c} = (\sigma(u_o^\top v_c) - 1) u_o + \sum_{k=1}^K \sigma(u_k^\top v_c) u_k",
            sampled_letters,
        ),
        Notation(
            r"\frac{\partial J}{\partial v_c} = -(1 - \sigma(u_o^\top v_c)) u_o "
            r"+ \sum_{k=1}^K (1 - \sigma(-u_k^\top v_c)) u_k",
            sampled_letters,
        ),
    ),
    words=(*words, "negative sampl", "gradient"),
    derivation=derive_sampled_centre,
    source=cs224n,
)


def derive_sampled_outside() -> Iterator[Step]:
    """The slope of log σ(z) is 1 - σ(z)."""
    yield Step(-sigmoid(-dot(u_o, v)) * v, because="one term holds it; chain rule, the slope of log σ(z) is σ(-z)")
    yield Step((sigmoid(dot(u_o, v)) - 1) * v, because="σ(-z) is 1 - σ(z)")


sampled_outside_gradient = Formula(
    title="Skip-gram with negative sampling: gradient by the output vector that was seen",
    kind=Kind.GRADIENT,
    statement=equal(gradient(pair.symbol, u_o), (sigmoid(dot(u_o, v)) - 1) * v),
    quantities=(pair, *sampled),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial J}{\partial u_o} = (\sigma(u_o^\top v_c) - 1) v_c", sampled_letters),
        Notation(r"\frac{\partial J}{\partial u_o} = -(1 - \sigma(u_o^\top v_c)) v_c", sampled_letters),
        Notation(r"\frac{\partial J}{\partial u_o} = -\sigma(-u_o^\top v_c) v_c", sampled_letters),
    ),
    words=(*words, "negative sampl", "gradient"),
    derivation=derive_sampled_outside,
    source=cs224n,
)

counts = Quantity("f", "frequency of each word", shape=(words_axis,), domain=POSITIVE)
f = counts.symbol


def derive_noise() -> Iterator[Step]:
    """The definition."""
    three = Rational(3, 4)
    yield Step(at(f, o) ** three / Sum(at(f, w) ** three, (w, 1, W)), because="powers of the frequencies, normalised")


noise = Formula(
    title="Noise distribution of negative sampling",
    kind=Kind.DEFINITION,
    statement=equal(
        single.symbol, at(f, o) ** Rational(3, 4) / Sum(at(f, w) ** Rational(3, 4), (w, 1, W))
    ),
    quantities=(single, counts, seen),
    assumptions=(),
    notations=(
        Notation(r"p_i = \frac{f_i^{3/4}}{\sum_{j} f_j^{3/4}}", (("i", "o"),)),
        Notation(r"p_i = \frac{f_i^{0.75}}{\sum_{j} f_j^{0.75}}", (("i", "o"),)),
    ),
    words=(*words, "negative sampl", "unigram"),
    derivation=derive_noise,
    source=Source(mikolov, "section 2.2"),
)

other = Quantity("u", "another word vector", shape=(width,))
similarity = Quantity("s", "cosine similarity")
u = other.symbol


def derive_cosine() -> Iterator[Step]:
    """Norms are roots of inner products."""
    yield Step(dot(u, v) / sqrt(dot(u, u) * dot(v, v)), because="norms are roots of inner products")
    yield Step(dot(u, v) / (norm(u) * norm(v)), because="the inner product of the directions")


cosine = Formula(
    title="Cosine similarity",
    kind=Kind.DEFINITION,
    statement=equal(similarity.symbol, dot(u, v) / (norm(u) * norm(v))),
    quantities=(similarity, other, centre),
    assumptions=(),
    notations=(
        Notation(r"s = \frac{u^\top v}{\|u\| \|v\|}"),
        Notation(r"s = \frac{u \cdot v}{\|u\|_2 \|v\|_2}"),
        Notation(r"\operatorname{sim}(u, v) = \frac{u^\top v}{\|u\| \|v\|}"),
        Notation(r"\cos(u, v) = \frac{\sum_{i=1}^d u_i v_i}{\sqrt{\sum_{i=1}^d u_i^2} \sqrt{\sum_{i=1}^d v_i^2}}"),
    ),
    words=("cosine", "similarity", "embedding"),
    derivation=derive_cosine,
    source=Source("Jurafsky and Martin, Speech and Language Processing", "section 6.4"),
)

TOPIC = Topic(
    "Word embeddings",
    formulas=(
        skip_gram,
        naive,
        centre_gradient,
        negative_sampling,
        sampled_centre_gradient,
        sampled_outside_gradient,
        noise,
        cosine,
    ),
)
