"""Each rule undoes its slips: among the edits of the slip is the one that gives the right formula back."""

import pytest

from sheets.judging.edits import RULES, edits
from sheets.judging.edits.edit import names_in
from sheets.judging.edits.sides import of_sides
from sheets.notation.grammar import read_notation

UNDONE = {
    "relation": [
        (r"a \ge b", r"a \le b"),
        (r"a \leq b", r"a \geq b"),
        ("a < b", "a > b"),
    ],
    "sign": [("y = a + b", "y = a - b"), ("y = a - b", "y = a + b")],
    "moved_transpose": [("G = X X^T", "G = X^T X"), (r"G = X^\top X", r"G = X X^\top"), ("G = A L A^T", "G = A^T L A")],
    "swap": [
        ("C = A B", "C = B A"),
        ("C = A B D", "C = A D B"),
        ("y = a - b", "y = b - a"),
        ("y = a / b", "y = b / a"),
    ],
    "exchanged": [("K = b P + R", "K = b R + P"), ("y = a x - b z", "y = a z - b x")],
    "drop_factor": [("y = a b", "y = a"), ("y = a b", "y = b"), (r"y = a \cdot b", "y = a")],
    "drop_term": [("y = a + b", "y = a"), ("y = a + b", "y = b"), ("y = a - b", "y = a")],
    "factor_out": [("y = a - b c", "y = a(1 - b c)"), ("y = a b + c", "y = a(b - c)"), ("y = a b + c", "y = a(b + c)")],
    "joined": [("j = a + b", r"j = a \cdot b"), ("j_l = j_{l-1} + s_l", r"j_l = j_{l-1} \cdot s_l")],
    "sign_off": [("y = -x", "y = 1 -x"), ("y = -x", "y = x"), ("y = e^{-x}", "y = e^{x}")],
    "number": [
        ("y = 3 x", "y = 2 x"),
        ("y = 1 x", "y = 2 x"),
        ("y = 4 x", "y = 2 x"),
        ("y = x + 2", "y = x + x"),
        ("y = x^2", "y = x^{-2}"),
        ("y = x^{2}", "y = x^{-2}"),
        (r"y = x / 2", r"y = x / \sqrt{2}"),
    ],
    "letter": [
        ("y = a + x", "y = a + a"),
        ("y = z x", "y = (1 - z) x"),
        ("y = x", "y = x^2"),
        ("y = x", "y = x^{-1}"),
        ("y = x", r"y = \sqrt{x}"),
        ("y = x", "y = -x"),
        ("y = d F", "y = d (F - 1)"),
        ("y = 1 - b t", "y = 1 - b^{t} t"),
        (r"y = \sum_i a / (a + b_i)", r"y = \sum_i b_i / (a + b_i)"),
        (r"y = \hat{x} + x", r"y = x + x"),
    ],
    "transposed": [("y = W x", "y = W^T x")],
    "script": [
        ("y = A^T x", "y = A x"),
        ("y = A^T x", "y = A^{-1} x"),
        ("y = A^{-1} x", "y = A^T x"),
        ("y = A^{-1} x", "y = A x"),
        ("y = r^n", "y = r^{n + 1}"),
        ("y = r^n", "y = r^{n - 1}"),
        ("y = x_i", "y = x_i^2"),
        ("y = h_t", "y = h_{t-1}"),
        ("y = h_t", "y = h_{t+1}"),
        ("y = h_{t-1}", "y = h_{t}"),
        ("y = A_{ji}", "y = A_{ij}"),
        ("y = A_{j,i}", "y = A_{i,j}"),
        ("y = A_{bb} x_a", "y = A_{aa} x_a"),
        ("y = b_1 t", "y = b_1^{t} t"),
    ],
    "root_off": [(r"y = \sqrt{x}", "y = (x)")],
    "big": [
        (r"y = \sum_{i=1}^n x_i", r"y = \sum_{i=0}^n x_i"),
        (r"y = \sum_{i=0}^n x_i", r"y = \sum_{i=1}^n x_i"),
        (r"y = \sum_{i=1}^n x_i", r"y = \sum_{i=1}^{n-1} x_i"),
        (r"y = \sum_{i=m}^n x_i", r"y = \sum_{i=m+1}^n x_i"),
        (r"y = \sum_{i=1}^{n-1} x_i", r"y = \sum_{i=1}^{n} x_i"),
        (r"y = \sum_i x_i", r"y = \prod_i x_i"),
        (r"y = \max_i x_i", r"y = \min_i x_i"),
        (r"y = \sum_i x_i", r"y = -\sum_i x_i"),
    ],
    "function": [
        (r"y = \sin(x)", r"y = \cos(x)"),
        (r"y = \log(x)", r"y = -\log(x)"),
        (r"y = \exp(x)", r"y = \exp(-x)"),
        (r"y = \tanh(x)", r"y = \tanh(x)^2"),
        (r"y = \operatorname{tr}(A)", r"y = \operatorname{tr}(A)^2"),
    ],
    "call": [
        ("y = f(a, b)", "y = f(b, a)"),
        (r"y = p(a \mid b)", r"y = p(b \mid a)"),
        ("y = f(x)", "y = f(-x)"),
        ("y = f(x)", "y = f(2 x)"),
        ("y = f(x)", "y = f(x)^2"),
        ("y = f(x)", "y = f'(x)"),
    ],
    "fraction": [
        (r"y = \frac{a}{b}", r"y = \frac{b}{a}"),
        (r"y = \frac{a b}{c}", r"y = \frac{a c}{b}"),
        (r"y = \frac{1}{n} x", "y = n x"),
        (r"y = \frac{1}{n} x", "y = x"),
    ],
    "wrapped": [
        (r"y = \lfloor x \rfloor", r"y = \lceil x \rceil"),
        (r"y = \lceil x \rceil", r"y = \lfloor x \rfloor"),
        (r"y = \lfloor x \rfloor", "y = x"),
    ],
    "group": [
        ("y = (a + b)", "y = (a + b)^2"),
        ("y = (A + B) x", "y = (A + B)^{-1} x"),
        ("y = (A + B) x", "y = (A + B)^T x"),
    ],
    "cases": [
        (
            r"y = \begin{cases} a & x > 0 \\ b & x \le 0 \end{cases}",
            r"y = \begin{cases} b & x > 0 \\ a & x \le 0 \end{cases}",
        )
    ],
}
"""Of each rule: formulas with a slip, and what they were before."""

