"""Support vector machines line by line: slack, primal with slacks, offset and length from the multipliers; perceptron.

An input stands in each row of X, the classes y_i are -1 and 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Max, Rational, Sum

from derivations.operators import at, dot, equal, norm, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    SIGN,
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

bishop = "Bishop, Pattern Recognition and Machine Learning"
shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
half = Rational(1, 2)
samples = Size("n", "samples", smallest=2, largest=4)
features = Size("d", "features", largest=3)
n = samples.symbol
i, j = bound_index("i j")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
labels = Quantity("y", "the classes, -1 or 1", shape=(samples,), domain=SIGN)
weights = Quantity("w", "the weights", shape=(features,))
offset = Quantity("b", "the offset")
X, y, w, b = inputs.symbol, labels.symbol, weights.symbol, offset.symbol
place = free_index("k", samples)
k = place.symbol
words = ("svm", "support vector", "margin", "slack", "hinge", "soft margin", "soft-margin", "hyperplane")
example = (("x", "X"), ("i", "k"))


def entry(
    title: str,
    left: Quantity,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    terms: tuple[str, ...],
    because: str,
    source: Source,
) -> Formula:
    """A rule that defines one number for each example."""

    def derive() -> Iterator[Step]:
        yield Step(right, because=because)

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(at(left.symbol, k), right),
        quantities=(left, *quantities),
        assumptions=(),
        notations=notations,
        words=terms,
        derivation=derive,
        source=source,
    )


slack = Quantity("xi", "slacks of the examples", shape=(samples,))
margin = at(y, k) * (dot(w, row(X, k)) + b)
slack_value = entry(
    "Slack of an example at given weights",
    slack,
    Max(0, 1 - margin),
    (inputs, labels, weights, offset, place),
    (
        *written(
            r"\xi_i = \max(0, 1 - y_i (w^\top x_i + b))",
            r"\xi_i = [1 - y_i (w^\top x_i + b)]_+",
            letters=example,
        ),
        *written(r"\xi^{(i)} = \max\{0, 1 - y^{(i)} (w^T x^{(i)} + b)\}", letters=example),
    ),
    words,
    "by how much the margin of the example falls short of 1",
    Source(bishop, "section 7.1.1"),
)
functional = Quantity("m", "functional margins of the examples", shape=(samples,))
functional_margin = entry(
    "Functional margin of an example",
    functional,
    margin,
    (inputs, labels, weights, offset, place),
    (
        *written(r"\hat{\gamma}_i = y_i (w^\top x_i + b)", letters=(("gamma_hat", "m"), *example)),
        *written(r"m_i = y_i (w^\top x_i + b)", letters=example),
    ),
    ("functional margin", *words),
    "positive where the example is on its side",
    Source("Ng, CS229 lecture notes", "part V, section 3"),
)
slacks = Quantity("xi", "slacks", shape=(samples,), domain=NONNEGATIVE)
price = Quantity("C", "price of slack", domain=POSITIVE)
loss = Quantity("L", "the objective")
xi, C = slacks.symbol, price.symbol
primal = rule(
    "Primal objective of the soft-margin support vector machine, with slacks",
    loss,
    half * norm(w) ** 2 + C * Sum(at(xi, i), (i, 1, n)),
    (weights, slacks, price),
    written(
        r"L = \frac{1}{2} \|w\|^2 + C \sum_{i=1}^n \xi_i",
        r"L = \frac{1}{2} w^\top w + C \sum_i \xi_i",
        r"L(w, \xi) = \frac{1}{2} \|w\|_2^2 + C \sum_{i=1}^n \xi_i",
    ),
    ("primal", *words),
    "a wide margin, and little slack",
    Source(bishop, "equation 7.21"),
)
squared_primal = rule(
    "Primal objective of the support vector machine with squared slacks",
    loss,
    half * norm(w) ** 2 + C * Sum(at(xi, i) ** 2, (i, 1, n)),
    (weights, slacks, price),
    written(
        r"L = \frac{1}{2} \|w\|^2 + C \sum_{i=1}^n \xi_i^2",
        r"L = \frac{1}{2} w^\top w + C \sum_i \xi_i^2",
    ),
    ("primal", "l2-svm", "squared slack", *words),
    "a wide margin, and little squared slack",
    Source("Cortes and Vapnik 1995, Support-Vector Networks", "section 3"),
)
half_margin = Quantity("r", "distance of the margin from the hyperplane")
margin_length = rule(
    "Distance of the margin from the hyperplane",
    half_margin,
    1 / norm(w),
    (weights,),
    written(r"\gamma = \frac{1}{\|w\|}", r"\rho = \frac{1}{\|w\|_2}", letters=(("gamma", "r"), ("rho", "r"))),
    words,
    "the score is 1 there, and grows at the rate of the length of w",
    Source(bishop, "section 7.1"),
)
multipliers = Quantity("alpha", "Lagrange multipliers", shape=(samples,), domain=POSITIVE)
alpha = multipliers.symbol
solution = Quantity(
    "w", "the weights", (features,), value=vector_sum(at(alpha, i) * at(y, i) * row(X, i), i, 1, n)
)
dual_words = ("dual", "multiplier", "kkt", "lagrang", *words)
squared_length = identity(
    "Squared length of the weights from the multipliers",
    norm(solution.symbol) ** 2,
    (
        (Sum(at(alpha, i) * at(y, i) * dot(row(X, i), solution.symbol), (i, 1, n)), "one factor as a sum"),
        (
            Sum(
                at(alpha, i) * at(alpha, j) * at(y, i) * at(y, j) * dot(row(X, i), row(X, j)),
                (j, 1, n),
                (i, 1, n),
            ),
            "the other one as well",
        ),
    ),
    (solution, multipliers, labels, inputs),
    written(
        r"\|w\|^2 = \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j x_i^\top x_j",
        r"\|w\|^2 = \sum_{i,j} \alpha_i \alpha_j y_i y_j x_i^\top x_j",
        letters=(("x", "X"),),
    ),
    dual_words,
    Source(bishop, "section 7.1"),
)
bias = Quantity("b", "the offset of the hyperplane")
offset_of_support = rule(
    "Offset of a support vector machine from one support vector",
    bias,
    at(y, k) - Sum(at(alpha, i) * at(y, i) * dot(row(X, i), row(X, k)), (i, 1, n)),
    (multipliers, labels, inputs, place),
    written(
        r"b = y_s - \sum_{i=1}^n \alpha_i y_i x_i^\top x_s",
        r"b = y_s - \sum_i \alpha_i y_i \langle x_i, x_s \rangle",
        letters=(("x", "X"), ("s", "k")),
    ),
    dual_words,
    "the margin of a support vector is 1, and 1 / y is y",
    Source(bishop, "equation 7.17, for one support vector"),
)
simple_offset = rule(
    "Offset of a support vector machine from its weights and one support vector",
    bias,
    at(y, k) - dot(w, row(X, k)),
    (weights, labels, inputs, place),
    written(r"b = y_s - w^\top x_s", r"b = y_s - \langle w, x_s \rangle", letters=(("x", "X"), ("s", "k"))),
    dual_words,
    "the margin of a support vector is 1, and 1 / y is y",
    Source(shalev, "section 15.1"),
)

rate = Quantity("eta", "learning rate", domain=POSITIVE)
after = Quantity("w_next", "weights after the mistake", shape=(features,))
after_offset = Quantity("b_next", "offset after the mistake")
perceptron_words = ("perceptron", "mistake", "misclassif", "update")
mistake = rule(
    "Update of the perceptron on a mistake",
    after,
    w + rate.symbol * at(y, k) * row(X, k),
    (weights, rate, labels, inputs, place),
    (
        *written(r"w \leftarrow w + \eta y_i x_i", r"w \leftarrow w + \eta \, y^{(i)} x^{(i)}", letters=example),
        *written(r"w_{t+1} = w_t + \eta y_i x_i", letters=(("w_t", "w"), *example)),
        *written(r"w^{(t+1)} = w^{(t)} + \eta y_i x_i", letters=(("w^t", "w"), *example)),
    ),
    perceptron_words,
    "towards the example if its class is 1, away from it if it is -1",
    Source(shalev, "section 9.1.2, with a learning rate"),
)
plain_mistake = rule(
    "Update of the perceptron on a mistake, with learning rate 1",
    after,
    w + at(y, k) * row(X, k),
    (weights, labels, inputs, place),
    (
        *written(r"w \leftarrow w + y_i x_i", letters=example),
        *written(r"w_{t+1} = w_t + y_i x_i", letters=(("w_t", "w"), *example)),
        *written(r"w^{(t+1)} = w^{(t)} + y_i x_i", letters=(("w^t", "w"), *example)),
    ),
    perceptron_words,
    "towards the example if its class is 1, away from it if it is -1",
    Source(shalev, "section 9.1.2"),
)
offset_mistake = rule(
    "Update of the perceptron's offset on a mistake",
    after_offset,
    b + rate.symbol * at(y, k),
    (offset, rate, labels, place),
    (
        *written(r"b \leftarrow b + \eta y_i", letters=(("i", "k"),)),
        *written(r"b_{t+1} = b_t + \eta y_i", letters=(("b_t", "b"), ("i", "k"))),
    ),
    perceptron_words,
    "the offset is the weight of an input that is always 1",
    Source(shalev, "section 9.1.2"),
)

TOPIC = Topic(
    "Margins and slacks",
    formulas=(
        functional_margin,
        slack_value,
        primal,
        squared_primal,
        margin_length,
        squared_length,
        offset_of_support,
        simple_offset,
        mistake,
        plain_mistake,
        offset_mistake,
    ),
)
