"""Checking a sheet: every relation of every span gets a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from derivations.catalogue import FORMULAS
from sheets.judging.comparisons import TELLING
from sheets.judging.definitions import assumes, judge_definition
from sheets.judging.identities import judge_identity
from sheets.judging.naming import MEASURES, head_of
from sheets.judging.outcomes import Judgement, values_at
from sheets.judging.results import Counterexample, Finding, Included, Settings, SheetResult, Verdict
from sheets.judging.schools import defines_anew, said_in
from sheets.judging.settled import DEFINING, at_once, closed, in_digits, is_new_function
from sheets.judging.statements import (
    Statement,
    is_calculation,
    is_call,
    is_constant,
    is_name,
    statements_of,
)
from sheets.meaning.declarations import declarations_in, merged
from sheets.meaning.features import uses
from sheets.meaning.hypotheses import Declared, Known
from sheets.meaning.joints import speaks_of_densities
from sheets.meaning.lets import Definition, definition_in
from sheets.meaning.parts import tokens_of
from sheets.notation.formulas import read_formula
from sheets.notation.tokens import SyntaxFault
from sheets.notation.tree import EMPTY, Node, read_as
from sheets.source import Sheet, Span

AHEAD = 4  # spans after a formula whose declarations still belong to its sentence
PARAGRAPH = 4  # spans before a formula whose prose may still speak of it
REACH = 25  # spans after a definition in which it still counts, within its section
PLAIN_RELATIONS = ("=", "\\le", "\\ge", "<", ">", "\\approx", "\\in", "\\sim", "\\propto", "\\neq", "\\ne")


@dataclass(frozen=True)
class Task:
    """One relation to judge: everything that its verdict depends on, so that another process can take it."""

    text: str
    statement: Statement
    known: Known
    nearby: str


Spread = Callable[[Callable[[Task], Judgement], Sequence[Task]], Iterable[Judgement]]


def check_sheet(sheet: Sheet, settings: Settings, spread: Spread = map) -> SheetResult:
    """Every relation of a sheet with its verdict, in reading order; `spread` maps the judge over the relations."""
    trees = [_tree(span) for span in sheet.spans]
    places: list[tuple[Span, Statement]] = []
    tasks: list[Task] = []
    unreadable: list[Finding] = []
    fragments: Counter[str] = Counter()
    for span, tree, statements, bare, known, nearby in _with_context(sheet.spans, trees):
        if not isinstance(tree, Node):
            finding = _unreadable(sheet, span, tree)
            fragments[span.path] += finding is None
            unreadable += [finding] if finding is not None else []
            continue
        fragments[span.path] += bare
        for statement, what in zip(statements, known, strict=True):
            if settings.line is None or _line_of(sheet, span, statement) == settings.line:
                places.append((span, statement))
                tasks.append(Task(span.math.text, statement, what, nearby))
    judgements = spread(partial(_judged, settings=settings), tasks)
    found = [
        _finding(sheet, span, statement, judgement, settings)
        for (span, statement), judgement in zip(places, judgements, strict=True)
    ]
    if settings.line is not None:
        unreadable = [finding for finding in unreadable if finding.line == settings.line]
    files = list(sheet.texts)
    order = sorted([*found, *unreadable], key=lambda finding: (files.index(finding.path), finding.start))
    spans = Counter(span.path for span in sheet.spans)
    included = tuple(Included(path, text, spans[path], fragments[path]) for path, text in sheet.included)
    return SheetResult(sheet.path, sheet.text, len(sheet.spans), fragments.total(), tuple(order), included)


Tree = Node | SyntaxFault | RecursionError


def _with_context(
    spans: Sequence[Span], trees: Sequence[Tree]
) -> Iterator[tuple[Span, Tree, list[Statement], int, list[Known], str]]:
    """Each span with its relations, what the sheet has said by then, and the words around it."""
    declared: dict[str, Declared] = {}
    lets: dict[str, tuple[int, Definition]] = {}
    conventions = ""
    for position, (span, tree) in enumerate(zip(spans, trees, strict=True)):
        conventions = conventions or said_in(span.before)
        if position and span.heading != spans[position - 1].heading:
            lets = {}
        if not isinstance(tree, Node):
            yield span, tree, [], 0, [], ""
            continue
        declared = merged(declared, declarations_in(tree, span.before, span.after))
        ahead = _declared_ahead(spans, trees, position)
        statements, bare = statements_of(tree, span.before)
        known: list[Known] = []
        for statement in statements:
            near = {name: let for name, (since, let) in lets.items() if position - since <= REACH}
            known.append(Known(merged(declared, ahead), near))
            if statement.step == 0 and (found := definition_in(statement.chain)) is not None:
                lets[found[0]] = (position, found[1])
        yield span, tree, statements, bare, known, f"{_nearby(spans, position)} {conventions}".rstrip()


def _nearby(spans: Sequence[Span], position: int) -> str:
    """Headings and prose around a span, in lower case: the paragraph so far, and a little of what follows."""
    span = spans[position]
    before = [other.before for other in spans[max(0, position - PARAGRAPH) : position] if other.heading == span.heading]
    return " ".join((*span.heading[-2:], *before, span.before[-160:], span.after[:60])).lower()


def _line_of(sheet: Sheet, span: Span, statement: Statement) -> int:
    start, _ = span.math.between(statement.left.start, max(statement.left.end, statement.right.end))
    return sheet.texts[span.path].count("\n", 0, start) + 1


def _tree(span: Span) -> Tree:
    try:
        return read_formula(span.math.text)
    except (SyntaxFault, RecursionError) as error:
        return error


def _declared_ahead(spans: Sequence[Span], trees: Sequence[Tree], position: int) -> dict[str, Declared]:
    """What the same sentence declares after a formula: "y = Wx with W ∈ …"."""
    found: dict[str, Declared] = {}
    for span, tree in list(zip(spans, trees, strict=True))[position + 1 : position + 1 + AHEAD]:
        if (
            span.heading != spans[position].heading
            or "." in span.before.strip().rstrip(".")[-200:] + span.before.strip()[-1:]
        ):
            break
        if isinstance(tree, Node):
            found = merged(found, declarations_in(tree, span.before, span.after))
    return found


def _unreadable(sheet: Sheet, span: Span, error: SyntaxFault | RecursionError) -> Finding | None:
    """A span that cannot be parsed: malformed when its own brackets do not pair, else not understood."""
    text = span.math.text
    if not any(sign in text for sign in PLAIN_RELATIONS):
        return None
    message = error.message if isinstance(error, SyntaxFault) else "brackets nested too deeply"
    broken = isinstance(error, SyntaxFault) and error.broken and _unbalanced(text)
    judgement = (
        Judgement(Verdict.MALFORMED, "SYN101", message=f"This cannot be read as mathematics: {message}.")
        if broken
        else Judgement(Verdict.UNCHECKED, "UNK101", reason=message)
    )
    return _located(sheet, span.path, span.start, span.end, judgement, None, ())


def _unbalanced(text: str) -> bool:
    plain = text.replace("\\{", "(").replace("\\}", ")")
    return sum(plain.count(c) for c in "([{") != sum(plain.count(c) for c in ")]}")


def _finding(sheet: Sheet, span: Span, statement: Statement, judgement: Judgement, settings: Settings) -> Finding:
    left, right = statement.left, statement.right
    start, end = span.math.between(min(left.start, right.start), max(left.end, right.end))
    if judgement.suggestion is not None and not _unexpanded(sheet, span):
        judgement = replace(judgement, unique=False)
    values: tuple[tuple[str, str], ...] = ()
    if judgement.counterexample is not None and judgement.claim is not None:
        values = values_at(judgement.counterexample.points, judgement.claim, judgement.letters)
    finding = _located(sheet, span.path, start, end, judgement, read_as(statement.pair), values)
    if finding.counterexample is None:
        return finding
    replay = f"twofold check {sheet.path} --line {finding.line} --seed {settings.seed}"
    return replace(finding, counterexample=replace(finding.counterexample, replay=replay))


def _unexpanded(sheet: Sheet, span: Span) -> bool:
    """Whether the parsed text is the file's own text, so that a suggestion can stand in its place."""
    return sheet.texts[span.path][span.start : span.end] == span.math.text


