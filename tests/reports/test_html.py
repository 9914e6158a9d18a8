"""Pages stand alone: no script, no network, no clock, no path of a machine; everything of a sheet is escaped."""

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from made_results import CLEAN, located, made_result, sheet_results

from reports.html import render_report, render_report_pages, render_sheets
from reports.mathml import math
from sheets.judging.results import SheetResult, Verdict

ACTIVE = {"script", "img", "iframe", "object", "embed", "svg", "form", "input", "link", "base", "audio", "video"}
VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a browser would see: the elements, their attributes, and whether they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def check_page(text: str) -> Page:
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert page.open == []
    assert not ACTIVE & set(page.tags)
    for tag, name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "src"
        assert name != "href" or (tag == "a" and ":" not in value and not value.startswith("/"))
        assert name != "style" or value.startswith("width: ")
    assert "url(" not in text
    assert "@import" not in text
    return page


def test_a_checked_sheet_shows_each_formula_and_the_coverage():
    page = check_page(render_sheets([made_result()]))
    words = " ".join(" ".join(page.words).split())
    assert "4 formulas: 1 proved, 1 definition, 1 wrong, 1 not understood" in words
    assert "tanh(z) = 2*sigmoid(z) - 1" in words
    assert "twofold check notes/week1.md --line 3 --seed 0" in words
    assert "math" in page.tags


def test_a_hostile_sheet_is_only_text():
    poison = "<script>alert(1)</script>"
    text = f"$a = {poison}$"
    finding = located(
        text, f"a = {poison}", Verdict.WRONG, code="EQV101", message=poison, reading=poison, formula=poison,
        suggestion=poison, assumption=poison, reason=poison,
    )  # fmt: skip
    page = check_page(render_sheets([SheetResult(f"{poison}.md", text, 1, 0, (finding,))]))
    assert "".join(page.words).count(poison) >= 6


@given(st.lists(sheet_results(), min_size=1, max_size=2))
@settings(max_examples=30)
def test_any_result_makes_a_page_that_cannot_act(results):
    check_page(render_sheets(results))


def test_no_machine_is_named():
    result = replace(made_result("/home/somebody/notes/week1.md"), findings=())
    assert "somebody" not in render_sheets([result])
    assert "week1.md" in render_sheets([result])


def test_an_empty_sheet_has_a_page():
    check_page(render_sheets([CLEAN]))


ENTRY = {
    "id": "logistic.gradient", "topic": "logistic", "title": "Gradient <b>", "kind": "gradient",
    "checked_by": "autograd", "latex": r"\frac{d}{d z} f = \sigma{\left(z \right)} - y", "statement": "", "sizes": [],
    "quantities": [
        {"name": "z", "latex": "z", "meaning": "score & sign", "shape": [{"symbol": "n", "axis": "samples"}],
         "domain": "real", "arguments": None, "random": False, "value": None},
        {"name": "p", "latex": "p", "meaning": "probability", "shape": [], "domain": "real", "arguments": None,
         "random": True, "value": r"\sigma{\left(z \right)}"},
    ],
    "assumptions": ["n > 1"],
    "notations": [{"latex": r"\frac{\partial \ell}{\partial z} = \sigma(z) - y", "letters": {"ell": "f"}}],
    "words": ["logistic"],
    "derivation": [{"relation": "<=", "latex": "x", "because": "a < b", "status": "proved", "scope": "all sizes"}],
    "cited": None, "uses": ["logistic.value"], "source": {"work": "A book", "place": "p. 1"},
    "verification": {
        "status": "verified", "kind": "gradient", "notations": 2,
        "symbolic": {"derived": True, "cited": None, "steps": 1, "held": 1, "proved": 1, "proof": None,
                     "general": False},
        "numeric": {"points": 4096, "error": 1e-16, "method": "sampled", "tightness": 0.01},
        "mutants": {"made": 9, "killed": 8, "survivors": [{"name": "sign of y", "reason": "the same for y = 0"}]},
    },
}  # fmt: skip
TOPICS = [("logistic", "Logistic loss", "First.\n\nSecond <i>.", ("logistic.gradient",))]
ENTRIES = {"logistic.gradient": ENTRY}


def test_the_report_is_one_page_or_one_a_topic():
    single = check_page(render_report(TOPICS, ENTRIES, [made_result()]))
    words = " ".join(" ".join(single.words).split())
    for said in ("Gradient <b>", "score & sign", "n samples", "sign of y", "the same for y = 0", "A book", "all sizes"):
        assert said in words
    pages = render_report_pages(TOPICS, ENTRIES, [made_result()])
    assert list(pages) == ["index.html", "logistic.html", "sheet.html"]
    links = {value for text in pages.values() for _, name, value in check_page(text).attributes if name == "href"}
    assert {link.partition("#")[0] for link in links} <= set(pages)


def test_latex_becomes_mathml_or_stays_source():
    assert str(math(r"\frac{a}{b}")).startswith("<math")
    assert str(math(r"\unknown{a}")) == r'<code class="latex">\unknown{a}</code>'
    assert str(math(r"\frac{a")) == r'<code class="latex">\frac{a</code>'
    assert str(math("{" * 5000)).startswith("<code")


def test_no_command_reaches_an_attribute_or_an_element():
    for latex in (
        r"\href{javascript:alert(1)}{x}", r"\style{background:red}{x}", r"\class{a}{x}", r"\color{red\"><script>}{x}",
        r"\unicode{x3c}script\unicode{x3e}", r"\text{&#x3c;script&#x3e;}", r"\text{</math><script>}", "&lt;script&gt;",
    ):  # fmt: skip
        markup = str(math(latex)).lower()
        assert "<script" not in markup
        assert "href" not in markup.replace(r"\href", "")
        assert "style=" not in markup
