"""What the peers answered, kept in a file beside this one: `make accuracy` reads it, `make peers` writes it.

For each relation, under the digest of its two sides, a letter for each row of the table: `=` right, `!` wrong, `?`
undecided, `-` not read, `t` out of time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.checkers import CHECKERS, HERE

ANSWERS = HERE / "answers.json"
LIMIT = 3.0  # seconds of processor time for each side and each comparison
SETTINGS = {"limit": LIMIT, "peers": {checker.runner: checker.version for checker in CHECKERS}}


@dataclass(frozen=True)
class Answers:
    """The letters of each relation by its digest."""

    letters: Mapping[str, str]

    def of(self, digest: str, row: int) -> str | None:
        """What the peer of a row said of a relation, or None if it was not asked."""
        found = self.letters.get(digest)
        return None if found is None else found[row]


def read_answers(path: Path = ANSWERS) -> Answers:
    """The answers that were kept; none if there is no file, or if it is of other versions or another limit."""
    if not path.exists():
        return Answers({})
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Answers(kept["answers"] if kept["settings"] == SETTINGS else {})


def write_answers(answers: Answers, path: Path = ANSWERS) -> None:
    """Keep the answers, sorted, one a line."""
    lines = ",\n".join(f'  "{digest}": "{letters}"' for digest, letters in sorted(answers.letters.items()))
    path.write_text(f'{{"settings": {json.dumps(SETTINGS)},\n "answers": {{\n{lines}\n}}}}\n', encoding="utf-8")
