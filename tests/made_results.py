"""Results made by hand, and drawn: what the renderers and the command are tested with."""

from hypothesis import strategies as st

from sheets.judging.codes import BY_NAME
from sheets.judging.results import Counterexample, Evidence, Finding, Included, SheetResult, Verdict

SLIP = r"\tanh(z) = 2 \sigma(z) - 1"
MENDED = r"\tanh(z) = 2 \sigma(2 z) - 1"
HOSTILE = r"a = \foo{<script>alert(1)</script>}"
TEXT = f"""# Logistic function

With $z \\in \\mathbb{{R}}$: ${SLIP}$ and $\\sigma(0) = 1/2$,
but ${HOSTILE}$.
"""


def located(text: str, latex: str, verdict: Verdict, path: str = "notes/week1.md", **fields) -> Finding:
    """A finding for the first place of a formula in a text."""
    start = text.index(latex)
    end = start + len(latex)
    line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    column = start - text.rfind("\n", 0, start)
    end_column = end - text.rfind("\n", 0, end)
    return Finding(path, line, column, end_line, end_column, start, end, latex, verdict, **fields)


def wrong_finding(path: str = "notes/week1.md", text: str = TEXT, **fields) -> Finding:
    """The formula of the made sheet that is wrong, with everything that can be said of it."""
    given = {
        "code": "EQV101",
        "reading": "tanh(z) = 2*sigmoid(z) - 1",
        "message": "The two sides differ.",
        "counterexample": Counterexample(
            (("z", "1"),), ("0.761594155956", "0.462117157260"), f"twofold check {path} --line 3 --seed 0"
        ),
        "suggestion": MENDED,
        "unique": True,
        "evidence": (Evidence("random points", "all values", 4096),),
    }
    return located(text, SLIP, Verdict.WRONG, path, **(given | fields))


def made_result(path: str = "notes/week1.md") -> SheetResult:
    """A sheet with a declaration, a wrong formula, a proved one and one that was not understood."""
    proof = Evidence("symbolic", "for all sizes", 0)
    return SheetResult(
        path,
        TEXT,
        spans=4,
        fragments=1,
        findings=(
            located(TEXT, r"z \in \mathbb{R}", Verdict.DEFINITION, path),
            wrong_finding(path),
            located(TEXT, r"\sigma(0) = 1/2", Verdict.PROVED, path, reading="sigmoid(0) = 1/2", evidence=(proof,)),
            located(TEXT, HOSTILE, Verdict.UNCHECKED, path, code="UNK101", reason=r"the command \foo is not known"),
        ),
    )


CLEAN = SheetResult("clean.md", "no formula\n", 0, 0, ())

_words = st.text(st.characters(codec="utf-8"), max_size=12)
_some = st.none() | _words.filter(bool)
_points = st.builds(
    Counterexample,
    at=st.lists(st.tuples(_words.filter(bool), _words), max_size=3, unique_by=lambda pair: pair[0]).map(tuple),
    sides=st.tuples(_words, _words),
    replay=_words,
)


@st.composite
def findings(draw, path: str, text: str) -> Finding:
    """A finding with any fields, at any place of a text."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    verdict = draw(st.sampled_from(Verdict))
    right = verdict in (Verdict.PROVED, Verdict.CONFIRMED, Verdict.DEFINITION)
    line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    return Finding(
        path=path,
        line=line,
        column=start - text.rfind("\n", 0, start),
        end_line=end_line,
        end_column=end - text.rfind("\n", 0, end),
        start=start,
        end=end,
        latex=text[start:end],
        verdict=verdict,
        code=None if right else draw(st.sampled_from(sorted(BY_NAME))),
        formula=draw(_some),
        reading=draw(_some),
        message=draw(_words),
        counterexample=draw(st.none() | _points),
        suggestion=draw(_some),
        unique=draw(st.booleans()),
        assumption=draw(_some),
        reason=draw(_some),
        evidence=tuple(draw(st.lists(st.builds(Evidence, _words, _words, st.integers(0, 9999)), max_size=2))),
        ignored=draw(st.booleans()),
    )


@st.composite
def sheet_results(draw) -> SheetResult:
    """Any result of any sheet."""
    path = draw(st.sampled_from(["a.md", "notes/week 1.md", "b.tex", "c.ipynb", "-"]))
    text, found = draw(_files(path))
    return SheetResult(path, text, draw(st.integers(0, 9)), draw(st.integers(0, 9)), found)


@st.composite
def project_results(draw) -> SheetResult:
    """Any result of a LaTeX document that includes up to two files."""
    spans, fragments = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    text, found = draw(_files("main.tex"))
    included = []
    for path in draw(st.sampled_from([(), ("part.tex",), ("b/x.tex", "a.tex")])):
        part, more = draw(_files(path))
        included.append(Included(path, part, draw(st.integers(0, 9)), draw(st.integers(0, 9))))
        found += more
    spans += sum(part.spans for part in included)
    fragments += sum(part.fragments for part in included)
    return SheetResult("main.tex", text, spans, fragments, found, tuple(included))


@st.composite
def _files(draw, path: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file and findings in it."""
    text = draw(st.text(st.characters(codec="utf-8"), max_size=60))
    found = sorted(draw(st.lists(findings(path, text), max_size=4)), key=lambda finding: (finding.start, finding.end))
    return text, tuple(found)
