"""Macros as values, and the scope of one document: which name means what at this point of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

_NUMBER = re.compile(r"#(\d)")
_ESCAPED = re.compile(r"\\.|[{}]", re.DOTALL)


class Kind(Enum):
    """How a parameter of a macro is written where the macro is called."""

    ARGUMENT = auto()  # {x}, or the next token
    GROUP = auto()  # {x} and nothing else
    BRACKET = auto()  # [x]
    ROUND = auto()  # (x)
    OPTIONAL = auto()  # [x], else the default
    STAR = auto()  # *, or nothing; it gives no value
    LITERAL = auto()  # exactly this text; it gives no value
    UNTIL = auto()  # everything up to this text


@dataclass(frozen=True)
class Parameter:
    """One parameter; the text is the default of an optional one, the delimiter of a delimited one."""

    kind: Kind
    text: str = ""


@dataclass(frozen=True)
class Shape:
    """One way to call a macro, and the body that this gives: text, with a number for each use of a parameter."""

    parameters: tuple[Parameter, ...]
    body: tuple[str | int, ...]


@dataclass(frozen=True)
class Macro:
    """The shapes of a macro, tried in order; a final one gives text that is not expanded again."""

    shapes: tuple[Shape, ...]
    final: bool = False


@dataclass(frozen=True)
class Environment:
    """An environment of the document's own: the macro at its beginning, the text at its end."""

    begin: Macro
    end: Macro


@dataclass(frozen=True)
class Definition:
    """A definition as read: where it ends, and what it does to a scope."""

    end: int
    apply: Callable[[Scope], None]


Definer = Callable[[str, dict[int, int], int], Definition | None]


class Word(Enum):
    """The control words that the expansion itself obeys."""

    BEGIN = "begin"
    END = "end"
    INPUT = "input"
    IF_MATH = "ifmmode"


Meaning = Macro | Definer | Word


@dataclass
class Scope:
    """What the control words of one document mean, and how much may still be spent on expanding them."""

    known: dict[str, Meaning]
    own: set[str] = field(default_factory=set)
    environments: dict[str, Environment] = field(default_factory=dict)
    steps: int = 0
    characters: int = 0

    def allow(self, length: int) -> None:
        """Let the expansion of a text of this length spend what honest macros need."""
        self.steps = 60_000 + length // 16
        self.characters = 2_000_000 + 4 * length

    def define(self, name: str, meaning: Meaning) -> None:
        """Give a name its meaning from here on."""
        self.known[name] = meaning
        self.own.add(name)

    def forget(self, name: str) -> None:
        """Take a name's meaning away: it stays in the text as it stands."""
        self.known.pop(name, None)

    def define_environment(self, name: str, environment: Environment) -> None:
        """Give an environment its meaning from here on."""
        self.environments[name] = environment
        self.known |= {"begin": Word.BEGIN, "end": Word.END}

    def alias(self, name: str, other: str) -> None:
        """Let a name mean what another means now."""
        plain = Macro((Shape((), (other if len(other) == 1 else "\\" + other.removeprefix("\\"),)),), final=True)
        self.define(name, self.known.get(other.removeprefix("\\"), plain) if other.startswith("\\") else plain)


def body_of(text: str) -> tuple[str | int, ...]:
    """Cut the body of a macro at its parameters: `\\frac{#1}{2}` into `\\frac{`, 1, `}{2}`; `##` stands for `#`."""
    parts: list[str | int] = []
    for k, piece in enumerate(text.split("##")):
        pieces = _NUMBER.split(piece)
        if k:
            parts.append("#")
        for n, part in enumerate(pieces):
            if n % 2:
                parts.append(int(part))
            elif part:
                parts.append(part)
    merged: list[str | int] = []
    for item in parts:
        if isinstance(item, str) and merged and isinstance(merged[-1], str):
            merged[-1] += item
        else:
            merged.append(item)
    return tuple(merged)


def macro(count: int, body: str, default: str | None = None) -> Macro:
    """Make the macro that `\\newcommand` makes: so many parameters, the first optional if there is a default."""
    parameters = [Parameter(Kind.ARGUMENT)] * count
    if default is not None and count:
        parameters[0] = Parameter(Kind.OPTIONAL, default)
    return Macro((Shape(tuple(parameters), body_of(body)),))


def match_braces(text: str) -> dict[int, int]:
    """Pair the place of each `{` with that of its `}`; those without a partner are left out."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _ESCAPED.finditer(text):
        mark = match.group()
        if mark == "{":
            opened.append(match.start())
        elif mark == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs
