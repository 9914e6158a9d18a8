"""What holds for every text: places are exact, nothing crashes, reading is a function of the text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.source import Sheet, SheetError, read_sheet, read_text

PIECES = st.sampled_from(
    [
        "$", "$$", "$x$", "$$a = b$$", "\\", "\\\\", "\\(", "\\)", "\\[", "\\]", "{", "}", "`", "```", "```math\n",
        "%", "\n", "\n\n", "\r\n", "> ", "# ", "- ", "| ", " ", "x", "word ", "5", "é", "<!--", "-->", "<pre>",
        "</pre>", "---\n", "\\begin{align}", "\\end{align}", "\\begin{pmatrix}", "\\end{pmatrix}", "\\def\\a{",
        "\\newcommand{\\a}[1]{#1", "\\a", "\\norm{", "\\vx", "\\T", "^", "_", "&", "~", "\\text{", "\\input{a}",
        "\\usepackage{a}", "\\section{", "\\begin{document}", "\\end{document}", "\\verb|", "\\let\\a\\b",
        "\\iffalse", "\\fi", "\\dv[", "]", "(", ")", "#1", "\\newenvironment{e}{", "\\begin{e}", "\\end{e}", "\t",
        "\ufeff", "😀",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
SUFFIXES = st.sampled_from([".md", ".txt", ".tex", ".ipynb"])


def read(text: str, suffix: str) -> Sheet:
    return read_text(text, "sheet" + suffix, suffix, {"a.tex": "$a$ \\def\\a{q}", "a.sty": "\\def\\b{r}"}.get)


@given(TEXTS, SUFFIXES)
def test_places_are_exact_whatever_the_text(text: str, suffix: str) -> None:
    if suffix == ".ipynb":
        text = json.dumps({"cells": [{"cell_type": "markdown", "source": text}]})
    sheet = read(text, suffix)
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    for span in sheet.spans:
        assert span.math.text.strip()
        assert len(span.math.text) == len(span.math.starts) == len(span.math.ends)
        assert len(span.before) <= 300 and len(span.after) <= 300
        if span.path != sheet.path:
            continue
        assert 0 <= span.start < span.end <= len(text)
        assert sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1 == span.start
        for k in range(len(span.math.text)):
            start, end = span.math.between(k, k + 1)
            assert span.start <= start < end <= span.end
        assert span.math.between(0, len(span.math.text))[0] >= span.start
    for problem in sheet.problems:
        assert problem.path != sheet.path or 0 <= problem.start <= problem.end <= len(text)
        assert problem.message.endswith(".")


@given(TEXTS, SUFFIXES)
def test_reading_is_a_function_of_the_text(text: str, suffix: str) -> None:
    if suffix == ".ipynb":
        text = json.dumps({"cells": [{"cell_type": "markdown", "source": text}]})
    assert read(text, suffix) == read(text, suffix)


FORMULAS = st.text("abxyz0123456789+-=()_^,. ", min_size=1, max_size=20).filter(lambda text: "=" in text)


@given(st.lists(FORMULAS, min_size=1, max_size=5), st.sampled_from([("\\(", "\\)"), ("$$", "$$"), ("\\[", "\\]")]))
def test_what_is_written_between_delimiters_is_read(formulas: list[str], marks: tuple[str, str]) -> None:
    text = "".join(f"so {marks[0]}{formula}{marks[1]} and\n\n" for formula in formulas)
    for suffix in (".md", ".tex"):
        sheet = read(text, suffix)
        assert [sheet.text[span.start : span.end] for span in sheet.spans] == formulas
        assert [span.math.text for span in sheet.spans] == formulas
        assert not sheet.problems


HOSTILE = [
    "$", "$ ", "$x ", "$5 ", "$5 and ", "$$x ", "$$x\n\n", "$x\n\n", "{", "}", "${", "\\[", "\\(", "\\[\n\n",
    "\\[ \\) ", "\\begin{align}", "\\begin{pmatrix}", "\\end{align}", "`", "` x ", "$`", "{math}`", "<!--",
    "<pre ", "<pre>", "```a\n", ":::{note}\n", "\\def\\a{", "\\newcommand{\\a}{", "> ", ">\n", "# a\n",
    "Title\n\n", " ", "\n", "\\text{", "$\\text{$", "| $x ", "%", "%\n", "\\norm{", "\\norm[", "\\dv{x}", "\\",
    "\\\\", "[a](", "\\frac{", "\\verb|", "\\iffalse", "\\input", "\\begin{verbatim}", "\\section{", "\r",
    "\\let\\a", "\\f(", "\\begin{lstlisting}\\end{verbatim}",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_repeated_openings_come_to_an_end(piece: str, suffix: str) -> None:
    text = "\\def\\f(#1){#1}$" + piece * (30_000 // len(piece)) + "$"
    sheet = read_text(text, "sheet" + suffix, suffix)
    assert all(0 <= span.start < span.end <= len(text) for span in sheet.spans)
    assert len(sheet.problems) <= 1_002


def test_deep_nesting_is_read() -> None:
    inside = "\\frac{" * 50_000 + "x" + "}" * 50_000
    (span,) = read_text(f"${inside}$", "sheet.md", ".md").spans
    assert span.math.text == inside


def test_a_file_is_read_with_its_exact_text(tmp_path: Path) -> None:
    path = tmp_path / "sheet.md"
    path.write_bytes("\ufeff# Größe\r\n$a$\r\n".encode())
    sheet = read_sheet(path)
    assert sheet.path == path.as_posix() and sheet.text == "\ufeff# Größe\r\n$a$\r\n"
    assert sheet.text[sheet.spans[0].start] == "a" and sheet.spans[0].line == 2


def test_files_beside_a_sheet_are_read_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("$secret$")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "beside.tex").write_text("$b$")
    (folder / "sheet.tex").write_text("\\input{beside}\\input{link}\\input{../secret}$a$")
    sheet = read_sheet(folder / "sheet.tex")
    assert [(Path(span.path).name, span.math.text) for span in sheet.spans] == [("beside.tex", "b"), ("sheet.tex", "a")]
    assert len(sheet.problems) == 2


REFUSED = {
    "absent.md": (None, "there is no such file. Check the name."),
    "folder.md": ("", "this is a folder. Name a sheet in it."),
    "binary.md": (b"a\0b", "a binary file, not text. Name the sheet's source."),
    "latin.md": (b"gr\xfc\xdfe", "not UTF-8 at byte 2. Save it as UTF-8."),
    "sheet.docx": (
        b"text",
        "cannot tell how to read a file that ends in `.docx`. Sheets end in .md, .markdown, .txt, .tex or .ipynb.",
    ),
    "large.md": (b" " * 20_000_001, "larger than 20 MB. Split the sheet."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_remedy(name: str, tmp_path: Path) -> None:
    content, message = REFUSED[name]
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.mkdir()
    with pytest.raises(SheetError) as refusal:
        read_sheet(path)
    assert str(refusal.value) in (f"{path}: {message}", f"{path.as_posix()}: {message}")
