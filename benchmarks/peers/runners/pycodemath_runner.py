"""pycodemath: its LaTeX rules, which its own benchmark on competition problems uses, and then its `check_equal`."""

from answering import RIGHT, UNDECIDED, WRONG, answer
from pycodemath import parse
from pycodemath.bench.real_bench import translate
from pycodemath.verify import VerdictStatus, check_equal

LETTERS = {VerdictStatus.VERIFIED: RIGHT, VerdictStatus.REFUTED: WRONG, VerdictStatus.UNDECIDED: UNDECIDED}


def read(side: str) -> str:
    """The side in pycodemath's own notation. Raises what it raises for a text that it cannot read."""
    text = translate(side)
    parse(text)
    return text


def compare(left: str, right: str) -> str:
    """What pycodemath says of the identity."""
    return LETTERS[check_equal(left, right).status]


answer(read, [compare])
