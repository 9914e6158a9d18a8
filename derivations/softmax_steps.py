"""The classic derivation of the gradient of softmax and cross-entropy by a score, line by line, and lines beside it.

Targets y are class probabilities, one-hot or not; where a line needs that they add up to one, they do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Ne, Piecewise, Sum, exp, log

from derivations.operators import at, gradient, jacobian, partial, sigmoid, softmax
from derivations.stanzas import identity, rule
from derivations.vocabulary import (
    SIMPLEX,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

zhang = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 4.1.2, equations 4.1.8 to 4.1.10")
bishop = Source("Bishop, Pattern Recognition and Machine Learning", "equations 4.106 to 4.109")
classes = Size("n", "classes", smallest=2, largest=4)
n = classes.symbol
scores = Quantity("z", "scores", shape=(classes,))
targets = Quantity("y", "target probabilities", shape=(classes,), domain=SIMPLEX)
z, y = scores.symbol, targets.symbol
shares = Quantity("p", "class probabilities", shape=(classes,), value=softmax(z))
p = shares.symbol
first, second = free_index("i", classes), free_index("j", classes)
i, j = first.symbol, second.symbol
k, r = bound_index("k r")
loss = Quantity("L", "cross-entropy", value=-Sum(at(y, k) * log(at(p, k)), (k, 1, n)))
L = loss.symbol
normaliser = Sum(exp(at(z, k)), (k, 1, n))
words = ("softmax", "cross-entropy", "cross entropy")
by_score = at(gradient(L, z), i)
LETTERS = (
    ("o", "p", "L", (("o", "z"),)),
    ("z", "p", "L", ()),
    ("z", r"\hat{y}", "L", (("y_hat", "p"),)),
    ("a", "p", "L", (("a", "z"),)),
    ("z", "a", "L", (("a", "p"),)),
)


def line(title: str, steps: tuple[tuple[Any, str], ...], *rights: str) -> Formula:
    """A line of the derivation; `Z` and `P` stand for score and probability in its spellings."""
    return identity(
        f"Softmax and cross-entropy, the slope by a score: {title}",
        by_score,
        steps,
        (scores, shares, targets, loss, first),
        tuple(
            Notation(
                rf"\frac{{\partial {head}}}{{\partial {score}_i}} = " + right.replace("Z", score).replace("P", share),
                letters,
            )
            for score, share, head, letters in LETTERS
            for right in rights
        ),
        words,
        bishop,
        Kind.GRADIENT,
    )


def others(term: Any) -> Sum:
    """The sum over the other classes."""
    return Sum(Piecewise((term, Ne(k, i)), (0, True)), (k, 1, n))


through_logs = (-Sum(at(y, k) * at(jacobian(p, z), k, i) / at(p, k), (k, 1, n)), "the slope of the logarithm")
split = (
    -at(y, i) * (1 - at(p, i)) - others(at(y, k) * (1 / at(p, k)) * (-at(p, k) * at(p, i))),
    "the class itself and the others, by the two cases of the Jacobian",
)
cancelled = (-at(y, i) * (1 - at(p, i)) + others(at(y, k) * at(p, i)), "the probabilities of the others cancel")
multiplied = (-at(y, i) + at(y, i) * at(p, i) + others(at(y, k) * at(p, i)), "multiply out")
gathered = (at(p, i) * Sum(at(y, k), (k, 1, n)) - at(y, i), "the probability of class i comes out of the sum")
slopes_line = line(
    "through all probabilities",
    (through_logs,),
    r"-\sum_k y_k \frac{1}{P_k} \frac{\partial P_k}{\partial Z_i}",
    r"-\sum_k \frac{y_k}{P_k} \frac{\partial P_k}{\partial Z_i}",
    r"-\sum_{k} y_k \frac{\partial \log P_k}{\partial Z_i}",
)
split_line = line(
    "the class itself and the others",
    (through_logs, split),
    r"-y_i (1 - P_i) - \sum_{k \neq i} y_k \frac{1}{P_k} (-P_k P_i)",
    r"-y_i (1 - P_i) - \sum_{k \neq i} \frac{y_k}{P_k} (-P_k P_i)",
)
cancelled_line = line(
    "after cancelling",
    (through_logs, split, cancelled),
    r"-y_i (1 - P_i) + \sum_{k \neq i} y_k P_i",
)
multiplied_line = line(
    "multiplied out",
    (through_logs, split, cancelled, multiplied),
    r"-y_i + y_i P_i + \sum_{k \neq i} y_k P_i",
    r"y_i P_i - y_i + \sum_{k \neq i} y_k P_i",
)
gathered_line = line(
    "the sum of the targets",
    (through_logs, split, cancelled, multiplied, gathered),
    r"P_i \left(\sum_k y_k\right) - y_i",
    r"P_i \sum_k y_k - y_i",
)


slopes_line = replace(
    slopes_line,
    survivors=(("the subscripts of dp/dz[k, i] swap", "the Jacobian of the softmax is symmetric"),),
)
gathered_line = replace(
    gathered_line,
    survivors=(("the factor sum_{k=1..n}(y[k]) is dropped", "the targets add up to one"),),
)
shift = Quantity("c", "a constant")
c = shift.symbol
shifted = identity(
    "Softmax with a constant added to all scores",
    at(p, i),
    (
        (exp(c) * exp(at(z, i)) / (exp(c) * normaliser), "multiply numerator and denominator"),
        (exp(at(z, i) + c) / Sum(exp(at(z, k) + c), (k, 1, n)), "products of exponentials"),
    ),
    (scores, shares, shift, first),
    tuple(
        Notation(form.replace("S_", f"{share}_"), ((share, "p"), (score, "z"), (constant, "c")))
        for share, score, constant in (("S", "a", "D"), ("p", "z", "c"), ("p", "f", "c"), ("s", "x", "c"))
        for form in (
            rf"S_i = \frac{{e^{{{score}_i + {constant}}}}}{{\sum_{{k=1}}^n e^{{{score}_k + {constant}}}}}".replace(
                "N", "n"
            ),
            rf"S_i = \frac{{\exp({score}_i + {constant})}}{{\sum_k \exp({score}_k + {constant})}}",
        )
    ),
    ("softmax", "stable", "overflow"),
    Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.2.2.3"),
)
written_out = rule(
    "Cross-entropy of the softmax, written out",
    Quantity("l", "loss"),
    -Sum(at(y, k) * log(exp(at(z, k)) / Sum(exp(at(z, r)), (r, 1, n))), (k, 1, n)),
    (scores, targets),
    tuple(
        Notation(
            rf"{head} = -\sum_{{j=1}}^q y_j \log \frac{{\exp({score}_j)}}{{\sum_{{k=1}}^q \exp({score}_k)}}",
            ((score, "z"), ("q", "n"), *letters),
        )
        for score in "oz"
        for head, letters in (
            (r"l(y, \hat{y})", ()),
            (r"\ell(y, \hat{y})", ()),
            ("L", (("L", "l"),)),
        )
    ),
    words,
    "the expected negative logarithm of the softmax",
    zhang,
)
simplified = identity(
    "Cross-entropy of the softmax: from the quotient to the log-sum-exp",
    -Sum(at(y, k) * log(exp(at(z, k)) / Sum(exp(at(z, r)), (r, 1, n))), (k, 1, n)),
    (
        (
            Sum(at(y, k) * log(Sum(exp(at(z, r)), (r, 1, n))), (k, 1, n)) - Sum(at(y, k) * at(z, k), (k, 1, n)),
            "the logarithm of a quotient is a difference",
        ),
        (log(normaliser) - Sum(at(y, k) * at(z, k), (k, 1, n)), "the targets add up to one"),
    ),
    (scores, targets),
    tuple(
        Notation(
            rf"-\sum_{{j=1}}^q y_j \log \frac{{\exp({score}_j)}}{{\sum_{{k=1}}^q \exp({score}_k)}} = "
            rf"\log \sum_{{k=1}}^q \exp({score}_k) - \sum_{{j=1}}^q y_j {score}_j",
            ((score, "z"), ("q", "n")),
        )
        for score in "oz"
    ),
    words,
    zhang,
)
call = Quantity("l", "cross-entropy", value=-Sum(at(y, k) * log(at(p, k)), (k, 1, n)))
subscripted = identity(
    "Cross-entropy of the softmax: slope by a score, with the operator as subscript",
    at(gradient(call.symbol, z), j),
    ((at(p, j) - at(y, j), "the gradient of the log-sum-exp is the softmax"),),
    (scores, shares, targets, call, second),
    tuple(
        Notation(rf"\partial_{{o_j}} {head} = {right}", (("o", "z"), *letters))
        for head, letters in (("l", ()), (r"\ell", ()), ("L", (("L", "l"),)))
        for right in (
            r"\operatorname{softmax}(o)_j - y_j",
            r"\frac{\exp(o_j)}{\sum_{k=1}^n \exp(o_k)} - y_j",
        )
    ),
    words,
    zhang,
    Kind.GRADIENT,
)
argument = Quantity("x", "argument")
x = argument.symbol
squashed = Quantity("s", "logistic function", value=sigmoid(x))
logistic_quotient = identity(
    "Slope of the logistic function as a quotient",
    partial(squashed.symbol, x),
    (
        (squashed.symbol * (1 - squashed.symbol), "the slope by the value"),
        (exp(-x) / (1 + exp(-x)) ** 2, "write the value out"),
    ),
    (argument, squashed),
    tuple(
        Notation(rf"{left} = {right}".replace("z", variable), ((variable, "x"), ("sigma", "s")))
        for variable in "zx"
        for left in (r"\frac{d\sigma}{dz}", r"\frac{d \sigma}{d z}", r"\frac{\partial \sigma}{\partial z}")
        for right in (r"\frac{e^{-z}}{(1 + e^{-z})^2}", r"\frac{\exp(-z)}{(1 + \exp(-z))^2}")
    ),
    ("sigmoid", "logistic"),
    Source("Goodfellow, Bengio and Courville, Deep Learning", "equation 3.36"),
    Kind.GRADIENT,
)

TOPIC = Topic(
    "Softmax and cross-entropy line by line",
    formulas=(
        slopes_line,
        split_line,
        cancelled_line,
        multiplied_line,
        gathered_line,
        shifted,
        written_out,
        simplified,
        subscripted,
        logistic_quotient,
    ),
)
