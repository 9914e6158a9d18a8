"""The catalogue's notations in sheets under one of their words: known in their letters, and never flagged in any."""

import pytest
from judged import LETTER, SETTLED, check, renamed

from sheets.meaning.matching import notations

SOME = notations()[7 :: len(notations()) // 40]
PLAIN = "abcghmnqruvwxyz"
"""Letters that have no meaning of their own."""

SETTLED_IN_THEIR_LETTERS = 0.95
SETTLED_IN_OTHERS = 0.85


def in_other_letters(latex):
    """A formula with each plain letter replaced by one that it does not have."""
    used = [letter for letter in PLAIN if letter in set(LETTER.findall(latex))]
    free = [letter for letter in PLAIN if letter not in used]
    return renamed(latex, " ".join(f"{mine}>{other}" for mine, other in zip(used, free, strict=False)))


def judged(one, latex):
    found = check(f"# {one.words[0].capitalize()}\n\nWe have\n\n$${latex}$$\n")
    assert not [finding for finding in found if finding.verdict.is_finding], (one.identity, latex)
    return bool(found) and all(finding.verdict in SETTLED for finding in found)


@pytest.mark.parametrize(
    ("spelled", "share"),
    [(str, SETTLED_IN_THEIR_LETTERS), (in_other_letters, SETTLED_IN_OTHERS)],
    ids=["their letters", "other letters"],
)
def test_a_notation_is_known_and_never_flagged(spelled, share):
    settled = sum(judged(one, spelled(one.latex)) for one in SOME)
    assert settled >= share * len(SOME), (settled, len(SOME))
