"""The finding codes: what each means, and where it stands in its family."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A finding code with a title, a page of explanation, and two one-line sheets: one flagged, one fine."""

    name: str
    title: str
    meaning: str
    flagged: str
    fine: str


CODES: tuple[Code, ...] = (
    Code("SYN101", "A formula that cannot be read as mathematics", "", r"$\sigma(z = 1$", r"$\sigma(z) = 1$"),
)
