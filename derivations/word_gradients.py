r"""Gradients of word2vec in the layout of CS224n, where the word vectors are the columns of U, and lines beside them.

u_o is the output vector of the word that was seen, u_k one of a word that was not; v_c belongs to the centre word.
"""

from __future__ import annotations

from sympy import Max, Sum, Transpose, exp, log

from derivations.operators import at, dot, entrywise, gradient, row, sigmoid, softmax
from derivations.stanzas import identity, rule
from derivations.vocabulary import (
    ONE_HOT,
    POSITIVE,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

cs224n = "Manning et al., CS224n: Natural Language Processing with Deep Learning"
assignment = Source(cs224n, "assignment 2, understanding word2vec")
vocabulary = Size("W", "words of the vocabulary", largest=3)
width = Size("d", "entries of a word vector", largest=3)
W = vocabulary.symbol
w, k = bound_index("w k")
outside = Quantity("U", "output vectors, one in each column", shape=(width, vocabulary))
centre = Quantity("v", "vector of the centre word", shape=(width,))
label = Quantity("y", "the word that was seen, one-hot", shape=(vocabulary,), domain=ONE_HOT)
U, v, y = outside.symbol, centre.symbol, label.symbol
shares = Quantity("p", "probability of each word", shape=(vocabulary,), value=softmax(Transpose(U) * v))
p = shares.symbol
loss = Quantity("J", "loss", value=-Sum(at(y, w) * log(at(p, w)), (w, 1, W)))
words = ("word2vec", "skip-gram", "skipgram", "embedding", "word vector", "naive softmax", "naive-softmax")
letters = (("v_c", "v"), ("y_hat", "p"))
columns = (outside, centre, label, shares, loss)
by_centre = identity(
    "Skip-gram: gradient by the centre vector, word vectors as columns",
    gradient(loss.symbol, v),
    ((U * (p - y), "the scores have the gradient p - y, and chain rule"),),
    columns,
    (
        Notation(r"\frac{\partial J}{\partial v_c} = U(\hat{y} - y)", letters),
        Notation(r"\nabla_{v_c} J = U \hat{y} - U y", letters),
    ),
    words,
    assignment,
    Kind.GRADIENT,
)
by_outside = identity(
    "Skip-gram: gradient by the output vectors, word vectors as columns",
    gradient(loss.symbol, U),
    ((v * Transpose(p - y), "each score meets its column with v"),),
    columns,
    (
        Notation(r"\frac{\partial J}{\partial U} = v_c (\hat{y} - y)^\top", letters),
        Notation(r"\nabla_U J = v_c \hat{y}^\top - v_c y^\top", letters),
    ),
    words,
    assignment,
    Kind.GRADIENT,
)
seen = Quantity("u", "output vector of the word that was seen", shape=(width,))
others = Quantity("V", "output vectors of the other words, a row for each", shape=(vocabulary, width))
u, V = seen.symbol, others.symbol
rest = Sum(exp(dot(row(V, w), v)), (w, 1, W))
chance = Quantity("q", "probability of the word that was seen", value=exp(dot(u, v)) / (exp(dot(u, v)) + rest))
surprise = Quantity("J", "loss", value=-log(chance.symbol))
by_seen = identity(
    "Skip-gram: gradient by the output vector of the word that was seen",
    gradient(surprise.symbol, u),
    (
        (exp(dot(u, v)) / (exp(dot(u, v)) + rest) * v - v, "the slope of the log-sum-exp is the probability"),
        ((chance.symbol - 1) * v, "name the probability"),
    ),
    (seen, others, centre, chance, surprise),
    (
        Notation(r"\frac{\partial J}{\partial u_o} = (\hat{y}_o - 1) v_c",
                 (("u_o", "u"), ("v_c", "v"), ("y_hat_o", "q"))),
        Notation(r"\nabla_{u_o} J = \hat{y}_o v_c - v_c", (("u_o", "u"), ("v_c", "v"), ("y_hat_o", "q"))),
    ),
    words,
    assignment,
    Kind.GRADIENT,
)  # fmt: skip
missed = Quantity("s", "output vector of a word that was not seen", shape=(width,))
s = missed.symbol
other_chance = Quantity(
    "q", "probability of that word", value=exp(dot(s, v)) / (exp(dot(u, v)) + exp(dot(s, v)) + rest)
)
other_loss = Quantity("J", "loss", value=log(exp(dot(u, v)) + exp(dot(s, v)) + rest) - dot(u, v))
by_missed = identity(
    "Skip-gram: gradient by the output vector of a word that was not seen",
    gradient(other_loss.symbol, s),
    (
        (exp(dot(s, v)) / (exp(dot(u, v)) + exp(dot(s, v)) + rest) * v, "the slope of the log-sum-exp"),
        (other_chance.symbol * v, "name the probability"),
    ),
    (missed, seen, others, centre, other_chance, other_loss),
    (
        Notation(r"\frac{\partial J}{\partial u_w} = \hat{y}_w v_c",
                 (("u_w", "s"), ("v_c", "v"), ("y_hat_w", "q"))),
        Notation(r"\nabla_{u_w} J = \hat{y}_w v_c", (("u_w", "s"), ("v_c", "v"), ("y_hat_w", "q"))),
    ),
    words,
    assignment,
    Kind.GRADIENT,
)  # fmt: skip
sampled_loss = Quantity(
    "J", "loss of a pair", value=-log(sigmoid(dot(u, v))) - log(sigmoid(-dot(s, v)))
    - Sum(log(sigmoid(-dot(row(V, w), v))), (w, 1, W))
)  # fmt: skip
sampled = (("u_k", "s"), ("v_c", "v"))
by_negative = identity(
    "Skip-gram with negative sampling: gradient by the output vector of a negative sample",
    gradient(sampled_loss.symbol, s),
    (
        ((1 - sigmoid(-dot(s, v))) * v, "one term holds it; the slope of log sigmoid(z) is 1 - sigmoid(z)"),
        (sigmoid(dot(s, v)) * v, "sigmoid(-z) is 1 - sigmoid(z)"),
    ),
    (missed, seen, others, centre, sampled_loss),
    (
        Notation(r"\frac{\partial J}{\partial u_k} = (1 - \sigma(-u_k^\top v_c)) v_c", sampled),
        Notation(r"\frac{\partial J}{\partial u_k} = \sigma(u_k^\top v_c) v_c", sampled),
        Notation(r"\frac{\partial J}{\partial u_k} = -(\sigma(-u_k^\top v_c) - 1) v_c", sampled),
        Notation(r"\nabla_{u_k} J = \sigma(u_k^\top v_c) v_c", sampled),
    ),
    (*words, "negative sampl"),
    assignment,
    Kind.GRADIENT,
)
counts = Quantity("X", "how often two words stand together", shape=(vocabulary, vocabulary), domain=POSITIVE)
weighting = Quantity("f", "weight of a count", domain=POSITIVE, arguments=((),))
left = Quantity("v", "word vectors, one in each row", shape=(vocabulary, width))
right = Quantity("u", "context vectors, one in each row", shape=(vocabulary, width))
X = counts.symbol
unbiased_glove = rule(
    "Objective of GloVe without biases",
    Quantity("J", "objective"),
    Sum(
        weighting.symbol(at(X, w, k)) * (dot(row(right.symbol, k), row(left.symbol, w)) - log(at(X, w, k))) ** 2,
        (k, 1, W),
        (w, 1, W),
    ),
    (counts, weighting, left, right),
    (
        Notation(r"J = \sum_{i=1}^W \sum_{j=1}^W f(X_{ij}) (u_j^\top v_i - \log X_{ij})^2"),
        Notation(r"J = \sum_{i,j=1}^W f(X_{ij}) (v_i^\top u_j - \log X_{ij})^2"),
    ),
    ("glove", "co-occurrence", "least squares"),
    "weighted squares of the logarithms",
    Source("Pennington, Socher and Manning 2014, GloVe", "equation 16"),
)
score, corrupt = Quantity("s", "score of the true window"), Quantity("s_c", "score of the corrupt window")
ranking = rule(
    "Max-margin objective of a true and a corrupt window",
    Quantity("J", "objective"),
    Max(0, 1 - score.symbol + corrupt.symbol, evaluate=False),
    (score, corrupt),
    (
        Notation(r"J = \max(0, 1 - s + s_c)"),
        Notation(r"J = \max(1 + s_c - s, 0)"),
    ),
    ("max-margin", "max margin", "corrupt"),
    "what the true window lacks to a score larger by 1",
    Source(cs224n, "lecture notes 3"),
)
units = Size("n", "hidden units", largest=3)
inner, shift = Quantity("A", "weights", shape=(units, width)), Quantity("b", "biases", shape=(units,))
readout, window = Quantity("U", "weights of the score", shape=(units,)), Quantity("x", "window", shape=(width,))
squash = Quantity("f", "activation function", arguments=((),))
window_score = rule(
    "Score of a window: a network with one hidden layer",
    score,
    dot(readout.symbol, entrywise(squash.symbol, inner.symbol * window.symbol + shift.symbol)),
    (readout, squash, inner, window, shift),
    (
        Notation(r"s = U^\top f(W x + b)", (("W", "A"),)),
        Notation(r"s = u^\top \sigma(W x + b)", (("W", "A"), ("u", "U"), ("sigma", "f"))),
    ),
    ("score", "hidden layer", "neural network"),
    "an affine map, the activation function, an inner product",
    Source(cs224n, "lecture notes 3"),
)

TOPIC = Topic(
    "Gradients of word vectors",
    formulas=(by_centre, by_outside, by_seen, by_missed, by_negative, unbiased_glove, ranking, window_score),
)
