"""Word embeddings, continued: gradients by the output vectors, GloVe, subsampling, pointwise mutual information.

A centre word has the vector v, every word of the vocabulary an output vector as row of U; o is the word that was seen.
GloVe has two vectors for each word and a matrix X of co-occurrence counts.
"""

from __future__ import annotations

from sympy import Eq, Max, Piecewise, Rational, Sum, Transpose, exp, log, sqrt

from derivations.operators import at, dot, equal, gradient, row, softmax, tabulated, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    ONE_HOT,
    POSITIVE,
    UNIT,
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
glove_paper = "Pennington, Socher and Manning 2014, GloVe: global vectors for word representation"
jurafsky = "Jurafsky and Martin, Speech and Language Processing"
vocabulary = Size("W", "words of the vocabulary", largest=3)
width = Size("d", "entries of a word vector", largest=3)
W, d = vocabulary.symbol, width.symbol
centre = Quantity("v", "vector of the centre word", shape=(width,))
outside = Quantity("U", "output vectors, a row for each word", shape=(vocabulary, width))
seen = free_index("o", vocabulary)
v, U, o = centre.symbol, outside.symbol, seen.symbol
w, k, i, j = bound_index("w k i j")
words = ("word2vec", "skip-gram", "skipgram", "embedding", "word vector", "centre", "center", "context")
letters = (("v_c", "v"), ("u", "U"))
shares = Quantity("p", "probability of each word", shape=(vocabulary,), value=softmax(U * v))
p = shares.symbol
log_chance = dot(row(U, o), v) - log(Sum(exp(dot(row(U, w), v)), (w, 1, W)))
chance = Quantity("l", "log-probability of the word", value=log_chance)
expected = vector_sum(at(p, w) * row(U, w), w, 1, W)
log_gradient = identity(
    "Skip-gram: gradient of the log-probability by the centre vector, observed less expected",
    gradient(chance.symbol, v),
    (
        (row(U, o) - Transpose(U) * p, "the log-sum-exp has the softmax as gradient"),
        (row(U, o) - expected, "a matrix times a vector is a sum of rows"),
    ),
    (chance, shares, outside, centre, seen),
    (
        Notation(r"\frac{\partial l}{\partial v_c} = u_o - \sum_{w} p_w u_w", letters),
        Notation(r"\nabla_{v_c} l = u_o - \sum_{w=1}^W \hat{y}_w u_w", (*letters, ("y_hat", "p"))),
        Notation(
            r"\frac{\partial l}{\partial v_c} = u_o - \frac{\sum_{w} \exp(u_w^\top v_c) u_w}"
            r"{\sum_{x} \exp(u_x^\top v_c)}",
            letters,
        ),
    ),
    ("observed", "expected", "gradient", *words),
    cs224n,
)
label = Quantity("y", "the word that was seen, one-hot", shape=(vocabulary,), domain=ONE_HOT)
y = label.symbol
loss = Quantity("J", "loss", value=-Sum(at(y, k) * log(at(p, k)), (k, 1, W)))
J = loss.symbol
centre_gradient = Formula(
    title="Skip-gram: gradient by the centre vector, in matrix form",
    kind=Kind.GRADIENT,
    statement=equal(gradient(J, v), Transpose(U) * (p - y)),
    quantities=(loss, shares, label, outside, centre),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial J}{\partial v_c} = U^\top (\hat{y} - y)", (("v_c", "v"), ("y_hat", "p"))),
        Notation(r"\nabla_{v_c} J = U^\top \hat{y} - U^\top y", (("v_c", "v"), ("y_hat", "p"))),
    ),
    words=("gradient", *words),
    derivation=lambda: iter(
        (Step(Transpose(U) * (p - y), because="the scores U v have the gradient p - y, and chain rule"),)
    ),
    source=cs224n,
)
outside_gradient = Formula(
    title="Skip-gram: gradient by the output vectors",
    kind=Kind.GRADIENT,
    statement=equal(gradient(J, U), (p - y) * Transpose(v)),
    quantities=(loss, shares, label, outside, centre),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial J}{\partial U} = (\hat{y} - y) v_c^\top", (("v_c", "v"), ("y_hat", "p"))),
        Notation(r"\nabla_U J = \hat{y} v_c^\top - y v_c^\top", (("v_c", "v"), ("y_hat", "p"))),
    ),
    words=("gradient", *words),
    derivation=lambda: iter((Step((p - y) * Transpose(v), because="each score meets its row with v"),)),
    source=cs224n,
)
chosen = Quantity("u", "output vector of one word", shape=(width,))
others = Quantity("s", "scores of all words", shape=(vocabulary,))
mixed = Quantity(
    "z",
    "scores, that of the word o by its vector",
    shape=(vocabulary,),
    value=tabulated(Piecewise((dot(chosen.symbol, v), Eq(k, o)), (at(others.symbol, k), True), evaluate=False), k, W),
)
mixed_shares = Quantity("p", "probability of each word", shape=(vocabulary,), value=softmax(mixed.symbol))
mixed_loss = Quantity("J", "loss", value=-Sum(at(y, k) * log(at(mixed_shares.symbol, k)), (k, 1, W)))
word_gradient = Formula(
    title="Skip-gram: gradient by the output vector of one word",
    kind=Kind.GRADIENT,
    statement=equal(gradient(mixed_loss.symbol, chosen.symbol), (at(mixed_shares.symbol, o) - at(y, o)) * v),
    quantities=(mixed_loss, mixed_shares, mixed, others, label, chosen, centre, seen),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial J}{\partial u_w} = (\hat{y}_w - y_w) v_c",
            (("u_w", "u"), ("w", "o"), ("v_c", "v"), ("y_hat", "p")),
        ),
        Notation(
            r"\nabla_{u_k} J = \hat{y}_k v_c - y_k v_c", (("u_k", "u"), ("k", "o"), ("v_c", "v"), ("y_hat", "p"))
        ),
    ),
    words=("gradient", *words),
    derivation=lambda: iter(
        (
            Step(
                (at(softmax(mixed.symbol), o) - at(y, o)) * v,
                because="the vector acts on one score, whose derivative is the probability less the target",
            ),
        )
    ),
    source=cs224n,
)
first = Quantity("w", "word vectors, a row for each word", shape=(vocabulary, width))
second = Quantity("w_tilde", "context vectors, a row for each word", shape=(vocabulary, width))
offsets = Quantity("b", "biases of the words", shape=(vocabulary,))
context_offsets = Quantity("b_tilde", "biases of the contexts", shape=(vocabulary,))
counts = Quantity("X", "co-occurrence counts", shape=(vocabulary, vocabulary), domain=POSITIVE)
weigh = Quantity("f", "weight of a count", arguments=((),))
objective = Quantity("J", "objective of GloVe")
f, X = weigh.symbol, counts.symbol
misfit = (
    dot(row(first.symbol, i), row(second.symbol, j))
    + at(offsets.symbol, i)
    + at(context_offsets.symbol, j)
    - log(at(X, i, j))
)
glove = rule(
    "Objective of GloVe",
    objective,
    Sum(f(at(X, i, j)) * misfit**2, (j, 1, W), (i, 1, W)),
    (weigh, counts, first, second, offsets, context_offsets),
    (
        *written(
            r"J = \sum_{i,j=1}^W f(X_{ij}) \left(w_i^\top \tilde{w}_j + b_i + \tilde{b}_j - \log X_{ij}\right)^2",
            r"J = \sum_{i=1}^W \sum_{j=1}^W f(X_{ij}) (w_i^T \tilde{w}_j + b_i + \tilde{b}_j - \log X_{ij})^2",
        ),
        Notation(
            r"J = \sum_{i=1}^W \sum_{j=1}^W f(X_{ij}) (u_i^\top v_j + b_i + c_j - \log X_{ij})^2",
            (("u", "w"), ("v", "w_tilde"), ("c", "b_tilde")),
        ),
    ),
    ("glove", "co-occurrence", "embedding", "word vector"),
    "weighted squares of what the inner products miss of the log-counts",
    Source(glove_paper, "equation 8"),
)
number = Quantity("x", "a count", domain=POSITIVE)
ceiling = Quantity("x_max", "count from which the weight is 1", domain=POSITIVE)
power = Quantity("alpha", "exponent", domain=POSITIVE)
weight = Quantity("f", "weight of the count")
x, x_max, alpha = number.symbol, ceiling.symbol, power.symbol
glove_words = ("glove", "weighting", "co-occurrence", "embedding")
glove_weight = rule(
    "Weighting function of GloVe",
    weight,
    Piecewise(((x / x_max) ** alpha, x < x_max), (1, True), evaluate=False),
    (number, ceiling, power),
    written(
        r"f(x) = \begin{cases} (x / x_{\max})^\alpha & \text{if } x < x_{\max} \\ 1 & \text{otherwise} \end{cases}",
        r"f(x) = \min\left(1, \left(\frac{x}{x_{\max}}\right)^\alpha\right)",
    ),
    glove_words,
    "rare pairs count less",
    Source(glove_paper, "equation 9"),
)
glove_weight_usual = rule(
    "Weighting function of GloVe with the exponent 3/4",
    weight,
    Piecewise(((x / x_max) ** Rational(3, 4), x < x_max), (1, True), evaluate=False),
    (number, ceiling),
    written(
        r"f(x) = \begin{cases} (x / x_{\max})^{3/4} & \text{if } x < x_{\max} \\ 1 & \text{otherwise} \end{cases}",
        r"f(x) = \begin{cases} \left(\frac{x}{x_{\max}}\right)^{0.75} & x < x_{\max} \\ "
        r"1 & x \geq x_{\max} \end{cases}",
    ),
    glove_words,
    "rare pairs count less",
    Source(glove_paper, "section 3"),
)
frequency = Quantity("f", "frequency of a word", domain=UNIT)
threshold = Quantity("t", "threshold", domain=UNIT)
dropped = Quantity("P", "probability that a word is left out")
subsampling = rule(
    "Subsampling of frequent words",
    dropped,
    1 - sqrt(threshold.symbol / frequency.symbol),
    (threshold, frequency),
    written(r"P = 1 - \sqrt{t / f}")
    + written(r"p = 1 - \sqrt{\frac{t}{f}}", letters=(("p", "P"),)),
    ("subsampling", "frequent words", "word2vec"),
    "the more frequent a word, the more often it is left out",
    Source(mikolov, "equation 5"),
)
together = Quantity("p_xy", "probability of the pair", domain=UNIT)
alone = Quantity("p_x", "probability of the word", domain=UNIT)
other = Quantity("p_y", "probability of the context", domain=UNIT)
association = Quantity("PMI", "association of a word and a context")
ratio = together.symbol / (alone.symbol * other.symbol)
pmi_words = ("pmi", "pointwise mutual information", "association", "co-occurrence")
pmi = rule(
    "Pointwise mutual information",
    association,
    log(ratio),
    (together, alone, other),
    written(r"\mathrm{PMI} = \log \frac{p_{xy}}{p_x p_y}", r"\mathrm{PMI} = \log p_{xy} - \log p_x - \log p_y"),
    pmi_words,
    "how much more often the pair comes than if both were independent",
    Source(jurafsky, "section 6.6"),
)
positive = Quantity("PPMI", "association of a word and a context, at least 0")
ppmi = rule(
    "Positive pointwise mutual information",
    positive,
    Max(log(ratio), 0),
    (together, alone, other),
    written(
        r"\mathrm{PPMI} = \max\left(\log \frac{p_{xy}}{p_x p_y}, 0\right)",
        r"\mathrm{PPMI} = \max(0, \log p_{xy} - \log p_x - \log p_y)",
    ),
    pmi_words,
    "negative associations are cut off",
    Source(jurafsky, "section 6.6"),
)

TOPIC = Topic(
    "Word embeddings: further gradients, GloVe, co-occurrence",
    formulas=(
        log_gradient,
        centre_gradient,
        outside_gradient,
        word_gradient,
        glove,
        glove_weight,
        glove_weight_usual,
        subsampling,
        pmi,
        ppmi,
    ),
)
