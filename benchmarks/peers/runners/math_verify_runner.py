"""Math-Verify: each side parsed as an answer in LaTeX, then compared as gold and target."""

from typing import Any

from answering import RIGHT, WRONG, answer
from math_verify import parse, verify


def read(side: str) -> Any:
    """The parsed side. Raises ValueError where only the text came back."""
    found = parse(f"${side}$", parsing_timeout=None, raise_on_error=True)
    if not found or all(isinstance(value, str) for value in found):
        raise ValueError(side)
    return found


def compare(left: Any, right: Any) -> str:
    """Whether Math-Verify takes the right side for the left one."""
    same = verify(left, right, timeout_seconds=None, raise_on_error=True)
    return RIGHT if same else WRONG


answer(read, [compare])
