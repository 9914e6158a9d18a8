"""LaTeX to MathML that is safe to put into a page: a closed set of elements and attributes, every text escaped.

What does not convert as a whole is shown as LaTeX source.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

_LONGEST = 4000
_DEEPEST = 60
_ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3}
_ELEMENTS = frozenset(_ARITY) | {
    "math", "menclose", "mi", "mmultiscripts", "mn", "mo", "mpadded", "mphantom", "mrow", "mspace", "msqrt", "mstyle",
    "mtable", "mtd", "mtext", "mtr",
}  # fmt: skip
_ATTRIBUTES = frozenset({
    "accent", "accentunder", "columnalign", "columnspacing", "depth", "display", "displaystyle", "fence", "form",
    "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width", "xmlns",
})  # fmt: skip
_DROPPED = frozenset({"class", "href", "id", "linebreak", "mathbackground", "mathcolor", "mathsize", "style"})
_CHARACTER = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_ESCAPED = re.compile(r"\\([_%&#${}])")
_DOUBLE_STRUCK = str.maketrans("0123456789", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")
_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|alignedat|gathered|split)\}")
_MARK = re.compile(r"(?<!\\)&")


class NotConverted(Exception):
    """The formula has no faithful MathML."""


def math(latex: str, display: bool = False) -> Markup:
    """A formula as MathML, or as LaTeX source in a `code` element where it cannot be converted as a whole."""
    try:
        return Markup(_converted(latex, display))
    except NotConverted:
        return Markup('<code class="latex">') + escape(latex) + Markup("</code>")


@lru_cache(maxsize=4096)
def _converted(latex: str, display: bool) -> str:
    from latex2mathml.converter import convert_to_element

    if len(latex) > _LONGEST or latex.count("{") - latex.count(r"\{") > 20 * _DEEPEST:
        raise NotConverted("too long")
    try:
        tree = convert_to_element(_prepared(latex), display="block" if display else "inline")
        written: list[str] = []
        _write(tree, 0, written)
        return "".join(written)
    except NotConverted:
        raise
    except Exception as error:  # the converter documents no exceptions; whatever it meets, the source is shown
        raise NotConverted(type(error).__name__) from None


def _prepared(latex: str) -> str:
    """Alignment is laid out by the page: the marks of a row that was cut out of an `align` go."""
    if r"\begin" in latex:
        return _ALIGNED.sub(r"\\\1{align*}", latex)
    return _MARK.sub(" ", latex)


def _write(element: Element, depth: int, written: list[str]) -> None:
    """Append an element to what is written, with all that it holds."""
    tag, children = element.tag, list(element)
    if depth > _DEEPEST or tag not in _ELEMENTS or len(children) != _ARITY.get(tag, len(children)):
        raise NotConverted(tag)
    if element.get("linebreak") or set(element.attrib) - _ATTRIBUTES - _DROPPED:
        raise NotConverted(tag)
    text = _text(element)
    if "\\" in text or (tag == "mi" and text == "&"):
        raise NotConverted(text)
    attributes = (f' {name}="{escape(value)}"' for name, value in sorted(element.attrib.items()) if name in _ATTRIBUTES)
    written.append(f"<{tag}{''.join(attributes)}>{escape(text)}")
    for child in children:
        _write(child, depth + 1, written)
    written.append(f"</{tag}>")


def _text(element: Element) -> str:
    """The text of an element; the converter writes characters as references, which it expects to be printed raw."""
    text = element.text or ""
    if element.tag == "mtext":
        text = _ESCAPED.sub(r"\1", text)
    text = _CHARACTER.sub(lambda match: _character(int(match.group(1), 16)), text)
    return text.translate(_DOUBLE_STRUCK) if element.get("mathvariant") == "double-struck" else text


def _character(code: int) -> str:
    if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        raise NotConverted("a character that no page may hold")
    return chr(code)