def _judged(task: Task, settings: Settings) -> Judgement:
    """The verdict; a formula on which the judge itself fails is unchecked, and costs no other formula its verdict."""
    try:
        return judge(task.text, task.statement, task.known, task.nearby, settings)
    except Exception as error:
        return Judgement(
            Verdict.UNCHECKED, "UNK103", reason=f"the check of this formula failed ({type(error).__name__})"
        )


def judge(text: str, statement: Statement, known: Known, nearby: str, settings: Settings) -> Judgement:
    """The verdict on one relation: what it is first, then the catalogue, then the formula on its own."""
    settled = at_once(statement)
    nearby = f"{nearby} {_spelled_out(statement)}"
    if settled is not None:
        found = _as_an_estimate(text, statement, nearby, settings)
        return found or _worked_out(text, statement, known, nearby, settings) or settled
    found = judge_definition(text, statement, nearby, settings)
    if found is not None and not found.verdict.is_finding and _differentiates(statement, known):
        alone = judge_identity(text, statement, known, nearby, settings)
        if alone.verdict is Verdict.WRONG and alone.suggestion is not None:
            return alone
    if found is not None and (not found.verdict.is_finding or statement.assumed or is_name(statement.left)):
        return _under_its_assumption(text, statement, known, nearby, settings, found)
    if statement.assumed and not speaks_of_densities(statement.pair) and not is_calculation(statement):
        return Judgement(Verdict.DEFINITION, reason="a condition")
    if found is not None:
        alone = judge_identity(text, statement, known, nearby, settings)
        return found if alone.verdict not in (Verdict.PROVED, Verdict.CONFIRMED) else alone
    left = statement.left
    chained = _through_chain(text, statement, nearby, settings)
    if chained is not None and not chained.verdict.is_finding:
        return chained
    if statement.step == 0 and _gives_a_meaning(statement):
        return Judgement(Verdict.DEFINITION)
    if statement.step == 0 and head_of(left) in known.definitions and defines_anew(nearby):
        return Judgement(Verdict.DEFINITION)
    alone = judge_identity(text, statement, known, nearby, settings)
    named = statement.step == 0 and is_call(left) and statement.operator == "="
    if alone.verdict is Verdict.UNCHECKED and (named or statement.operator in DEFINING):
        return Judgement(Verdict.DEFINITION)
    return chained if chained is not None and alone.verdict is Verdict.UNCHECKED else alone


