"""LaTeX documents: bodies, comments, sections, several files."""

import pytest

from sheets.source import Sheet, read_text


def read(text: str, files: dict[str, str] | None = None) -> Sheet:
    return read_text(text, "exam/sheet.tex", ".tex", (files or {}).get)


def maths(text: str) -> list[str]:
    return [span.math.text for span in read(text).spans]


SHAPES = {
    "dollars": ("$a$ $$b$$ $c$$d$", ["a", "b", "c", "d"]),
    "brackets": (r"\(a\) \[b\]", ["a", "b"]),
    "a dollar is never money": ("$5 and $10", ["5 and "]),
    "escaped dollar": (r"\$5 and $x$", ["x"]),
    "escaped per cent": (r"100\% of $x$", ["x"]),
    "comment": ("a % $no$\n$x$ %% $no$", ["x"]),
    "comment in a formula": ("$a % no $\n+ b$", ["a \n+ b"]),
    "comment line in a formula": ("$a\n  % no\n+ b$", ["a\n+ b"]),
    "comment behind a command": ("$\\alpha% no\nb$", ["\\alpha\nb"]),
    "double backslash before a comment": ("$a \\\\% no\nb$", ["a \\\\\nb"]),
    "verbatim": ("\\begin{verbatim}$no$ %\\end{verbatim}$x$", ["x"]),
    "listing": ("\\begin{lstlisting}[language=C]\n$no\n\\end{lstlisting}\n$x$", ["x"]),
    "verb": (r"\verb|$no$| \verb+%+ $x$", ["x"]),
    "address": (r"\url{http://a.b/%20$} $x$", ["x"]),
    "drawing": (r"\begin{tikzpicture}\draw ($(a)+(b)$);\end{tikzpicture} $x$", ["x"]),
    "switched off": (r"\iffalse $no$ \fi $x$ \let\ifdraft\iffalse $y$", ["x", "y"]),
    "preamble": (r"\title{$no$}\begin{document}$x$\end{document}$no$", ["x"]),
    "starred": (r"\begin{gather*}a\end{gather*}\begin{multline}b\end{multline}", ["a", "b"]),
    "labels stay": (r"\begin{align}\label{e} a &= b \nonumber\end{align}", [r"\label{e} a &= b \nonumber"]),
    "split": (r"\begin{equation}\begin{split}a\end{split}\end{equation}", [r"\begin{split}a\end{split}"]),
    "relation on a line of its own": ("$a\n>\nb$", ["a\n>\nb"]),
    "nested dollars": (r"$a \mbox{ if $b$}$", [r"a \mbox{ if $b$}"]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_formulas_of_a_shape(shape: str) -> None:
    text, expected = SHAPES[shape]
    assert maths(text) == expected


@pytest.mark.parametrize(
    "name", ["equation", "align", "gather", "multline", "eqnarray", "flalign", "displaymath", "math", "split", "dmath"]
)
@pytest.mark.parametrize("star", ["", "*"])
def test_environments_hold_formulas(name: str, star: str) -> None:
    sheet = read(f"so \\begin{{{name}{star}}} a = b \\end{{{name}{star}}} and $c$")
    assert [sheet.text[span.start : span.end] for span in sheet.spans] == [" a = b ", "c"]
    assert sheet.spans[0].display == (name != "math")


def test_unbalanced_dollar_is_told_and_ends_with_its_paragraph() -> None:
    sheet = read("$a$ and $b\n\n$c$")
    assert [span.math.text for span in sheet.spans] == ["a", "c"]
    assert [(problem.line, problem.column) for problem in sheet.problems] == [(1, 9)]


def test_sections_stand_above_their_formulas() -> None:
    text = r"$a$\section{The $L^2$ \textbf{norm}}$b$\subsection*{Sub}$c$\paragraph{P}$d$\section[x]{New}$e$"
    headings = {span.math.text: span.heading for span in read(text).spans}
    title = "The $L^2$ norm"
    assert headings == {
        "a": (),
        "L^2": (title,),
        "b": (title,),
        "c": (title, "Sub"),
        "d": (title, "Sub", "P"),
        "e": ("New",),
    }


def test_prose_is_plain() -> None:
    (span,) = read("\\begin{itemize}\\item The \\emph{mean}~of % no\nit \\cite{x} $a$ is\\\\ good").spans
    assert (span.before, span.after) == ("The mean of it", "is good")


def test_ignores_are_read() -> None:
    sheet = read("% twofold: ignore EQV101\n$a$ % twofold: ignore\n\\% twofold: ignore X1\n")
    assert [(ignore.line, ignore.codes) for ignore in sheet.ignores] == [(1, ("EQV101",)), (2, ())]


FILES = {
    "one.tex": "\\section{One}\n$a \\in \\X$\\newcommand{\\Y}{Y}\n\\input{parts/two}",
    "parts/two.tex": "$b$",
    "private.sty": "\\newcommand{\\X}{\\mathcal{X}} $no$",
    "loop.tex": "$c$ \\input{loop}",
    "broken.tex": "\n$d",
}


def test_included_files_are_read_in_their_order_with_their_own_places() -> None:
    sheet = read("\\usepackage{amsmath,private}\\begin{document}$\\X$\\input{one} $\\Y$", FILES)
    found = [(span.path, span.line, span.math.text, span.heading) for span in sheet.spans]
    assert found == [
        ("exam/sheet.tex", 1, "\\mathcal{X}", ()),
        ("exam/one.tex", 2, "a \\in \\mathcal{X}", ("One",)),
        ("exam/parts/two.tex", 1, "b", ("One",)),
        ("exam/sheet.tex", 1, "Y", ("One",)),
    ]
    assert not sheet.problems
    for span in sheet.spans:
        source = sheet.text if span.path == sheet.path else FILES[span.path.removeprefix("exam/")]
        assert source[span.start - 1] == source[span.end] == "$"


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../b", "~/x", "C:/x", "|ls", "..\\x"])
def test_nothing_outside_the_folder_is_read(name: str) -> None:
    asked: list[str] = []

    def load(path: str) -> str | None:
        asked.append(path)
        return "$stolen$"

    sheet = read_text(f"\\input{{{name}}} $a$", "sheet.tex", ".tex", load)
    assert not asked
    assert [span.math.text for span in sheet.spans] == ["a"]
    assert [problem.message for problem in sheet.problems] == [
        f"`\\input{{{name}}}` leads out of the sheet's folder, and nothing outside of it is read. "
        "Put the file beside the sheet."
    ]


def test_a_loop_of_files_is_a_problem() -> None:
    sheet = read("\\input{loop}", FILES)
    assert [span.math.text for span in sheet.spans] == ["c"]
    (problem,) = sheet.problems
    assert problem.path == "exam/loop.tex" and "Break the loop" in problem.message


def test_a_sheet_that_includes_itself_is_a_problem() -> None:
    sheet = read("$a$ \\input{sheet}", {"sheet.tex": "$a$ \\input{sheet}"})
    assert [span.math.text for span in sheet.spans] == ["a"] and len(sheet.problems) == 1


def test_a_missing_file_is_a_problem_and_a_missing_package_is_none() -> None:
    (problem,) = read("\\usepackage{absent}\n\\input{absent}").problems
    assert problem.line == 2 and "not in the sheet's folder" in problem.message


def test_files_that_include_ever_more_files_end() -> None:
    files = {f"f{k}.tex": f"\\input{{f{k + 1}}}\\input{{f{k + 1}}}" for k in range(40)}
    sheet = read("\\input{f0} $a$", files)
    assert [span.math.text for span in sheet.spans] == ["a"] and sheet.problems


def test_a_problem_in_an_included_file_has_its_place() -> None:
    (problem,) = read("\\input{broken}", FILES).problems
    assert (problem.path, problem.line, problem.column) == ("exam/broken.tex", 2, 1)
