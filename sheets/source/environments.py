"""The environments that hold mathematics, and whether their name belongs to the formula."""

from __future__ import annotations

_STARRED = ("equation", "align", "gather", "multline", "flalign", "alignat", "xalignat", "eqnarray", "dmath", "dgroup", "darray", "split",
            "displaymath", "math", "IEEEeqnarray")  # fmt: skip

# What surrounds a formula: the content alone is the formula.
FRAMES: frozenset[str] = frozenset(name + star for name in _STARRED for star in ("", "*"))
INLINE_FRAMES: frozenset[str] = frozenset({"math", "math*"})

# What is part of a formula: the environment itself is the formula when it stands on its own.
PARTS: frozenset[str] = frozenset(
    [kind + star for kind in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "cases", "dcases", "rcases")
     for star in ("", "*")]
    + ["psmallmatrix", "bsmallmatrix", "vsmallmatrix", "array", "aligned", "alignedat", "gathered", "multlined", "numcases", "subarray"]
)  # fmt: skip

# Frames that take an argument before the formula, as the number of columns of `alignat`.
WITH_ARGUMENT: frozenset[str] = frozenset({"alignat", "alignat*", "xalignat", "xalignat*", "IEEEeqnarray", "IEEEeqnarray*", "darray"})
