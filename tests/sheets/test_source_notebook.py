"""Notebooks: Markdown cells alone, every place one of the notebook's own file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.source import Sheet, SheetError, read_text


def notebook(*cells: tuple[str, str | list[str]], indent: int | None = None, ensure_ascii: bool = True) -> str:
    made = [{"metadata": {"source": "$no$"}, "cell_type": kind, "source": source} for kind, source in cells]
    return json.dumps({"nbformat": 4, "cells": made}, indent=indent, ensure_ascii=ensure_ascii)


def read(text: str) -> Sheet:
    return read_text(text, "work.ipynb", ".ipynb")


def test_markdown_cells_are_read_and_code_is_not() -> None:
    text = notebook(("markdown", "# Title\n$a$"), ("code", "$no$"), ("raw", "$no$"), ("markdown", ["$b\n", "+ c$"]))
    assert [(span.math.text, span.heading) for span in read(text).spans] == [("a", ("Title",)), ("b\n+ c", ("Title",))]


def test_places_are_those_of_the_escaped_source() -> None:
    text = notebook(("markdown", ['é "q" $\\alpha_1$ 😀 $x\n', "+ y$"]), indent=1)
    first, second = read(text).spans
    assert text[first.start : first.end] == r"\\alpha_1"
    assert first.math.text == r"\alpha_1"
    assert first.math.between(0, 1) == (first.start, first.start + 2)
    assert first.math.between(6, 8) == (first.end - 2, first.end)
    assert second.math.text == "x\n+ y"
    assert text[second.start : second.end].replace(" ", "") == 'x\\n",\n"+y'
    assert first.line == second.line and second.math.between(4, 5) == (second.end - 1, second.end)


def test_cells_share_macros() -> None:
    text = notebook(("markdown", r"$\newcommand{\X}{Y}$"), ("markdown", r"$\X$"))
    assert [span.math.text for span in read(text).spans] == ["Y"]


def test_kind_may_stand_behind_the_source() -> None:
    text = '{"cells": [{"source": ["$a$"], "outputs": [{"cell_type": "code"}], "cell_type": "markdown"}]}'
    assert [span.math.text for span in read(text).spans] == ["a"]


def test_only_cells_are_cells() -> None:
    text = '{"metadata": {"cells": [{"cell_type": "markdown", "source": "$no$"}]}, "cells": []}'
    assert not read(text).spans


def test_old_notebooks_keep_their_cells_in_worksheets() -> None:
    text = '{"worksheets": [{"cells": [{"cell_type": "markdown", "source": ["$a$"]}]}]}'
    assert [span.math.text for span in read(text).spans] == ["a"]


def test_a_problem_has_the_line_of_the_file() -> None:
    (problem,) = read('{"cells": [\n{"cell_type": "markdown", "source":\n"a $x"}]}').problems
    assert (problem.line, problem.column) == (3, 4)


BROKEN = [
    "",
    "[]",
    "{",
    '{"cells": [}',
    '{"a" 1}',
    '{"a": tru}',
    '{"a": 1} x',
    '{"a": "\\x"',
    '{"a": 1,}',
    '{"a": "b',
    "[" * 500,
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(SheetError, match=r"work\.ipynb: not a notebook; its JSON breaks off at line 1, column \d+\."):
        read(text)


@given(source=st.text(st.characters(codec="utf-8", exclude_characters="$`<\\~"), max_size=20), ascii_only=st.booleans())
def test_any_text_around_a_formula_keeps_its_place(source: str, ascii_only: bool) -> None:
    text = notebook(("markdown", f"{source}\n\nso $x_1$ and"), ensure_ascii=ascii_only)
    (span,) = read(text).spans
    assert text[span.start : span.end] == span.math.text == "x_1"
    assert text[span.start - 1] == text[span.end] == "$"
