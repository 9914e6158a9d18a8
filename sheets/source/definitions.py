"""Reading the definitions of macros: `\\newcommand`, `\\def`, `\\let`, `\\newenvironment` and their kin.

Nothing is executed: a definition becomes a value, and a scope learns it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sheets.source.macros import Definer, Definition, Environment, Kind, Macro, Parameter, Scope, Shape, body_of, macro

_NAME = re.compile(r"\s*(?:\{\s*\\([A-Za-z@]+|.)\s*\}|\\([A-Za-z@]+|.))")
_LABEL = re.compile(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_COUNT = re.compile(r"\s*\[\s*(\d)\s*\]")
_DEFAULT = re.compile(r"\s*\[((?:[^\[\]{}]|\{[^{}]*\}){0,500})\]")
_TOKEN = re.compile(r"\s*(\\(?:[A-Za-z@]+|.)|[^\s{}\\])")
_PATTERN = re.compile(r"[^{}\n]{0,120}(?=\{)")
_STEP = re.compile(r"#(\d)|([^#]+)")
_LET = re.compile(r"\s*\\([A-Za-z@]+|.)\s*=?\s?(\\(?:[A-Za-z@]+|.)|[^\s\\])")
_SPECIFIER = re.compile(r"\s*(?:([mos])|O\s*\{([^{}]*)\})\s*")
_PREFIXED = re.compile(r"\s*\\(def|gdef|edef|xdef|long|global|protected|outer|let)(?![A-Za-z])")
_STAR = re.compile(r"\s*\*?")


def group(text: str, braces: Mapping[int, int], at: int) -> tuple[int, int, int] | None:
    """Find the group `{x}` or the single token at a place: where its content begins and ends, and where to go on."""
    k = at
    while k < len(text) and text[k].isspace():
        k += 1
    if text[k : k + 1] == "{":
        close = braces.get(k)
        return (k + 1, close, close + 1) if close is not None else None
    token = _TOKEN.match(text, at)
    return (token.start(1), token.end(1), token.end()) if token is not None else None


def _head(text: str, at: int) -> tuple[str, int] | None:
    star = _STAR.match(text, at)
    match = _NAME.match(text, star.end() if star else at)
    return (match.group(1) or match.group(2), match.end()) if match is not None else None


def _arguments(text: str, at: int) -> tuple[int, str | None, int]:
    """Read `[2][default]`."""
    count = _COUNT.match(text, at)
    if count is None:
        return 0, None, at
    default = _DEFAULT.match(text, count.end())
    if default is None:
        return int(count.group(1)), None, count.end()
    return int(count.group(1)), default.group(1), default.end()


def _read_newcommand(text: str, braces: dict[int, int], at: int, provide: bool = False) -> Definition | None:
    """Read `\\newcommand*{\\name}[2][default]{body}` behind its first word."""
    head = _head(text, at)
    if head is None:
        return None
    count, default, after = _arguments(text, head[1])
    body = group(text, braces, after)
    if body is None:
        return None
    name, meaning = head[0], macro(count, text[body[0] : body[1]], default)

    def apply(scope: Scope) -> None:
        if not (provide and name in scope.own):
            scope.define(name, meaning)

    return Definition(body[2], apply)


def _read_providecommand(text: str, braces: dict[int, int], at: int) -> Definition | None:
    return _read_newcommand(text, braces, at, provide=True)


def _read_def(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\def\\name#1(#2){body}` behind its first word."""
    head = _NAME.match(text, at)
    if head is None or head.group(2) is None:
        return None
    pattern = _PATTERN.match(text, head.end())
    body = group(text, braces, pattern.end()) if pattern is not None else None
    if pattern is None or body is None:
        return None
    parameters: list[Parameter] = []
    for step in _STEP.finditer(pattern.group().strip()):
        if step.group(1):
            parameters.append(Parameter(Kind.ARGUMENT))
        elif parameters and parameters[-1].kind is Kind.ARGUMENT:
            parameters[-1] = Parameter(Kind.UNTIL, step.group(2))
        else:
            parameters.append(Parameter(Kind.LITERAL, step.group(2)))
    meaning = Macro((Shape(tuple(parameters), body_of(text[body[0] : body[1]])),))
    return Definition(body[2], lambda scope: scope.define(head.group(2), meaning))


