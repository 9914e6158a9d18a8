"""Empirical risks: the mean loss of a hypothesis over a sample, its mistakes, its margins.

h is a hypothesis, an input stands in each row of X.
"""

from __future__ import annotations

from sympy import Lambda, MatrixSymbol, Ne, Sum

from derivations.operators import at, dot, indicator, row, step
from derivations.stanzas import rule, written
from derivations.vocabulary import SIGN, Notation, Quantity, Size, Source, Topic, bound_index, integers

mohri = "Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning"
shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
samples = Size("n", "samples", largest=3)
features = Size("d", "features", largest=2)
n = samples.symbol
i = bound_index("i")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "the targets", shape=(samples,))
classes = Quantity("y", "the classes, 0 or 1", shape=(samples,), domain=integers(0, 1))
hypothesis = Quantity("h", "the hypothesis", arguments=((features,),))
guesses = Quantity("y_hat", "the predicted classes, 0 or 1", shape=(samples,), domain=integers(0, 1))
loss = Quantity("l", "the loss of a prediction", arguments=((), ()))
risk = Quantity("R", "the empirical risk")
X, y, h, ell = inputs.symbol, targets.symbol, hypothesis.symbol, loss.symbol
rows = (("x", "X"), ("X", "X"))
words = ("empirical risk", "training error", "empirical error", "erm", "generalis", "generaliz", "hypothesis")


def named(*spellings: str, letters: tuple[tuple[str, str], ...]) -> tuple[Notation, ...]:
    """The empirical risk under its usual names."""
    names = ((r"\hat{R}(h)", "R_hat"), (r"L_S(h)", "L_S"), (r"E_{in}(h)", "E_in"))
    return tuple(
        notation
        for latex, key in names
        for notation in written(*(s.replace("<R>", latex) for s in spellings), letters=((key, "R"), *letters))
    )


empirical = rule(
    "Empirical risk of a hypothesis",
    risk,
    Sum(ell(h(row(X, i)), at(y, i)), (i, 1, n)) / n,
    (inputs, targets, hypothesis, loss),
    named(
        r"<R> = \frac{1}{n} \sum_{i=1}^n \ell(h(x_i), y_i)",
        letters=(*rows, ("l", "l"), ("h", "h"), ("y", "y")),
    ),
    words,
    "the mean loss over the examples",
    Source(shalev, "section 2.2"),
)
zero_one = rule(
    "Empirical risk of predicted classes",
    risk,
    Sum(indicator(Ne(at(guesses.symbol, i), at(classes.symbol, i))), (i, 1, n)) / n,
    (guesses, classes),
    named(
        r"<R> = \frac{1}{n} \sum_{i=1}^n \mathbb{1}[\hat{y}_i \neq y_i]",
        letters=(),
    ),
    words,
    "the share of mistakes",
    Source(mohri, "definition 2.2"),
)
normal = Quantity("a", "normal of a half-space", shape=(features,))
v = MatrixSymbol("v", features.symbol, 1)
classifier = Quantity("h", "a classifier", value=Lambda((v,), step(dot(normal.symbol, v))))
mistakes = rule(
    "Empirical risk of a classifier: the share of its mistakes",
    risk,
    Sum(indicator(Ne(classifier.symbol(row(X, i)), at(classes.symbol, i))), (i, 1, n)) / n,
    (classifier, normal, inputs, classes),
    named(
        r"<R> = \frac{1}{n} \sum_{i=1}^n \mathbb{1}[h(x_i) \neq y_i]",
        letters=(*rows, ("h", "h"), ("y", "y")),
    ),
    words,
    "the mean of the zero-one loss; held against half-spaces",
    Source(mohri, "definition 2.2"),
)
swapped = rule(
    "Empirical risk of a hypothesis, the target before the prediction",
    risk,
    Sum(ell(at(y, i), h(row(X, i))), (i, 1, n)) / n,
    (inputs, targets, hypothesis, loss),
    named(
        r"<R> = \frac{1}{n} \sum_{i=1}^n \ell(y_i, h(x_i))",
        letters=(*rows, ("l", "l"), ("h", "h"), ("y", "y")),
    ),
    words,
    "the mean loss over the examples",
    Source("Vapnik 1998, Statistical Learning Theory", "section 1.2"),
)
signs = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
signed = at(signs.symbol, i) * h(row(X, i))
margin_parts = (inputs, signs, hypothesis)
margin_letters = (*rows, ("h", "h"), ("y", "y"))
not_positive = rule(
    "Empirical risk of a score: the share of margins that are not positive",
    risk,
    Sum(1 - step(signed), (i, 1, n)) / n,
    margin_parts,
    named(r"<R> = \frac{1}{n} \sum_{i=1}^n \mathbb{1}[y_i h(x_i) \leq 0]", letters=margin_letters),
    ("margin", *words),
    "a score is wrong where its sign is not that of the class",
    Source(mohri, "section 5.4"),
)
negative = rule(
    "Empirical risk of a score: the share of negative margins",
    risk,
    Sum(step(-signed), (i, 1, n)) / n,
    margin_parts,
    named(r"<R> = \frac{1}{n} \sum_{i=1}^n \mathbb{1}[y_i h(x_i) < 0]", letters=margin_letters),
    ("margin", *words),
    "a score is wrong where its sign is not that of the class",
    Source(mohri, "section 5.4"),
)
squared = rule(
    "Empirical risk of a hypothesis under the squared loss",
    risk,
    Sum((h(row(X, i)) - at(y, i)) ** 2, (i, 1, n)) / n,
    (inputs, targets, hypothesis),
    named(
        r"<R> = \frac{1}{n} \sum_{i=1}^n (h(x_i) - y_i)^2",
        r"<R> = \frac{1}{n} \sum_{i=1}^n (y_i - h(x_i))^2",
        letters=margin_letters,
    ),
    ("squared loss", "mean squared", *words),
    "the mean squared error over the examples",
    Source(shalev, "section 9.2"),
)

TOPIC = Topic(
    "Empirical risks",
    formulas=(empirical, swapped, zero_one, mistakes, not_positive, negative, squared),
)