SIDES = [
    ("y = x", "y = -x"),
    ("y = a + b", "y = -(a + b)"),
    ("y = x", "y = 2 x"),
    ("y = x", r"y = \frac{1}{2} x"),
    ("y = a + b", "y = 2 (a + b)"),
    ("y = a + b", "y = a + 2 b"),
    ("y = n", "y = n + 1"),
    ("y = n", "y = n - 1"),
    (r"y = \lambda + b", r"y = \lambda + \lambda b"),
    ("x = a = b", "x = a = -b"),
    ("y = a u + b v", "y = b u + a v"),
    ("y = a_1 u + a_2 v", "y = a_2 u + a_1 v"),
]
"""Slips of a whole side, and what it was before."""

FORMULAS = [slip for table in UNDONE.values() for slip, _ in table]


def chain_of(text):
    return read_notation(text).children[0]


def squeezed(text):
    return "".join(text.split())


ALL = {rule.__name__: rule for rules in RULES.values() for rule in rules}


def test_each_rule_has_its_slips():
    assert set(ALL) == set(UNDONE)


@pytest.mark.parametrize(("name", "slip", "right"), [(name, *case) for name, table in UNDONE.items() for case in table])
def test_a_rule_undoes_its_slip(name, slip, right):
    chain = chain_of(slip)
    names = names_in(slip, chain)
    nodes = [node for node in chain.walk() if ALL[name] in RULES.get(node.kind, ())]
    own = {squeezed(edit.applied(slip)) for node in nodes for edit in ALL[name](slip, node, names)}
    assert squeezed(right) in own
    assert squeezed(right) in {squeezed(edit.applied(slip)) for edit in edits(slip, chain)}


@pytest.mark.parametrize(("slip", "right"), SIDES)
def test_slips_of_a_side_are_undone(slip, right):
    chain = chain_of(slip)
    assert squeezed(right) in {squeezed(edit.applied(slip)) for edit in of_sides(slip, chain)}
    assert squeezed(right) in {squeezed(edit.applied(slip)) for edit in edits(slip, chain)}


@pytest.mark.parametrize("text", FORMULAS)
def test_edits_are_cheapest_first_and_each_changes_the_formula_once(text):
    found = edits(text, chain_of(text))
    assert [edit.cost for edit in found] == sorted(edit.cost for edit in found)
    assert len({(edit.start, edit.end, edit.replacement) for edit in found}) == len(found)
    assert all(edit.applied(text) != text and edit.words and edit.kind for edit in found)


def test_an_edit_stays_inside_its_relation():
    text = "a = b + c, x = y - z"
    second = read_notation(text).children[-1]
    while second.kind != "chain":
        second = second.children[-1]
    found = edits(text, second)
    assert found
    assert all(edit.start >= second.start and edit.end <= second.end for edit in found)


@pytest.mark.parametrize(
    ("text", "unwritten"),
    [
        ("y = x_i", r"y = x_\sqrt{i}"),
        ("y = A_{ij} x_j", r"y = A_{\sqrt{i}j} x_j"),
        ("y = A_{ij} x_j", r"y = A_{(1 - i)j} x_j"),
        (r"y = \sum_{k=1}^K a_k", r"y = \sum_{k^2=1}^K a_k"),
        (r"y = \sum_{k=1}^K a_k", r"y = \sum_{k=1}^{\sqrt{K}} a_k"),
    ],
)
def test_an_index_and_a_range_have_no_powers(text, unwritten):
    found = {squeezed(edit.applied(text)) for edit in edits(text, chain_of(text))}
    assert squeezed(unwritten) not in found
    values = text.replace("x_i", "u").replace("A_{ij} x_j", "u").replace(r"\sum_{k=1}^K a_k", "u")
    assert squeezed(r"y = \sqrt{u}") in {squeezed(edit.applied(values)) for edit in edits(values, chain_of(values))}