def _as_an_estimate(text: str, statement: Statement, nearby: str, settings: Settings) -> Judgement | None:
    """What the catalogue says of an estimate that a sheet writes with "about", as a mean over samples."""
    if statement.operator != "approx" or EMPTY in (statement.left, statement.right):
        return None
    if is_name(statement.left) and len(tokens_of(statement.pair)) < TELLING:
        return None
    equal = Statement(replace(statement.pair, value="="), 0, "=", statement.assumed)
    found = judge_definition(text, equal, nearby, settings)
    return found if found is not None and not found.verdict.is_finding else None


def _worked_out(
    text: str, statement: Statement, known: Known, nearby: str, settings: Settings
) -> Judgement | None:
    """What comes of a value "about" so much in digits, where the sheet says how it is computed: `H(0.25) ≈ 0.811`."""
    if statement.operator != "approx" or EMPTY in (statement.left, statement.right) or not in_digits(statement.right):
        return None
    if is_name(statement.left) or not any(node.kind == "number" for node in statement.left.walk()):
        return None
    found = judge_identity(text, statement, known, nearby, settings)
    return found if found.verdict in (Verdict.PROVED, Verdict.CONFIRMED) or found.code == "CON101" else None


def _differentiates(statement: Statement, known: Known) -> bool:
    """Whether the left side is a derivative of something that the sheet defines: then its definition decides."""
    slopes = any(node.kind in ("derivative", "nabla", "jacobian") for node in statement.left.walk())
    return slopes and bool(set(uses(statement.left)) & set(known.definitions))


