r"""Scales of initial weights as standard deviations and limits, as books print them beside the variances.

The weights are drawn from a normal law with deviation sigma or uniformly from (-r, r); n_in is the fan-in of a layer,
n_out its fan-out. The variances stand in `initialisation`.
"""

from __future__ import annotations

from typing import Any

from sympy import sqrt

from derivations.stanzas import rule
from derivations.vocabulary import Formula, Notation, Quantity, Source, Topic, integers

zhang = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 5.4.2")
glorot = Source("Glorot and Bengio 2010, Understanding the Difficulty of Training Deep Networks", "equation 16")
he = Source("He, Zhang, Ren and Sun 2015, Delving Deep into Rectifiers", "section 2.2")
lecun = Source("LeCun, Bottou, Orr and Müller 1998, Efficient BackProp", "section 4.6")
fan_in = Quantity("n_in", "units below", domain=integers(1, 8))
fan_out = Quantity("n_out", "units", domain=integers(1, 8))
n_in, n_out = fan_in.symbol, fan_out.symbol
deviation, limit = Quantity("sigma", "standard deviation"), Quantity("r", "largest weight")
words = ("initialisation", "initialization", "initialise", "initialize", "xavier", "glorot", "kaiming", "lecun",
         "fan-in", "fan_in", "weights are drawn")  # fmt: skip
LETTERS = ((r"n_{in}", r"n_{out}"), (r"n_{\text{in}}", r"n_{\text{out}}"), ("n^{[l-1]}", "n^{[l]}"))


def scale(title: str, left: Quantity, right: Any, source: Source, because: str, *spellings: str) -> Formula:
    """A scale by the sizes of the layers: `<` is the fan-in, `>` the fan-out."""
    found = []
    for below, here in LETTERS:
        for spelling in spellings:
            latex = spelling.replace("<", below).replace(">", here)
            names = (("n^l-1", "n_in"), ("n^l", "n_out")) if "[l" in below else ()
            for letter in ("r", "a", r"\epsilon") if left is limit else (r"\sigma",):
                found.append(Notation(f"{letter} = {latex}", (*names, (letter.replace("\\", ""), left.name))))
    sizes = (fan_in, fan_out) if any(">" in spelling for spelling in spellings) else (fan_in,)
    return rule(title, left, right, sizes, tuple(found), words, because, source)


mean_fan = "keeps the variance between that of the signals and that of the gradients"
forward = "keeps the variance of the signals"
half = "the rectifier loses half of the mean square"
uniform = "a uniform law on (-r, r) has the variance r^2/3"
glorot_deviation = scale(
    "Standard deviation of Glorot's (Xavier's) initial weights", deviation, sqrt(2 / (n_in + n_out)), zhang, mean_fan,
    r"\sqrt{\frac{2}{< + >}}", r"\sqrt{2 / (< + >)}",
)  # fmt: skip
glorot_limit = scale(
    "Limit of Glorot's (Xavier's) uniform initial weights", limit, sqrt(6 / (n_in + n_out)), glorot, uniform,
    r"\sqrt{\frac{6}{< + >}}", r"\frac{\sqrt{6}}{\sqrt{< + >}}", r"\sqrt{6 / (< + >)}",
)  # fmt: skip
he_deviation = scale(
    "Standard deviation of He's (Kaiming's) initial weights", deviation, sqrt(2 / n_in), he, half,
    r"\sqrt{\frac{2}{<}}", r"\sqrt{2 / <}", r"\frac{\sqrt{2}}{\sqrt{<}}",
)  # fmt: skip
he_limit = scale(
    "Limit of He's (Kaiming's) uniform initial weights", limit, sqrt(6 / n_in), he, uniform,
    r"\sqrt{\frac{6}{<}}", r"\sqrt{6 / <}",
)  # fmt: skip
lecun_deviation = scale(
    "Standard deviation of LeCun's initial weights", deviation, sqrt(1 / n_in), lecun, forward,
    r"\sqrt{\frac{1}{<}}", r"\frac{1}{\sqrt{<}}", r"\sqrt{1 / <}",
)  # fmt: skip
lecun_limit = scale(
    "Limit of LeCun's uniform initial weights", limit, sqrt(3 / n_in), lecun, uniform,
    r"\sqrt{\frac{3}{<}}", r"\sqrt{3 / <}",
)  # fmt: skip

TOPIC = Topic(
    "Scales of initial weights",
    formulas=(glorot_deviation, glorot_limit, he_deviation, he_limit, lecun_deviation, lecun_limit),
)
