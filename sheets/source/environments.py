"""The environments that hold mathematics, and whether their name belongs to the formula."""

from __future__ import annotations


def _starred(names: str) -> frozenset[str]:
    return frozenset(name + star for name in names.split() for star in ("", "*"))


# What surrounds a formula: the content alone is the formula.
FRAMES = _starred(
    "equation align gather multline flalign alignat xalignat eqnarray dmath dgroup darray split displaymath math "
    "IEEEeqnarray"
)
INLINE_FRAMES = _starred("math")

# Frames that take an argument before the formula, as `alignat` its number of columns, and frames that may take options.
WITH_ARGUMENT = _starred("alignat xalignat IEEEeqnarray darray")
WITH_OPTIONS = _starred("dmath dgroup")

# What is part of a formula: the environment itself is the formula when it stands on its own.
PARTS = _starred(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix vsmallmatrix cases dcases "
    "rcases numcases array subarray aligned alignedat gathered multlined"
)
