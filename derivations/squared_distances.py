"""Squared lengths and distances multiplied out: the identities that tie them to inner products."""

from __future__ import annotations

from derivations.operators import dot, norm
from derivations.stanzas import identity, written
from derivations.vocabulary import Quantity, Size, Source, Topic

deisenroth = "Deisenroth, Faisal and Ong, Mathematics for Machine Learning"
strang = "Strang, Introduction to Linear Algebra"
rows = Size("n", "entries", largest=4)
first = Quantity("x", "a vector", shape=(rows,))
second = Quantity("y", "another vector", shape=(rows,))
a, b = first.symbol, second.symbol
norm_words = ("norm", "inner product", "distance", "polarization", "polarisation", "law of cosines", "parallelogram")
pair = (first, second)
squared_distance = identity(
    "Squared distance multiplied out",
    norm(a - b) ** 2,
    (
        (dot(a - b, a - b), "a squared length is an inner product"),
        (norm(a) ** 2 - 2 * dot(a, b) + norm(b) ** 2, "the inner product is linear on both sides"),
    ),
    pair,
    written(
        r"\|x - y\|^2 = \|x\|^2 - 2 x^\top y + \|y\|^2",
        r"\|x - y\|^2 = \|x\|^2 + \|y\|^2 - 2 \langle x, y \rangle",
        r"\|x - y\|_2^2 = x^\top x - 2 x^\top y + y^\top y",
    ),
    norm_words,
    Source(strang, "section 1.2"),
)
squared_sum = identity(
    "Squared length of a sum",
    norm(a + b) ** 2,
    (
        (dot(a + b, a + b), "a squared length is an inner product"),
        (norm(a) ** 2 + 2 * dot(a, b) + norm(b) ** 2, "the inner product is linear on both sides"),
    ),
    pair,
    written(
        r"\|x + y\|^2 = \|x\|^2 + 2 x^\top y + \|y\|^2",
        r"\|x + y\|^2 = \|x\|^2 + 2 \langle x, y \rangle + \|y\|^2",
        r"\|x + y\|_2^2 = \|x\|_2^2 + \|y\|_2^2 + 2 x \cdot y",
    ),
    norm_words,
    Source(strang, "section 1.2"),
)
parallelogram = identity(
    "Parallelogram law",
    norm(a + b) ** 2 + norm(a - b) ** 2,
    (
        (2 * dot(a, a) + 2 * dot(b, b) + 2 * dot(a, b) - 2 * dot(a, b), "multiply both squares out"),
        (2 * norm(a) ** 2 + 2 * norm(b) ** 2, "the mixed terms cancel"),
    ),
    pair,
    written(
        r"\|x + y\|^2 + \|x - y\|^2 = 2 \|x\|^2 + 2 \|y\|^2",
        r"\|x + y\|^2 + \|x - y\|^2 = 2 (\|x\|^2 + \|y\|^2)",
    ),
    norm_words,
    Source(deisenroth, "section 3.1"),
)
polarisation = identity(
    "Polarisation identity",
    dot(a, b),
    (
        (dot(a + b, a + b) / 4 - dot(a - b, a - b) / 4, "the mixed terms are all that differs"),
        ((norm(a + b) ** 2 - norm(a - b) ** 2) / 4, "the inner product with itself is the squared length"),
    ),
    pair,
    written(
        r"x^\top y = \frac{1}{4} (\|x + y\|^2 - \|x - y\|^2)",
        r"\langle x, y \rangle = \frac{1}{4} \left(\|x + y\|^2 - \|x - y\|^2\right)",
        r"\langle x, y \rangle = \frac{\|x + y\|^2 - \|x - y\|^2}{4}",
    ),
    norm_words,
    Source(deisenroth, "section 3.2"),
)
half_polarisation = identity(
    "Inner product from three squared lengths",
    dot(a, b),
    (
        ((dot(a, a) + dot(b, b) - dot(a - b, a - b)) / 2, "the squared distance multiplied out"),
        ((norm(a) ** 2 + norm(b) ** 2 - norm(a - b) ** 2) / 2, "the inner product with itself is the squared length"),
    ),
    pair,
    written(
        r"x^\top y = \frac{1}{2} (\|x\|^2 + \|y\|^2 - \|x - y\|^2)",
        r"\langle x, y \rangle = \frac{1}{2} \left(\|x\|^2 + \|y\|^2 - \|x - y\|^2\right)",
        r"2 x^\top y = \|x\|^2 + \|y\|^2 - \|x - y\|^2",
    )[:2],
    norm_words,
    Source(deisenroth, "section 3.2"),
)

TOPIC = Topic(
    "Squared lengths and distances",
    formulas=(
        squared_distance,
        squared_sum,
        parallelogram,
        polarisation,
        half_polarisation,
    ),
)
