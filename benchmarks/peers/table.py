"""The table of other checkers: on a sample of the same relations and the same slips, this tool's row first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.page import Corpus, share, table
from benchmarks.peers.answers import LIMIT, Answers, read_answers
from benchmarks.peers.checkers import CHECKERS, ROWS
from benchmarks.peers.relations import SHARE, Change, Relation, change_of, is_asked, relations_at
from benchmarks.planting import TRUE, Fate
from sheets.judging.results import Finding, SheetResult
from twofold.pool import spread

Said = Callable[[str, Relation], str]
RIGHT, WRONG, UNDECIDED, NO_ANSWER = "=", "!", "?", "-t"
INTRODUCTION = """\
## Other checkers

What other tools make of the same relations and slips, a sample of one in {share} drawn by checksums. `make peers`
installs them, each in an environment of its own ({versions}; all pins are in `benchmarks/peers/requirements`), and asks
them through `benchmarks/peers/runners`; `make accuracy` reads their answers from `benchmarks/peers/answers.json`. Each
has {limit:g} seconds of processor time for a side and for a comparison.

They are handed the two sides of each equation as plain LaTeX. This tool's reader cuts them out of the sheets, expands
the macros and takes chains apart, which helps them: of these tools only SciEqLint reads a sheet itself. Inequalities
are left out, and so are slips that change none but them. Twofold is given the sheet, and reads all of them by
construction.

- **Math-Verify** (`parse`, `verify`) compares answers of students: its no means that it could not show equality.
- **SymPy** (`parse_latex` of both grammars) is asked whether the difference simplifies to zero and what `.equals` says.
  The ANTLR parser may keep the part of a text that it understands and drop the rest in silence; that counts as read.
- **SciEqLint** reports polynomial identities that fail. It counts as showing an equation if it is silent, and no longer
  silent when one is added to the right side.
- **pycodemath** (`check_equal`) has no LaTeX parser in its interface; its sides come through the translation rules of
  its own benchmark, `pycodemath.bench.real_bench.translate`.

None of them knows definitions: that a name or a function is given a meaning is to them an equation that fails. So the
right relations whose left side computes something, the *claims*, stand apart. *Reads* is any answer in time. A slip is
*called wrong* if one of the equations that it changes is; it is *told apart* if the right equations in its place are
not called wrong as well. A checker that calls everything wrong sees every slip and tells none apart."""
HEAD = (
    "checker",
    "reads",
    "shown right",
    "right ones called wrong",
    "claims shown right",
    "claims called wrong",
    "slips called wrong",
    "slips told apart",
)


@dataclass(frozen=True)
class Sample:
    """What every checker was asked of a corpus: relations with their sheets, changes with whether Twofold saw the slip.

    `missing` counts those of which the others were not asked yet.
    """

    relations: Sequence[tuple[str, Relation]]
    changes: Sequence[tuple[bool, Change]]
    missing: int


def render_peers(corpora: Sequence[Corpus], jobs: int) -> str:
    """The section of the page; nothing where no answers are kept."""
    answers = read_answers()
    if not answers.letters:
        return ""
    versions = ", ".join(dict.fromkeys(f"`{checker.version}`" for checker in CHECKERS))
    parts = [INTRODUCTION.format(share=SHARE, versions=versions, limit=LIMIT)]
    for corpus in corpora:
        parts += _corpus(corpus, sample_of(corpus, answers, jobs), answers)
    return "\n\n".join(parts)


def sample_of(corpus: Corpus, answers: Answers, jobs: int) -> Sample:
    """What the checkers were asked of a corpus: right relations and slips that are none of the still true ones."""
    paths = [result.path for result in corpus.results]
    relations = [(path, relation) for path in paths for relation in relations_at(path) if is_asked(relation)]
    outcomes = [o for o in corpus.outcomes if o.fate is not Fate.EQUAL and is_asked(o.plant)]
    found = spread(change_of, [outcome.plant for outcome in outcomes], jobs, together=8)
    changes = [(o.fate is Fate.SEEN, change) for o, change in zip(outcomes, found, strict=True) if change.after]
    asked = [(path, relation) for path, relation in relations if relation.digest in answers.letters]
    compared = [(seen, change) for seen, change in changes if _is_answered(change, answers)]
    return Sample(asked, compared, len(relations) - len(asked) + len(changes) - len(compared))


def _is_answered(change: Change, answers: Answers) -> bool:
    return all(relation.digest in answers.letters for relation in (*change.before, *change.after))


def _corpus(corpus: Corpus, sample: Sample, answers: Answers) -> Iterator[str]:
    claims = sum(relation.is_claim for _, relation in sample.relations)
    text = (
        f"{corpus.name}: {len(sample.relations)} right relations, {claims} of them claims, "
        f"and {len(sample.changes)} slips."
    )
    if sample.missing:
        text += f" Of {sample.missing} more the others were not asked yet: `make peers`."
    own = [change for seen, change in sample.changes if seen]
    rows = [_row("**Twofold**", _own(corpus.results), own, sample)]
    for number, title in enumerate(ROWS):
        said = _said(answers, number)
        called = [change for _, change in sample.changes if _calls(said, change.plant.path, change.after)]
        rows.append(_row(title, said, called, sample))
    yield text
    yield table(HEAD, rows)


def _said(answers: Answers, number: int) -> Said:
    """What the checker of a row says of a relation."""
    return lambda path, relation: answers.letters[relation.digest][number]


def _own(results: Sequence[SheetResult]) -> Said:
    """What Twofold says of a right relation of the sheets."""
    found = {(finding.path, finding.start, finding.end): _letter(finding) for r in results for finding in r.findings}
    return lambda path, relation: found.get((path, relation.start, relation.end), UNDECIDED)


def _letter(finding: Finding) -> str:
    return RIGHT if finding.verdict in TRUE else WRONG if finding.verdict.is_finding else UNDECIDED


def _calls(said: Said, path: str, relations: Sequence[Relation]) -> bool:
    """Whether one of these relations is called wrong."""
    return any(said(path, relation) == WRONG for relation in relations)


def _row(title: str, said: Said, seen: Sequence[Change], sample: Sample) -> list[str]:
    letters = [said(path, relation) for path, relation in sample.relations]
    of_claims = [letter for letter, (_, one) in zip(letters, sample.relations, strict=True) if one.is_claim]
    apart = [change for change in seen if not _calls(said, change.plant.path, change.before)]
    return [
        title,
        share(sum(letter not in NO_ANSWER for letter in letters), len(letters)),
        share(letters.count(RIGHT), len(letters)),
        share(letters.count(WRONG), len(letters)),
        share(of_claims.count(RIGHT), len(of_claims)),
        share(of_claims.count(WRONG), len(of_claims)),
        share(len(seen), len(sample.changes)),
        f"**{share(len(apart), len(sample.changes))}**",
    ]