def _read_let(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\let\\name=\\other` behind its first word."""
    match = _LET.match(text, at)
    if match is None:
        return None
    return Definition(match.end(), lambda scope: scope.alias(match.group(1), match.group(2)))


def _read_prefix(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read what follows `\\long` or `\\global`."""
    for _ in range(4):
        match = _PREFIXED.match(text, at)
        if match is None:
            return None
        at = match.end()
        if match.group(1) == "let":
            return _read_let(text, braces, at)
        if match.group(1).endswith("def"):
            return _read_def(text, braces, at)
    return None


def _read_operator(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\DeclareMathOperator*{\\name}{text}` behind its first word."""
    head = _head(text, at)
    body = group(text, braces, head[1]) if head is not None else None
    if head is None or body is None:
        return None
    starred = _STAR.match(text, at)
    star = starred.group().strip() if starred is not None else ""
    meaning = macro(0, f"\\operatorname{star}{{{text[body[0] : body[1]]}}}")
    return Definition(body[2], lambda scope: scope.define(head[0], meaning))


def _read_paired(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\DeclarePairedDelimiter{\\name}{left}{right}` behind its first word."""
    return _read_delimiter(text, braces, at, extended=False)


def _read_paired_body(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\DeclarePairedDelimiterX{\\name}[1]{left}{right}{body}` behind its first word."""
    return _read_delimiter(text, braces, at, extended=True)


def _read_delimiter(text: str, braces: dict[int, int], at: int, extended: bool) -> Definition | None:
    head = _head(text, at)
    if head is None:
        return None
    count, _, after = _arguments(text, head[1]) if extended else (1, None, head[1])
    parts: list[str] = []
    for _ in range(3 if extended else 2):
        part = group(text, braces, after)
        if part is None:
            return None
        parts.append(text[part[0] : part[1]])
        after = part[2]
    inside = parts[2].replace(r"\delimsize", "") if extended else "#1"
    body = body_of(f"{parts[0]} {inside} {parts[1]}")
    arguments = (Parameter(Kind.ARGUMENT),) * count
    sized = tuple(part + 1 if isinstance(part, int) else part for part in body)
    shapes = (Shape((Parameter(Kind.BRACKET), *arguments), sized), Shape((Parameter(Kind.STAR), *arguments), body))
    return Definition(after, lambda scope: scope.define(head[0], Macro(shapes)))


def _read_document_command(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\NewDocumentCommand{\\name}{m O{x} s}{body}` behind its first word, with these arguments only."""
    head = _head(text, at)
    takes = group(text, braces, head[1]) if head is not None else None
    body = group(text, braces, takes[2]) if takes is not None else None
    if head is None or takes is None or body is None:
        return None
    parameters: list[Parameter] = []
    k = takes[0]
    while k < takes[1]:
        match = _SPECIFIER.match(text, k, takes[1])
        if match is None or match.group(1) == "s":
            return Definition(body[2], lambda scope: scope.forget(head[0]))
        parameters.append(
            Parameter(Kind.ARGUMENT) if match.group(1) == "m" else Parameter(Kind.OPTIONAL, match.group(2) or "")
        )
        k = match.end()
    meaning = Macro((Shape(tuple(parameters), body_of(text[body[0] : body[1]])),))
    return Definition(body[2], lambda scope: scope.define(head[0], meaning))


def _read_newenvironment(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read `\\newenvironment{name}[1][default]{begin}{end}` behind its first word."""
    star = _STAR.match(text, at)
    label = _LABEL.match(text, star.end() if star else at)
    if label is None:
        return None
    count, default, after = _arguments(text, label.end())
    begin = group(text, braces, after)
    end = group(text, braces, begin[2]) if begin is not None else None
    if begin is None or end is None:
        return None
    meaning = Environment(macro(count, text[begin[0] : begin[1]], default), macro(0, text[end[0] : end[1]]))
    return Definition(end[2], lambda scope: scope.define_environment(label.group(1), meaning))


# The words that define something, each with the rule that reads what stands behind it.
DEFINERS: Mapping[str, Definer] = {
    "newcommand": _read_newcommand,
    "renewcommand": _read_newcommand,
    "providecommand": _read_providecommand,
    "DeclareRobustCommand": _read_newcommand,
    "def": _read_def,
    "gdef": _read_def,
    "edef": _read_def,
    "xdef": _read_def,
    "long": _read_prefix,
    "global": _read_prefix,
    "let": _read_let,
    "DeclareMathOperator": _read_operator,
    "DeclarePairedDelimiter": _read_paired,
    "DeclarePairedDelimiterX": _read_paired_body,
    "NewDocumentCommand": _read_document_command,
    "RenewDocumentCommand": _read_document_command,
    "newenvironment": _read_newenvironment,
    "renewenvironment": _read_newenvironment,
}
_DEFINER = re.compile(r"\\([A-Za-z]+)")


def read_definition(text: str, braces: dict[int, int], at: int) -> Definition | None:
    """Read the definition whose first word begins at a place of a text; None where it is not a whole one."""
    word = _DEFINER.match(text, at)
    definer = DEFINERS.get(word.group(1)) if word is not None else None
    return definer(text, braces, word.end()) if word is not None and definer is not None else None
