"""The reader's grammar: how real formulas are read, and what holds for every text.

A case of `notation/*.md` is a title, a formula, and the line that `read_as` prints, or the reason why it is refused.
"""

import re
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.notation.grammar import read_notation
from sheets.notation.tokens import SyntaxFault, read_tokens
from sheets.notation.tree import EMPTY, Node, read_as

CASE = re.compile(r"^## ([^\n]+)\n```latex\n(.*?)\n```\n```(text|fault)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
CASES = [
    pytest.param(latex, kind, expected, id=f"{path.stem}: {title}")
    for path in sorted((Path(__file__).parent / "notation").glob("*.md"))
    for title, latex, kind, expected in CASE.findall(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("latex", "kind", "expected"), CASES)
def test_formulas_are_read_as_they_are_meant(latex: str, kind: str, expected: str) -> None:
    if kind == "fault":
        with pytest.raises(SyntaxFault) as fault:
            read_notation(latex)
        assert fault.value.message == expected
    else:
        assert read_as(read_notation(latex)) == expected


READABLE = [case.values[0] for case in CASES if case.values[1] == "text"]
TREES = pytest.mark.parametrize("latex", READABLE, ids=[case.id for case in CASES if case.values[1] == "text"])


def read_or_refuse(text: str) -> Node | None:
    """The tree, or `None` where the text is refused; anything else than a `SyntaxFault` is a failure of the reader."""
    try:
        tree = read_notation(text)
    except SyntaxFault as fault:
        assert fault.message and 0 <= fault.position <= len(text)
        return None
    assert read_as(tree) == read_as(read_notation(text))
    return tree


def check_places(tree: Node, text: str) -> None:
    """Every node lies in the text and inside its parent."""
    assert 0 <= tree.start <= tree.end <= len(text)
    for node in tree.walk():
        for child in node.children:
            if child is not EMPTY:
                assert node.start <= child.start <= child.end <= node.end, (node, child)


@TREES
def test_places_nest(latex: str) -> None:
    check_places(read_notation(latex), latex)


@TREES
def test_only_the_spaces_that_separate_words_count(latex: str) -> None:
    assert read_notation(respaced(latex, "")) == read_notation(latex)
    assert read_notation(respaced(latex, "  ")) == read_notation(latex)


def respaced(latex: str, space: str) -> str:
    """The formula with this space between its tokens, and as it was where a space means something."""
    tokens = read_tokens(latex)
    parts = [latex[: tokens[0].start]]
    for token, after in pairwise(tokens):
        text, gap = latex[token.start : token.end], latex[token.end : after.start]
        following = latex[after.start : after.end]
        free = not gap.strip() and not _space_counts(text, following)
        parts += [text, space if free else gap]
    return "".join(parts)


def _space_counts(text: str, following: str) -> bool:
    """Whether a space between two tokens means something: it ends a command, parts letters, digits, signs or bars."""
    pair = text[-1:] + following[:1]
    word = text[-1:].isalpha() and (following[:1].isalpha() or following[:1] == "*")
    signs = {":=", "=:", "->", "<=", ">=", "!=", "||", "\\|", ".."}
    row = text == "\\\\" and following[:1] in "[*"
    invisible = following[:1] == "."
    bars = text[-1:] == following[-1:] == "|"
    digits = bool(pair) and set(pair) <= set("0123456789.")
    return word or row or invisible or bars or digits or pair in signs


PIECES = st.sampled_from(
    [
        "x", "y", "d", "f", "E", "1", "23", "0.5", "+", "-", "=", "<", "/", "*", "!", "'", "^", "_", "^2", "_i",
        "^{", "_{", "{", "}", "(", ")", "[", "]", "|", "||", ",", ";", ":", ".", "&", " ", "?", "\\\\", "\\", "\\{",
        "\\}", "\\|", "\\left(", "\\right)", "\\left.", "\\right|", "\\right.", "\\frac", "\\frac{", "}{", "\\sqrt",
        "\\sum", "\\int", "\\max", "\\argmin", "\\log ", "\\exp", "\\partial ", "\\nabla ", "\\Delta ", "\\hat",
        "\\mathbb{E}", "\\mathbf", "\\bf ", "\\text{if }", "\\text{", "\\mathrm{d}", "\\operatorname{",
        "\\begin{cases}", "\\end{cases}", "\\begin{matrix}", "\\end{matrix}", "\\begin{align}", "\\end{align}",
        "\\quad", "\\mid", "\\in ", "\\sim", "\\not", "\\overset", "\\underset{x}", "\\forall ", "\\Rightarrow",
        "\\cdot", "\\dots", "\\prime", "\\choose ", "\\over ", "\\lfloor", "\\rfloor", "\\langle", "\\rangle",
        "\\Vert", "\\pmod", "\\vert ", "\\parallel ", "\\substack", "\\underbrace{", "\\label{a}",
        "\\textcolor{red}", "\\to", "\\star", "∑", "∂", "ℝ", "é",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    tree = read_or_refuse(text)
    if tree is not None:
        check_places(tree, text)


@given(st.text(max_size=60))
def test_any_characters_are_read_or_refused(text: str) -> None:
    read_or_refuse(text)


@given(st.sampled_from(READABLE), st.randoms(use_true_random=False))
def test_shuffled_formulas_are_read_or_refused(latex: str, random: Random) -> None:
    tokens = [latex[token.start : token.end] for token in read_tokens(latex)]
    random.shuffle(tokens)
    text = " ".join(tokens)
    tree = read_or_refuse(text)
    if tree is not None:
        check_places(tree, text)


@given(st.sampled_from(READABLE), st.data())
def test_cut_formulas_are_read_or_refused(latex: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(latex)))
    read_or_refuse(latex[start : data.draw(st.integers(start, len(latex)))])


@given(st.sampled_from(READABLE), st.sampled_from(READABLE))
def test_formulas_on_two_rows_are_read_or_refused(first: str, second: str) -> None:
    read_or_refuse(f"\\begin{{align}} {first} \\\\ {second} \\end{{align}}")


LONG = [
    "(", ")", "[", "{", "}", "|", "||", "\\|", "|a|", "\\|a\\|", "x^{", "x_", "\\frac{", "\\frac", "\\sqrt",
    "\\sqrt{", "\\hat", "\\log ", "\\sum", "\\sum_i ", "\\max", "\\nabla ", "\\partial ", "\\forall ", "-", "+",
    "x+", "x ", "2x", "x,", "x=", "x'", "f(", "(x)", "a/", "\\left(", "\\left.", "\\left|", "\\right)",
    "\\begin{matrix}", "\\begin{align}", "\\begin{cases}", "\\text{if }", "\\mathbf{", "\\mathbf{x} ",
    "\\underset{x}{", "\\overset{a}", "\\not", "x \\\\ ", "& ", "\\{", "\\int ", "dx ", "d/dx ", "p(x|y)", "x|", "!",
    ";", "\\exp -", "\\exp(-", "{a \\over ", "{n \\choose ", "\\langle ", "\\lfloor ", "\\Delta ", "\\quad ",
    "\\Rightarrow ", "1/3 A ",
]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("count", [1_000, 5_000])
def test_long_and_deep_texts_come_to_an_end(piece: str, count: int) -> None:
    text = piece * count
    began = process_time()
    tree = read_or_refuse(text)
    assert process_time() - began < 5
    if tree is not None:
        assert tree.size < 20 * len(text)


SIDES = [
    (r"\mathbb{E}[h \mid x] = {\bf m}", r"\mathbb{E}[h \mid x]", r"{\bf m}"),
    (r"x \in \mathbb{R}", "x", r"\mathbb{R}"),
    (r"{\bf x} = \mathbf{y}", r"{\bf x}", r"\mathbf{y}"),
    (r"{\mathbb E}[X] \ge {a}", r"{\mathbb E}[X]", "{a}"),
    (r"\hat{\mathbf{y}}^{(i)} = \left( a + b \right)", r"\hat{\mathbf{y}}^{(i)}", r"\left( a + b \right)"),
    (r"\mathrm{Var}(X) = \textcolor{red}{v}", r"\mathrm{Var}(X)", r"\textcolor{red}{v}"),
    (r"\partial f/\partial x = \bigl\| u \bigr\|", r"\partial f/\partial x", r"\bigl\| u \bigr\|"),
    (r"{n \choose k} = \frac{a}{b}", r"{n \choose k}", r"\frac{a}{b}"),
    (r"\left. f \right|_{x=0} = \underbrace{c}_{d}", r"\left. f \right|_{x=0}", r"\underbrace{c}_{d}"),
    (r"\underset{x}{\arg\max} f(x) = \begin{pmatrix} a \end{pmatrix}", r"\underset{x}{\arg\max} f(x)",
     r"\begin{pmatrix} a \end{pmatrix}"),
    (r"-{x}_i = +\vec{a}", "-{x}_i", r"+\vec{a}"),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "left", "right"), SIDES)
def test_a_side_covers_its_braces_and_fonts(latex: str, left: str, right: str) -> None:
    (chain,) = read_notation(latex).children
    first, *_, last = chain.children
    assert (latex[first.start : first.end], latex[last.start : last.end]) == (left, right)
    assert (chain.start, chain.end) == (0, len(latex))
