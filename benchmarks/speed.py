"""How fast it is, as ratios to a floor that is measured in the same run, so that two machines can be compared.

`make bench` prints the table of `docs/benchmarks.md`. A time is the best of a few runs, on one core.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from derivations.algebra.points import Points
from derivations.algebra.terms import Relation
from derivations.algebra.worlds import FloatWorld
from derivations.catalogue import FORMULAS, formulas_of
from derivations.lowering import context_of, lower_statement
from derivations.proof import Outcome, prove
from numerics.agreement import both_sides
from numerics.results import Settings as Verifying
from numerics.verification import verify_all
from sheets.judging.results import Settings
from sheets.source.reading import read_sheet
from twofold.cache import Cache
from twofold.checking import check_sheets

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "examples" / "slips.md"
TOPIC = "softmax"
BATCH = 4096
BATCHED = ("softmax.jacobian_entry", "ridge.push_through", "factor_analysis.marginal_covariance")
PROVED = ("hyperbolic_tangent.derivative", "softmax.jacobian_entry", "ridge.push_through")


@dataclass(frozen=True)
class Row:
    """A line of the table: what was timed against which floor, both in seconds."""

    subject: str
    seconds: float
    floor: str
    floor_seconds: float

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.seconds / self.floor_seconds


def best(work: Callable[[], object], runs: int = 3) -> float:
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def sheet_rows() -> Iterator[Row]:
    """A whole sheet: in this process against reading it alone, and the command, cold and cached, against bare Python.
    """
    sheet, settings = read_sheet(SHEET), Settings()
    check_sheets([sheet], settings)  # loads the catalogue and the nominator's tables
    reading = best(lambda: read_sheet(SHEET))
    warm = best(lambda: check_sheets([sheet], settings), 1)
    yield Row(f"check {SHEET.name}, warm process", warm, "reading it", reading)
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        check_sheets([sheet], settings, cache=cache)
        cached = best(lambda: check_sheets([sheet], settings, cache=cache))
        yield Row("the same from the cache", cached, "reading it", reading)
    python = best(lambda: _run("-c", "pass"))
    command = ("-m", "twofold", "check", str(SHEET), "--quiet")
    cold = best(lambda: _run(*command, "--no-cache", "--jobs", "1"), 1)
    yield Row("twofold check, new process, no cache", cold, "python -c pass", python)
    _run(*command)
    yield Row("twofold check, new process, cached", best(lambda: _run(*command)), "python -c pass", python)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False)


def catalogue_rows() -> Iterator[Row]:
    """The catalogue in a new process: its registry, one formula shown from the cache, the list from the cache."""
    python = best(lambda: _run("-c", "pass"))
    registry = best(lambda: _run("-c", "import derivations.catalogue"))
    yield Row("import derivations.catalogue, new process", registry, "python -c pass", python)
    for name, *arguments in (("show", f"{TOPIC}.value"), ("list",)):
        _run("-m", "twofold", name, *arguments)
        cached = best(partial(_run, "-m", "twofold", name, *arguments))
        yield Row(f"twofold {name}, new process, cached", cached, "python -c pass", python)


def verify_row() -> Row:
    """A topic of the catalogue with its mutants, against the same without symbolic proofs."""
    ids = list(formulas_of(TOPIC))

    def verified(time_limit: float) -> Callable[[], object]:
        return lambda: list(verify_all(ids, Verifying(device="cpu", time_limit=time_limit)))

    floor = best(verified(0), 2)  # the first run also loads
    proved = best(verified(Verifying().time_limit), 1)
    return Row(f"verify {TOPIC}, {len(ids)} formulas", proved, "without proofs", floor)


def batch_rows() -> Iterator[Row]:
    """A loop in Python over 4,096 points, against one batch of them."""
    for id in BATCHED:
        claim, points = lower_statement(FORMULAS[id]), drawn(id)
        singly = [points.at(k) for k in range(points.batch)]
        loop = best(partial(evaluate_each, claim, singly), 1)
        batch = best(partial(evaluate_each, claim, [points]))
        yield Row(f"{id}, {points.batch:,} points in a loop", loop, "one batch", batch)


def proof_rows() -> Iterator[Row]:
    """A symbolic proof, against sampling the same statement at 4,096 points."""
    for id in PROVED:
        claim, points = lower_statement(FORMULAS[id]), drawn(id)
        context = context_of(FORMULAS[id])
        proof = best(partial(prove, context, claim, 60.0))
        shown = "proof" if prove(context, claim, 60.0).outcome is Outcome.EQUAL else "attempted proof"
        yield Row(f"{id}, {shown}", proof, "one batch", best(partial(evaluate_each, claim, [points])))


def drawn(id: str) -> Points:
    """A batch of points of a formula, its sizes at most 3."""
    context = context_of(FORMULAS[id])
    sizes = {size.name: min(size.largest, 3) for size in context.sizes}
    return context.draw(sizes, BATCH, np.random.default_rng(0))


def evaluate_each(claim: Relation, batches: Sequence[Points]) -> None:
    """Evaluate both sides of a claim in float64, batch after batch."""
    for points in batches:
        both_sides(claim, points.environment(FloatWorld()))


def rows() -> Iterator[Row]:
    """The whole table."""
    yield from sheet_rows()
    yield from catalogue_rows()
    yield verify_row()
    yield from batch_rows()
    yield from proof_rows()


def main() -> None:
    """Print the table in Markdown, a line as soon as it is known."""
    print("| what | time | floor | time of the floor | ratio |")
    print("| --- | ---: | --- | ---: | ---: |")
    for row in rows():
        taken, floor = (f"{1000 * seconds:,.1f} ms" for seconds in (row.seconds, row.floor_seconds))
        print(f"| {row.subject} | {taken} | {row.floor} | {floor} | {row.ratio:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
