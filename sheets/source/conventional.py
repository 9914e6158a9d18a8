"""The conventional macros that stand in for absent packages."""

CONVENTIONAL: dict[str, tuple[tuple[str, str], ...]] = {"norm": (("bm", r"\lVert #2 \rVert"), ("sm", r"\lVert #1 \rVert"))}
