r"""Logistic regression as a network with one unit, its slopes named as in programs: `dw` is the slope of the cost by w.

The examples are the columns of X, and A and Y are rows: one probability and one label for each example.
"""

from __future__ import annotations

from sympy import Sum, Transpose, log

from derivations.operators import at, dot, entrywise, gradient, partial, row, sigmoid, tabulated, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    BIT,
    UNIT,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    interval,
)

ng = Source("Ng, Katanforoosh and Bensouda Mourri, Neural Networks and Deep Learning, deeplearning.ai", "week 2")
features = Size("d", "features", largest=3)
examples = Size("m", "examples", largest=4)
one = Size("r", "units", largest=1)
d, m = features.symbol, examples.symbol
i, j = bound_index("i j")
inputs = Quantity("X", "examples as columns", shape=(features, examples))
weights = Quantity("w", "weights", shape=(features, one), domain=interval(-1, 1))
bias = Quantity("b_0", "bias", domain=interval(-1, 1))
spread = Quantity(
    "b", "bias, the same for each example", shape=(one, examples), value=tabulated(bias.symbol, j, one.symbol, i, m)
)
slopes = Quantity("dZ", "slopes of the losses by the scores", shape=(one, examples))
X, w, b, D = (quantity.symbol for quantity in (inputs, weights, spread, slopes))
words = ("logistic regression", "vectoris", "vectoriz", "gradient descent", "cost function", "sigmoid",
         "computation graph", "backprop", "neural network")  # fmt: skip
scored = Transpose(w) * X + b
scores = rule(
    "Scores of all examples, examples as columns",
    Quantity("Z", "scores", shape=(one, examples)),
    scored,
    (weights, inputs, bias, spread),
    written(r"Z = w^T X + b", r"Z = b + w^T X"),
    words,
    "the same affine map of every column",
    ng,
)
outputs = rule(
    "Outputs of logistic regression, examples as columns",
    Quantity("A", "probabilities", shape=(one, examples)),
    entrywise(sigmoid, scored),
    (weights, inputs, bias, spread),
    (*written(r"A = \sigma(w^T X + b)"), Notation(r"\hat{Y} = \sigma(w^T X + b)", (("Y_hat", "A"),))),
    words,
    "the logistic function of each score",
    ng,
)
weight_slope = rule(
    "Slope of the cost of logistic regression by the weights, named dw",
    Quantity("dw", "slope of the cost by the weights", shape=(features, one)),
    1 / m * X * Transpose(D),
    (inputs, slopes),
    written(r"dw = \frac{1}{m} X dZ^T", r"dw = \frac{X dZ^T}{m}", r"dw = \frac{1}{m} X (dZ)^T"),
    words,
    "each example adds its slope times its features",
    ng,
)
listed = Quantity("dz", "slopes of the losses by the scores", shape=(examples,))
bias_slope = rule(
    "Slope of the cost by the bias, named db",
    Quantity("db", "slope of the cost by the bias"),
    Sum(at(listed.symbol, i), (i, 1, m)) / m,
    (listed,),
    (
        *written(r"db = \frac{1}{m} \sum_{i=1}^m dz^{(i)}"),
        Notation(r"db = \frac{1}{m} \sum_{i=1}^m \delta_i", (("delta", "dz"),)),
    ),
    words,
    "each example adds its slope",
    ng,
)
labels = Quantity("Y", "labels", shape=(one, examples), domain=BIT)
chances = Quantity("A", "probabilities", shape=(one, examples), value=entrywise(sigmoid, scored))
Y, A = labels.symbol, chances.symbol
terms = at(Y, 1, i) * log(at(A, 1, i)) + (1 - at(Y, 1, i)) * log(1 - at(A, 1, i))
cost = Quantity("J", "mean log-loss", value=-Sum(terms, (i, 1, m)) / m)
J = cost.symbol
sizes = (weights, inputs, bias, spread, labels, chances, cost)
weight_gradient = identity(
    "Gradient of the mean log-loss by the weights, examples as columns",
    gradient(J, w),
    (
        (X * Transpose(entrywise(sigmoid, scored) - Y) / m, "the slope of a loss by its score is a - y"),
        (X * Transpose(A - Y) / m, "name the probabilities"),
    ),
    sizes,
    (
        *written(
            r"\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^T",
            r"\nabla_w J = \frac{1}{m} X (A - Y)^T",
        ),
        Notation(r"\frac{\partial J}{\partial w} = \frac{1}{m} X (\hat{Y} - Y)^T", (("Y_hat", "A"),)),
    ),
    words,
    ng,
    Kind.GRADIENT,
)
named_gradient = rule(
    "Slope of the mean log-loss by the weights, named dw, from outputs and labels",
    Quantity("dw", "slope of the cost by the weights", shape=(features, one)),
    X * Transpose(A - Y) / m,
    (weights, inputs, bias, spread, labels, chances),
    (
        *written(r"dw = \frac{1}{m} X (A - Y)^T"),
        Notation(r"dw = \frac{1}{m} X (\hat{Y} - Y)^T", (("Y_hat", "A"),)),
    ),
    words,
    "each example adds its error times its features",
    ng,
)
rows = Quantity("x", "examples", shape=(examples, features))
vector = Quantity("w", "weights", shape=(features,), domain=interval(-1, 1))
classes = Quantity("y", "labels", shape=(examples,), domain=BIT)
beta = bias.symbol
values = Quantity("a", "probabilities", shape=(examples,),
                  value=tabulated(sigmoid(dot(vector.symbol, row(rows.symbol, i)) + beta), i, m))  # fmt: skip
