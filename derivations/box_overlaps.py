r"""Boxes and faces, as courses on vision write them: overlaps by corners, and encodings of images by a network."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Max, Min, Sum

from derivations.operators import at, evaluated, norm, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

ng = "Ng, Katanforoosh and Bensouda Mourri, Convolutional Neural Networks, deeplearning.ai"
detection = Source(ng, "week 3, intersection over union")
faces = Source(ng, "week 4, face verification")
left, bottom, right, top = (
    Quantity(name, meaning)
    for name, meaning in (
        ("x_1", "left side of a box"),
        ("y_1", "lower side of a box"),
        ("x_2", "right side of a box"),
        ("y_2", "upper side of a box"),
    )
)
other_left, other_bottom, other_right, other_top = (
    Quantity(name, meaning)
    for name, meaning in (
        ("x_3", "left side of another box"),
        ("y_3", "lower side of another box"),
        ("x_4", "right side of another box"),
        ("y_4", "upper side of another box"),
    )
)
x_1, y_1, x_2, y_2 = (quantity.symbol for quantity in (left, bottom, right, top))
x_3, y_3, x_4, y_4 = (quantity.symbol for quantity in (other_left, other_bottom, other_right, other_top))
box_words = ("iou", "intersection over union", "bounding box", "detection", "overlap", "area", "non-max")
box_area = rule(
    "Area of a box from its corners",
    Quantity("A", "area"),
    (x_2 - x_1) * (y_2 - y_1),
    (left, bottom, right, top),
    (
        *written(r"A = (x_2 - x_1)(y_2 - y_1)", r"A = (x_2 - x_1) \cdot (y_2 - y_1)"),
        Notation(r"A = (x_{\max} - x_{\min})(y_{\max} - y_{\min})",
                 (("x_max", "x_2"), ("x_min", "x_1"), ("y_max", "y_2"), ("y_min", "y_1"))),
    ),
    box_words,
    "width times height",
    detection,
)  # fmt: skip
side = Quantity("w", "width of the overlap")
overlap_side = rule(
    "Width of the overlap of two boxes",
    side,
    Max(0, Min(x_2, x_4, evaluate=False) - Max(x_1, x_3, evaluate=False), evaluate=False),
    (left, right, other_left, other_right),
    (
        *written(
            r"w = \max(0, \min(x_2, x_4) - \max(x_1, x_3))",
            r"w = \max\{0, \min\{x_2, x_4\} - \max\{x_1, x_3\}\}",
        ),
        Notation(r"w = \max(0, \min(x_2^A, x_2^B) - \max(x_1^A, x_1^B))",
                 (("x_2^A", "x_2"), ("x_2^B", "x_4"), ("x_1^A", "x_1"), ("x_1^B", "x_3"))),
        Notation(r"h = \max(0, \min(y_2, y_4) - \max(y_1, y_3))",
                 (("h", "w"), ("y_2", "x_2"), ("y_4", "x_4"), ("y_1", "x_1"), ("y_3", "x_3"))),
    ),
    box_words,
    "from the larger left side to the smaller right side, if there is any",
    detection,
)  # fmt: skip


def shared(a: Any, b: Any, c: Any, d: Any) -> Any:
    """How much of the two intervals (a, b) and (c, d) is shared."""
    return Max(0, Min(b, d, evaluate=False) - Max(a, c, evaluate=False), evaluate=False)


overlap_area = rule(
    "Area of the intersection of two boxes from their corners",
    Quantity("I", "area of the intersection"),
    shared(x_1, x_2, x_3, x_4) * shared(y_1, y_2, y_3, y_4),
    (left, bottom, right, top, other_left, other_bottom, other_right, other_top),
    (
        *written(
            r"I = \max(0, \min(x_2, x_4) - \max(x_1, x_3)) \cdot \max(0, \min(y_2, y_4) - \max(y_1, y_3))",
            r"I = \max(0, \min(x_2, x_4) - \max(x_1, x_3)) \max(0, \min(y_2, y_4) - \max(y_1, y_3))",
        ),
    ),
    box_words,
    "width times height of the overlap",
    detection,
)
pixels = Size("m", "numbers of an image", largest=3)
codes = Size("k", "numbers of an encoding", largest=3)
encode = Quantity("f", "encoding", shape=(codes,), arguments=((pixels,),))
one, two = Quantity("u", "an image", shape=(pixels,)), Quantity("v", "another image", shape=(pixels,))
third = Quantity("n", "an image of another person", shape=(pixels,))
K = codes.symbol
margin = Quantity("alpha", "margin", domain=POSITIVE)


def encoded(image: Quantity) -> Any:
    """The encoding of an image."""
    return evaluated(encode.symbol(image.symbol), K, 1)


face_words = ("face", "siamese", "encoding", "verification", "triplet", "similarity", "anchor", "embedding")
distance = rule(
    "Squared distance of the encodings of two images",
    Quantity("d", "distance"),
    norm(encoded(one) - encoded(two)) ** 2,
    (encode, one, two),
    (
        Notation(r"d(x^{(1)}, x^{(2)}) = \|f(x^{(1)}) - f(x^{(2)})\|_2^2", (("x^1", "u"), ("x^2", "v"))),
        Notation(r"d(x^{(i)}, x^{(j)}) = \|f(x^{(i)}) - f(x^{(j)})\|_2^2", (("x^i", "u"), ("x^j", "v"))),
        Notation(r"d(A, P) = \|f(A) - f(P)\|^2", (("A", "u"), ("P", "v"))),
    ),
    face_words,
    "the squared length of the difference",
    faces,
)
triplet_loss = rule(
    "Triplet loss of encodings",
    Quantity("L", "loss"),
    Max(norm(encoded(one) - encoded(two)) ** 2 - norm(encoded(one) - encoded(third)) ** 2 + margin.symbol, 0,
        evaluate=False),
    (encode, one, two, third, margin),
    tuple(
        Notation(latex, (("A", "u"), ("P", "v"), ("N", "n"), ("calL", "L")))
        for latex in (
            r"\mathcal{L}(A, P, N) = \max(\|f(A) - f(P)\|^2 - \|f(A) - f(N)\|^2 + \alpha, 0)",
            r"\mathcal{L}(A, P, N) = \max\left(\|f(A) - f(P)\|_2^2 - \|f(A) - f(N)\|_2^2 + \alpha, 0\right)",
            r"\mathcal{L}(A, P, N) = \max(0, \|f(A) - f(P)\|^2 - \|f(A) - f(N)\|^2 + \alpha)",
            r"L = [\|f(A) - f(P)\|^2 - \|f(A) - f(N)\|^2 + \alpha]_+",
        )
    ),
    face_words,
    "what is missing for the stranger to be further away by the margin",
    Source("Schroff, Kalenichenko and Philbin 2015, FaceNet", "section 3.1, equation 3"),
)  # fmt: skip
i = bound_index("i")
weights = Quantity("w", "weights", shape=(codes,))
bias = Quantity("b", "bias")
first_code, second_code = (Quantity(name, "encoding of an image", shape=(codes,)) for name in ("f", "g"))
same_person = rule(
    "Probability that two encodings are of one person",
    Quantity("y_hat", "probability"),
    sigmoid(Sum(at(weights.symbol, i) * Abs(at(first_code.symbol, i) - at(second_code.symbol, i)), (i, 1, K))
            + bias.symbol),
    (weights, first_code, second_code, bias),
    (
        Notation(r"\hat{y} = \sigma\left(\sum_{i=1}^k w_i |f_i - g_i| + b\right)"),
        Notation(r"\hat{y} = \sigma\left(\sum_{k=1}^K w_k |f_k^{(i)} - f_k^{(j)}| + b\right)",
                 (("K", "k"), ("f^i", "f"), ("f^j", "g"))),
        Notation(r"\hat{y} = \sigma\left(b + \sum_{k=1}^K w_k |f_k^{(1)} - f_k^{(2)}|\right)",
                 (("K", "k"), ("f^1", "f"), ("f^2", "g"))),
    ),
    face_words,
    "a logistic unit reads the differences",
    faces,
)  # fmt: skip
TOPIC = Topic(
    "Boxes and faces",
    formulas=(
        box_area,
        overlap_side,
        overlap_area,
        distance,
        triplet_loss,
        same_person,
    ),
)
