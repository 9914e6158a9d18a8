"""Ask the other checkers of every relation that `make accuracy` compares, each in an environment of its own.

`make peers` makes the environments in `build/peers` from the pinned requirements, asks what is not yet answered, and
keeps the answers in `benchmarks/peers/answers.json`; `--again` asks everything.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpora import ONE_OF, ROOT, chosen, made, own_sheets, strangers_sheets
from benchmarks.peers.answers import ANSWERS, LIMIT, Answers, read_answers, write_answers
from benchmarks.peers.checkers import CHECKERS, REQUIREMENTS, RUNNERS, Checker
from benchmarks.peers.relations import SHARE, Relation, change_of, is_asked, relations_at
from sheets.source.reading import read_sheet

ENVIRONMENTS = ROOT / "build" / "peers"
LATE = "t"


def relations() -> dict[str, Relation]:
    """The sampled relations of both corpora and, for each sampled slip, those that it touches and makes, by digest.

    Slips of the own sheets are taken of all formulas, so that what the tool shows to be right does not matter.
    """
    own, strangers = own_sheets(), strangers_sheets()
    found = [relation for path in (*own, *strangers) for relation in relations_at(path) if is_asked(relation)]
    plants = [plant for path in own for plant in made(read_sheet(Path(path)), ONE_OF * SHARE)]
    plants += [plant for plant in chosen(strangers) if is_asked(plant)]
    for plant in plants:
        change = change_of(plant)
        found += (*change.before, *change.after) if change.after else ()
    return {relation.digest: relation for relation in found}


def python_of(checker: Checker) -> Path:
    """The Python of a peer's environment, which is made if its requirements are newer than it."""
    requirements = REQUIREMENTS / f"{checker.environment}.txt"
    folder = ENVIRONMENTS / checker.environment
    python, ready = folder / "bin" / "python", folder / ".ready"
    if not ready.exists() or ready.stat().st_mtime < requirements.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(requirements)], check=True)
        ready.touch()
    return python


def asked(checker: Checker, items: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """The letters of a peer for each relation, in order; one that ends the process is out of time."""
    python, runner = python_of(checker), RUNNERS / f"{checker.runner}.py"
    while items:
        ran = subprocess.run(
            [str(python), str(runner), str(LIMIT)],
            input="".join(f"{json.dumps(item)}\n" for item in items),
            capture_output=True,
            text=True,
        )
        answers = [line.split("\t") for line in ran.stdout.splitlines() if line.count("\t") == 1]
        if not answers and ran.returncode > 0:
            raise RuntimeError(f"{checker.runner}: {ran.stderr.strip()[-500:]}")
        yield from ((digest, letters) for digest, letters in answers)
        items = items[len(answers) :]
        if items:
            yield items[0][0], LATE * len(checker.rows)
            items = items[1:]


def main() -> None:
    """Ask, and keep the answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="ask also what is answered already")
    options = parser.parse_args()
    wanted = relations()
    kept = {} if options.again else dict(read_answers().letters)
    items = [(digest, one.left, one.right) for digest, one in wanted.items() if digest not in kept]
    print(f"{len(wanted)} relations, {len(items)} of them to be asked.", flush=True)
    letters = {digest: "" for digest, _, _ in items}
    for checker in CHECKERS:
        for digest, said in asked(checker, items):
            letters[digest] += said
        print(f"{checker.runner}: done.", flush=True)
    known = kept | letters
    write_answers(Answers({digest: known[digest] for digest in wanted}))
    print(f"Wrote {ANSWERS.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