x, y, a = rows.symbol, classes.symbol, values.symbol
losses = at(y, i) * log(at(a, i)) + (1 - at(y, i)) * log(1 - at(a, i))
mean_loss = Quantity("J", "mean log-loss", value=-Sum(losses, (i, 1, m)) / m)
hat = (("y_hat", "a"),)
bias_letter = (("b", "b_0"),)
bias_gradient = identity(
    "Derivative of the mean log-loss by the bias",
    partial(mean_loss.symbol, beta),
    (
        (
            Sum(sigmoid(dot(vector.symbol, row(x, i)) + beta) - at(y, i), (i, 1, m)) / m,
            "the slope of a loss by its score is a - y",
        ),
        (Sum(at(a, i) - at(y, i), (i, 1, m)) / m, "name the probabilities"),
    ),
    (vector, rows, bias, classes, values, mean_loss),
    (
        Notation(r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)})", bias_letter),
        Notation(
            r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (\hat{y}^{(i)} - y^{(i)})", (*bias_letter, *hat)
        ),
        Notation(r"\frac{\partial L}{\partial b} = \frac{1}{n} \sum_{i=1}^n (\hat{y}_i - y_i)",
                 (*bias_letter, *hat, ("L", "J"), ("n", "m"))),
        Notation(r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (\sigma(w^T x^{(i)} + b) - y^{(i)})",
                 bias_letter),
    ),
    (*words, "bias"),
    ng,
    Kind.GRADIENT,
)  # fmt: skip
weight_sum = identity(
    "Gradient of the mean log-loss by the weights, a sum over the examples, with a bias",
    gradient(mean_loss.symbol, vector.symbol),
    (
        (
            vector_sum((sigmoid(dot(vector.symbol, row(x, i)) + beta) - at(y, i)) * row(x, i), i, 1, m) / m,
            "the slope of a loss by its score is a - y, that of the score by w is x",
        ),
        (vector_sum((at(a, i) - at(y, i)) * row(x, i), i, 1, m) / m, "name the probabilities"),
    ),
    (vector, rows, bias, classes, values, mean_loss),
    (
        Notation(r"\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)}) x^{(i)}"),
        Notation(r"\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^m x^{(i)} (\hat{y}^{(i)} - y^{(i)})", hat),
        Notation(r"\nabla_w L = \frac{1}{n} \sum_{i=1}^n (\hat{y}_i - y_i) x_i", (*hat, ("L", "J"), ("n", "m"))),
    ),
    words,
    ng,
    Kind.GRADIENT,
)
total_loss = Quantity("J", "summed log-loss", value=-Sum(losses, (i, 1, m)))
total_bias_gradient = identity(
    "Derivative of the summed log-loss by the bias",
    partial(total_loss.symbol, beta),
    (
        (
            Sum(sigmoid(dot(vector.symbol, row(x, i)) + beta) - at(y, i), (i, 1, m)),
            "the slope of a loss by its score is a - y",
        ),
        (Sum(at(a, i) - at(y, i), (i, 1, m)), "name the probabilities"),
    ),
    (vector, rows, bias, classes, values, total_loss),
    (
        Notation(r"\frac{\partial L}{\partial b} = \sum_{i=1}^n (\hat{y}_i - y_i)",
                 (*bias_letter, *hat, ("L", "J"), ("n", "m"))),
        Notation(r"\frac{\partial J}{\partial b} = \sum_{i=1}^m (a^{(i)} - y^{(i)})", bias_letter),
    ),
    (*words, "bias"),
    ng,
    Kind.GRADIENT,
)  # fmt: skip
score = Quantity("z", "score")
chance = Quantity("a", "probability", value=sigmoid(score.symbol))
label = Quantity("y", "label", domain=BIT)
backward = ("backprop", "computation graph", "logistic regression", "neural network")
score_slope = rule(
    "Slope of the log-loss by the score, named dz",
    Quantity("dz", "slope of the loss by the score"),
    chance.symbol - label.symbol,
    (score, chance, label),
    (
        *written("dz = a - y"),
        Notation("dz^{(i)} = a^{(i)} - y^{(i)}", (("dz^i", "dz"), ("a^i", "a"), ("y^i", "y"))),
        Notation(r"dz = \hat{y} - y", hat),
        Notation(r"dz^{[L]} = \hat{y} - y", (*hat, ("dz^L", "dz"))),
        Notation("dz^{[2]} = a^{[2]} - y", (("dz^2", "dz"), ("a^2", "a"))),
    ),
    backward,
    "the slope by the probability times a (1 - a)",
    ng,
)
output = Quantity("a", "probability", domain=UNIT)
o, t = output.symbol, label.symbol
output_slope = rule(
    "Slope of the log-loss by the probability, named da",
    Quantity("da", "slope of the loss by the probability"),
    (1 - t) / (1 - o) - t / o,
    (output, label),
    (
        *written(
            r"da = -\frac{y}{a} + \frac{1 - y}{1 - a}",
            r"da = -\left(\frac{y}{a} - \frac{1 - y}{1 - a}\right)",
            r"da = \frac{1 - y}{1 - a} - \frac{y}{a}",
        ),
        Notation(
            r"dA^{[L]} = -\frac{Y}{A^{[L]}} + \frac{1 - Y}{1 - A^{[L]}}", (("dA^L", "da"), ("A^L", "a"), ("Y", "y"))
        ),
        Notation(r"dA^{[L]} = -\left(\frac{Y}{A^{[L]}} - \frac{1 - Y}{1 - A^{[L]}}\right)",
                 (("dA^L", "da"), ("A^L", "a"), ("Y", "y"))),
        Notation(r"da^{[L]} = -\frac{y}{a^{[L]}} + \frac{1 - y}{1 - a^{[L]}}", (("da^L", "da"), ("a^L", "a"))),
    ),
    backward,
    "the slopes of both logarithms",
    ng,
)  # fmt: skip
of_output = Quantity("L", "log-loss", value=-(t * log(o) + (1 - t) * log(1 - o)))
output_gradient = identity(
    "Derivative of the log-loss by the probability",
    partial(of_output.symbol, o),
    (
        ((o - t) / (o * (1 - o)), "the slopes of both logarithms, over a common denominator"),
        ((1 - t) / (1 - o) - t / o, "split the fraction"),
    ),
    (output, label, of_output),
    (
        *written(r"\frac{\partial L}{\partial a} = -\frac{y}{a} + \frac{1 - y}{1 - a}"),
        Notation(r"\frac{\partial L}{\partial \hat{y}} = -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}", hat),
        Notation(
            r"\frac{\partial L}{\partial \hat{y}} = -\left(\frac{y}{\hat{y}} - \frac{1 - y}{1 - \hat{y}}\right)", hat
        ),
        Notation(r"\frac{\partial L}{\partial \hat{y}} = \frac{\hat{y} - y}{\hat{y}(1 - \hat{y})}", hat),
    ),
    backward,
    ng,
    Kind.GRADIENT,
)
chance_of_label = rule(
    "Probability of a label, 0 or 1, as one power",
    Quantity("P", "probability of the label"),
    o**t * (1 - o) ** (1 - t),
    (output, label),
    (
        Notation(r"p(y \mid x) = \hat{y}^y (1 - \hat{y})^{1 - y}", (("p", "P"), *hat)),
        Notation(r"P(y \mid x) = a^y (1 - a)^{1 - y}"),
        Notation(r"p(y \mid x; w) = \sigma^y (1 - \sigma)^{1 - y}", (("p", "P"), ("sigma", "a"))),
    ),
    ("logistic regression", "bernoulli", "likelihood", "label"),
    "the first factor is 1 where y is 0, the second where y is 1",
    ng,
)

TOPIC = Topic(
    "Logistic regression with named slopes",
    formulas=(
        scores,
        outputs,
        weight_slope,
        bias_slope,
        weight_gradient,
        named_gradient,
        bias_gradient,
        weight_sum,
        total_bias_gradient,
        score_slope,
        output_slope,
        output_gradient,
        chance_of_label,
    ),
)
