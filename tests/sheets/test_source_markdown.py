"""Which stretches of a Markdown text are formulas: a table of shapes that real notes have, one a line."""

import pytest

from sheets.source import Sheet, read_text

INLINE = False
DISPLAY = True


def read(text: str) -> Sheet:
    return read_text(text, "notes.md", ".md")


def contents(text: str) -> list[str]:
    sheet = read(text)
    return [sheet.text[span.start : span.end] for span in sheet.spans]


SHAPES = {
    "dollars": ("the loss $l(x)$ of $x$", ["l(x)", "x"]),
    "adjacent dollars": ("$a$$b$", ["a", "b"]),
    "display dollars": ("so $$a = b$$ holds", ["a = b"]),
    "display over lines": ("$$\na = b\n$$", ["\na = b\n"]),
    "display over a blank line": ("$$\na = b\n\n+ c\n$$", ["\na = b\n\n+ c\n"]),
    "inline over a line": ("from $a +\nb$ on", ["a +\nb"]),
    "inline over a windows line": ("$a\r\n+ b$\r\n\r\n$c$", ["a\r\n+ b", "c"]),
    "padded": ("$ x $ and $ \\alpha $", [" x ", " \\alpha "]),
    "padded on one side": ("so $x = 3 $and then $y$", ["x = 3 ", "y"]),
    "brackets": (r"\(a\) and \[b = c\]", ["a", "b = c"]),
    "doubled brackets": (r"\\(a\\) and \\[b = c\\]", ["a", "b = c"]),
    "row spacing is no bracket": (
        r"\[\begin{matrix} a \\[2pt] b \end{matrix}\]",
        [r"\begin{matrix} a \\[2pt] b \end{matrix}"],
    ),
    "fence": ("```math\na = b\n```\n", ["a = b\n"]),
    "long fence": ("````math\na = b\n````\n", ["a = b\n"]),
    "directive": ("```{math}\n:label: eq\n\na = b\n```\n", ["a = b\n"]),
    "colon directive": (":::{math}\na = b\n:::\n$c$", ["a = b\n", "c"]),
    "note directive": ("```{note}\nthat $x$\n```\n$y$", ["x", "y"]),
    "fence in a list": ("- item\n  ```math\n  a\n  ```\n- $b$", ["  a\n", "b"]),
    "dollar and backticks": ("GitHub $`x_1`$ too", ["x_1"]),
    "role": ("MyST {math}`x_1` too", ["x_1"]),
    "equation": (r"\begin{equation}a\end{equation}", ["a"]),
    "align": ("\\begin{align*}\na &= b \\\\\nc &= d\n\\end{align*}", ["\na &= b \\\\\nc &= d\n"]),
    "alignat": (r"\begin{alignat}{2}a &= b\end{alignat}", ["a &= b"]),
    "matrix outside of dollars": (
        r"A = \begin{pmatrix}1 & 2\end{pmatrix} here",
        [r"\begin{pmatrix}1 & 2\end{pmatrix}"],
    ),
    "nested matrices": (
        r"\begin{pmatrix}\begin{pmatrix}1\end{pmatrix}\end{pmatrix}",
        [r"\begin{pmatrix}\begin{pmatrix}1\end{pmatrix}\end{pmatrix}"],
    ),
    "environment in dollars": (r"$$\begin{aligned}a\end{aligned}$$", [r"\begin{aligned}a\end{aligned}"]),
    "no formula environment": (r"\begin{itemize} $x$ \end{itemize}", ["x"]),
    "dollars in text": (r"$f = 1 \text{ if $x > 0$}$ else", [r"f = 1 \text{ if $x > 0$}"]),
    "double backslash before a dollar": (r"\\$x$\\", ["x"]),
    "escaped dollars": (r"\$5 and \$6 and $x$", ["x"]),
    "money": ("It costs $5 and $10, so $x$ holds", ["x"]),
    "thousands of money": ("from $20k to $30k, so $x$ holds", ["x"]),
    "a number times letters": (r"$L$ layers have $2Lnd$, here $2 \cdot 3 = 6$.", ["L", "2Lnd", r"2 \cdot 3 = 6"]),
    "money behind": ("costs 3$ and $x$", ["x"]),
    "money of several lands": ("US$3 or A$4, €5, $6.50", []),
    "money from to": ("from $5 to $10 or from 10$, 20$.", []),
    "numbers are formulas": ("between $5$ and $10$", ["5", "10"]),
    "shell variables": ("set $HOME and $PATH", []),
    "many dollars are prose": ("restaurants: $$$ and $x$", ["x"]),
    "dollars beside letters": ('the $n$-th and $k$th, ($x$), "$y$", $f$\'s', ["n", "k", "x", "y", "f"]),
    "inline code": ("`$x$` and ``a ` $b$`` and $y$", ["y"]),
    "a lone backtick": ("a ` b $y$", ["y"]),
    "code fence": ("```python\nx = '$a$'\n```\n$y$", ["y"]),
    "tilde fence": ("~~~\n$x$\n~~~\n$y$", ["y"]),
    "html comment": ("<!-- $x$ --> $y$", ["y"]),
    "html code": ("<pre>$a$</pre> <code>$b$</code> $c$", ["c"]),
    "front matter": ("---\ntitle: $x$\n---\n$y$", ["y"]),
    "rule at the top is no front matter": ("---\n\n$x$\n", ["x"]),
    "table cells": ("| a | b |\n|---|---|\n| $x$ | $y$ |", ["x", "y"]),
    "footnote in brackets": (r"as \[1\] says, \(see above\), \(n\)", ["n"]),
    "quoted display": ("> $$\n> a = b\n> $$", ["\n> a = b\n> "]),
    "empty": ("$$$$ and $$ $$ and $x$", ["x"]),
    "definition in prose": (r"\newcommand{\foo}{$a$} $x$", ["x"]),
    "damaged letters": ("γ^{-2} steps of \\mathcal{S} if $x$", ["x"]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_formulas_of_a_shape(shape: str) -> None:
    text, expected = SHAPES[shape]
    assert contents(text) == expected


def test_display_is_told_from_inline() -> None:
    text = "$a$ $$b$$ \\(c\\) \\[d=1\\]\n```math\ne\n```\n\\begin{align}f\\end{align} \\begin{math}g\\end{math}"
    shown = {span.math.text.strip(): span.display for span in read(text).spans}
    assert shown == {"a": INLINE, "b": DISPLAY, "c": INLINE, "d=1": DISPLAY, "e": DISPLAY, "f": DISPLAY, "g": INLINE}


# What is damaged, what is still read, and the lines of the problems.
DAMAGE = {
    "never closed": ("a $x + 1\n\nb $y$", ["y"], [1]),
    "closed in the next paragraph": ("a $x\n\nb$ and $y$", ["y"], [1, 3]),
    "closed at the next formula": ("$x^2$ and $y^2 but then we have $z^2$ ok", ["x^2", "z^2"], [1]),
    "display never closed": ("$$a = b\n\n# Next\n\n$c$", ["c"], [1]),
    "display closed by one dollar": ("$$x^2$ and then $y$", ["y"], [1]),
    "display swallows no prose": ("$$a = b\n\nand so we see here that\n\n$$c$$", ["c"], [1]),
    "bracket never closed": ("so \\[ a = b\n\n$c$", ["c"], [1]),
    "bracket opened twice": ("\\( a^2 and \\( b \\)", [" b "], [1]),
    "environment never closed": ("\\begin{align} a\n\n$c$", ["c"], [1]),
    "fence never closed": ("```\n$a$\n\n$b$", ["a", "b"], [1]),
    "comment never closed": ("<!-- $a$\n\n$b$", ["a", "b"], [1]),
    "half a table row": ("| $x |\n| $y$ |", ["y"], [1]),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_and_swallows_nothing(damage: str) -> None:
    text, expected, lines = DAMAGE[damage]
    assert contents(text) == expected
    assert [problem.line for problem in read(text).problems] == lines


def test_a_problem_says_where_what_and_the_remedy() -> None:
    (problem,) = read("one\ntwo $x\n").problems
    assert (problem.line, problem.column, problem.start, problem.end) == (2, 5, 8, 9)
    assert problem.message == (
        "This `$` opens a formula that nothing closes before the paragraph ends. "
        "Close it with `$`, or write `\\$` for a dollar."
    )


def test_money_is_no_problem() -> None:
    assert not read("It costs $5 and $10, or 3$, or \\$7.").problems


def test_quote_marks_are_no_mathematics() -> None:
    (span,) = read("> [!note] Bayes\n> $$\n> a = b\n> > 0\n> $$\n").spans
    assert span.math.text == "\na = b\n0\n"
    assert span.math.between(1, 2) == (span.start + 3, span.start + 4)


def test_comments_go_and_per_cent_signs_stay() -> None:
    (span,) = read("$$ 50 % of x\n% a comment\n+ y % twofold: ignore EQV101\n+ z $$").spans
    assert span.math.text == " 50 % of x\n+ y \n+ z "


def test_ignores_are_read() -> None:
    sheet = read(
        "<!-- twofold: ignore EQV101, idx2 -->\n$x$\n<!-- twofold: ignore -->\n$$\na % twofold: ignore DEF1\n+b$$"
    )
    assert [(ignore.line, ignore.codes) for ignore in sheet.ignores] == [
        (1, ("EQV101", "IDX2")),
        (3, ()),
        (5, ("DEF1",)),
    ]
    assert not read("`<!-- twofold: ignore EQV101 -->`").ignores


def test_headings_stand_above_their_formulas() -> None:
    text = (
        "$a$\n\n# Losses ##\n\n$b$\n\n## The *square* loss\n\n$c$\n\nA plain title\n\n$d$\n\nAnother Title\n\n$e$\n\n"
        "This is a sentence.\n\n$f$\n\n# Models\n$g$\n\nUnderlined\n----------\n\n$h$\n\n```\n# code\n```\n$i$"
    )
    headings = {span.math.text: span.heading for span in read(text).spans}
    assert headings == {
        "a": (),
        "b": ("Losses",),
        "c": ("Losses", "The square loss"),
        "d": ("Losses", "The square loss", "A plain title"),
        "e": ("Losses", "The square loss", "Another Title"),
        "f": ("Losses", "The square loss", "Another Title"),
        "g": ("Models",),
        "h": ("Models", "Underlined"),
        "i": ("Models", "Underlined"),
    }


def test_titles_of_plain_notes_replace_each_other() -> None:
    sheet = read("Background\n\nJensen's inequality: $a$\n\nLosses\n\nCross entropy loss $b$\n\nrest of it\n\n$c$")
    assert [span.heading for span in sheet.spans] == [("Background",), ("Losses",), ("Losses",)]


def test_prose_on_both_sides_is_plain() -> None:
    text = "The **mean** of [it](http://x.y) is `code`\n  <!-- no -->$a$ where\n> $b$ is\n\n- an *item*."
    first, second = read(text).spans
    assert (first.before, first.after) == ("The mean of it is", "where")
    assert (second.before, second.after) == ("where", "is an item.")


def test_prose_is_cut_at_three_hundred_characters() -> None:
    (span,) = read("word " * 500 + "last $a$ first" + " word" * 500).spans
    assert span.before.endswith("word last") and span.before.startswith("word") and 290 < len(span.before) <= 300
    assert span.after.startswith("first word") and span.after.endswith("word") and 290 < len(span.after) <= 300


def test_lines_and_columns_count_from_one() -> None:
    spans = read("$a$\r\n é$b$\n\n\n  $$c$$").spans
    assert [(span.line, span.column) for span in spans] == [(1, 2), (2, 4), (5, 5)]
