"""Conventions that a sheet states in words: what is a slip elsewhere is its school's way of writing."""

from __future__ import annotations

import re

LAYOUT = re.compile(
    r"row (vector|convention|layout)|(per|each|one) column|(as|are|in) (the )?columns|columns? (are|hold|of x)"
    r"|column[- ](distribution|stochastic)|as (its )?rows|transposed|denominator layout|numerator layout"
)
"""Words of sheets that lay their arrays out in another way than most."""

TRANSPOSED = re.compile(r"superscript (\\top|T)\b")
"""Words of corrections that turn an array."""

UPHILL = re.compile(
    r"(?<!negative )log[- ]likelihood|ascent|maximi[sz]|negative (slope|gradient|derivative)|subtract|target minus"
)
"""Words of sheets that climb, or take a difference from its other end."""

OTHERWISE = {"function": re.compile(r"ceil|\bcosts\b"), "range": re.compile(r"affine|with a bias")}
"""Words that go with another function or range."""

OUTGOING = re.compile(r"outgoing|weights (from|between) layer")
"""Words of sheets that number weights by the layer from which they lead."""

ANEW = re.compile(r"\b(instead|without|alternative(ly)?|variant|redefine|modif(y|ied)|other authors|another form)\b")
"""Words before what is defined a second time, as something else."""


def is_of_a_school(kind: str, words: str, nearby: str) -> bool:
    """Whether the words nearby explain a difference, of that kind and in those words, from what the field writes."""
    if " - " in words and kind == "order" and UPHILL.search(nearby) is not None:
        return True
    if kind in ("transpose", "order") or TRANSPOSED.search(words) is not None:
        return LAYOUT.search(nearby) is not None
    if kind in ("index", "term", "label"):
        return OUTGOING.search(nearby) is not None
    if kind in OTHERWISE:
        return OTHERWISE[kind].search(nearby) is not None
    return kind == "sign" and UPHILL.search(nearby) is not None


def defines_anew(nearby: str) -> bool:
    """Whether the words nearby say that something is defined in another way than before."""
    return ANEW.search(nearby) is not None