def _gives_a_meaning(statement: Statement) -> bool:
    """Whether a relation only says what a name stands for; a worked number, `σ(-4) = 0.018`, says more."""
    left = statement.left
    if speaks_of_densities(statement.pair):
        return False
    if head_of(left) in MEASURES and statement.operator == "=":
        return is_name(statement.right) or is_constant(statement.right)
    if left.kind == "script" and left.children[0].is_name("e"):
        return False
    if is_call(left) and is_constant(statement.right) and closed(left.children[1]):
        return False
    return is_name(left) or _is_named(statement) or is_call(left) or is_new_function(left)


ABBREVIATED = {
    "kl": "kl divergence",
    "mse": "mean squared error",
    "elbo": "evidence lower bound",
    "ce": "cross-entropy",
    "var": "variance",
    "cov": "covariance",
}
"""What a formula abbreviates in its own names."""


def _spelled_out(statement: Statement) -> str:
    """The words that a relation itself writes: `Attention`, `IoU`, the KL of `D_{KL}`."""
    words = {node.value.lower() for node in statement.pair.walk() if node.kind in ("name", "call")}
    return " ".join(sorted(ABBREVIATED.get(word, word) for word in words if len(word) > 2 or word in ABBREVIATED))


def _under_its_assumption(
    text: str, statement: Statement, known: Known, nearby: str, settings: Settings, found: Judgement
) -> Judgement:
    """What an entry of the catalogue holds under an assumption of its own, a sheet must assume too."""
    if found.verdict.is_finding or found.formula is None or is_name(statement.left):
        return found
    if not assumes(FORMULAS[found.formula]):
        return found
    alone = judge_identity(text, statement, known, nearby, settings)
    return alone if alone.verdict is Verdict.CONDITIONAL else found


def _through_chain(text: str, statement: Statement, nearby: str, settings: Settings) -> Judgement | None:
    """A later step of `a = b = c` may state what the catalogue says of a."""
    if statement.step == 0 or any(
        op not in ("=", ":=", "equiv") for op in statement.chain.value.split()[: statement.step + 1]
    ):
        return None
    first = statement.chain.children[0]
    if first is EMPTY:
        return None
    spanning = Node("chain", "=", (first, statement.right), first.start, statement.right.end)
    found = judge_definition(text, Statement(spanning, 0, "=", False), nearby, settings)
    return found if found is not None and (not found.verdict.is_finding or is_name(first)) else None


def _is_named(statement: Statement) -> bool:
    """Whether the right side only names what the left side computes: a name that the left side does not use."""
    return is_name(statement.right) and not set(uses(statement.right)) & set(uses(statement.left))


def _located(
    sheet: Sheet,
    path: str,
    start: int,
    end: int,
    judgement: Judgement,
    reading: str | None,
    values: tuple[tuple[str, str], ...],
) -> Finding:
    text = sheet.texts[path]
    line, column = _place(text, start)
    end_line, end_column = _place(text, end)
    counterexample = None
    if judgement.counterexample is not None:
        certificate = judgement.counterexample.certificate
        indices = tuple((name.rstrip("@"), str(value)) for name, value in certificate.indices)
        counterexample = Counterexample((*values, *indices), certificate.sides, "")
    return Finding(
        path=path,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        start=start,
        end=end,
        latex=text[start:end],
        verdict=judgement.verdict,
        code=judgement.code,
        formula=judgement.formula,
        reading=reading,
        message=judgement.message,
        counterexample=counterexample,
        suggestion=judgement.suggestion,
        unique=judgement.unique,
        assumption=judgement.assumption,
        reason=judgement.reason,
        evidence=judgement.evidence,
    )


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1
