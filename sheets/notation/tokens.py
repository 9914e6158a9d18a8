"""Characters to tokens, with offsets kept; spacing, sizing and labels are dropped here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sheets.notation.commands import (
    DOTS,
    GAPS,
    SIZES,
    SKIPPED,
    SKIPPED_WITH_ARGUMENT,
    SPACES,
    UNICODE_COMMANDS,
    UNICODE_NAMES,
    UPRIGHT,
)

LONGEST = 6_000  # tokens of one span: a formula of a sheet has far fewer


class SyntaxFault(Exception):
    """The text cannot be read; `broken` says that the fault is the text's own (unbalanced, an operand missing)."""

    def __init__(self, message: str, position: int, broken: bool = False) -> None:
        """Say what is wrong, at which offset of the parsed text, and whose fault it is."""
        super().__init__(message)
        self.message = message
        self.position = position
        self.broken = broken


@dataclass(frozen=True)
class Token:
    """A token: its kind, its text, its offsets, and whether white space stands before it.

    Kinds: command, letter, number, char, open and close (TeX's braces), text (upright words), begin and end
    (environments), row (a line break), cell (&), gap (\\quad), null (an invisible delimiter), stop (the text's end).
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False

    def is_char(self, *texts: str) -> bool:
        """Whether this is one of the characters."""
        return self.kind == "char" and self.text in texts

    def is_command(self, *names: str) -> bool:
        """Whether this is one of the commands."""
        return self.kind == "command" and self.text in names


_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d+(?:\{,\}\d+){1,6}(?!\d|\{,\}\d)")  # `84{,}934`, `0{,}69`
_SPACED = re.compile(r"\d{1,3}(?:\\,\d{3}){1,6}(?!\d|\\,\d|\.\d)")  # `73\,856`
_DIMENSION = re.compile(r"\[\s*-?[\d.]+\s*(?:pt|em|ex|cm|mm|in|bp|pc|sp|mu|baselineskip|\\\w+)\s*\]")
_DOUBLES = {":=": ":=", "=:": "=:", "->": "to", "<=": "leq", ">=": "geq", "!=": "neq"}
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def read_tokens(text: str) -> list[Token]:
    """The tokens of a math span, closed by a `stop` token; raises `SyntaxFault`."""
    return _Lexer(text).tokens()


def _ungrouped(text: str) -> str:
    """A number with a comma in braces: of thousands where three digits stand behind each, and else the decimal one;
    nothing where it is neither."""
    first, *groups = text.split("{,}")
    if all(len(group) == 3 for group in groups) and not first.startswith("0"):
        return first + "".join(groups)
    return f"{first}.{groups[0]}" if len(groups) == 1 else ""


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.spaced = False
        self.sized: int | None = None  # where a size command stands that belongs to the next token
        self.found: list[Token] = []

    def tokens(self) -> list[Token]:
        while self.position < len(self.text):
            self._next()
            if len(self.found) > LONGEST:
                raise SyntaxFault(f"a formula of more than {LONGEST} tokens", self.position)
        self._emit("stop", "", self.position, self.position)
        return self.found

    def _emit(self, kind: str, text: str, start: int, end: int) -> None:
        self.found.append(Token(kind, text, start if self.sized is None else self.sized, end, self.spaced))
        self.spaced, self.sized = False, None
        self.position = end

    def _next(self) -> None:
        at, text = self.position, self.text
        character = text[at]
        if character.isspace() or character == "~" or character in "\u200b\ufeff":
            self.spaced = True
            self.position += 1
        elif character == "\\":
            self._command()
        elif character == "{":
            self._emit("open", "{", at, at + 1)
        elif character == "}":
            self._emit("close", "}", at, at + 1)
        elif text[at : at + 2] in _DOUBLES:
            name = _DOUBLES[text[at : at + 2]]
            self._emit("char" if name in (":=", "=:") else "command", name, at, at + 2)
        elif text.startswith("...", at):
            self._emit("command", "ldots", at, at + 3)
        elif character == "&":
            self._ampersand(at)
        elif match := _SPACED.match(text, at):
            self._emit("number", match.group().replace("\\,", ""), at, match.end())
        elif (match := _GROUPED.match(text, at)) and (number := _ungrouped(match.group())):
            self._emit("number", number, at, match.end())
        elif match := _NUMBER.match(text, at):
            self._emit("number", match.group(), at, match.end())
        elif character in UNICODE_COMMANDS:
            self._unicode(UNICODE_COMMANDS[character], at)
        elif character in UNICODE_NAMES or character.isalpha():
            self._emit("letter", character, at, at + 1)
        else:
            self._emit("char", character, at, at + 1)

    def _unicode(self, name: str, at: int) -> None:
        if name in SPACES:
            self.spaced = True
            self.position = at + 1
        else:
            self._emit("char" if name in ("-", "*", "'", "/") else "command", name, at, at + 1)

    def _ampersand(self, at: int) -> None:
        for entity, character in _ENTITIES.items():
            if self.text.startswith(entity, at):
                kind = "cell" if character == "&" else "char"
                self._emit(kind, character, at, at + len(entity))
                return
        self._emit("cell", "&", at, at + 1)

    def _command(self) -> None:
        at = self.position
        match = _COMMAND.match(self.text, at)
        if match is None:
            raise SyntaxFault("a backslash at the end", at, broken=True)
        name, end = match.group(1), match.end()
        if name.endswith("*") and name != "*" and name not in SKIPPED_WITH_ARGUMENT:
            starred = name[:-1]
            if starred not in ("operatorname", "tag"):
                end -= 1
            name = starred
        if name in ("left", "right", "bigl", "bigr", "Bigl", "Bigr", "middle") and self.text[end : end + 1] == ".":
            self._emit("null", name, at, end + 1)
        elif name in GAPS:
            self._emit("gap", name, at, end)
        elif name in SPACES or name in SKIPPED or name == "_" or name == "%":
            if name in SIZES and self.sized is None:
                self.sized = at
            self.spaced = self.spaced or name not in SIZES
            self.position = end
        elif name in SKIPPED_WITH_ARGUMENT:
            self.spaced = True
            self.position = self._after_argument(end)
        elif name == "\\" or name in ("newline", "cr", "tabularnewline"):
            dimension = _DIMENSION.match(self.text, end)
            self._emit("row", "\\\\", at, dimension.end() if dimension else end)
        elif name in ("begin", "end"):
            self._environment(name, at, end)
        elif name in UPRIGHT:
            self._upright(name, at, end)
        elif name in DOTS:
            self._emit("command", "ldots", at, end)
        elif name == "|":
            self._emit("command", "|", at, end)
        elif name == "colon":
            self._emit("char", ":", at, end)
        elif name in "{}":
            self._emit("char", name, at, end)
        elif name in "#&$":
            self._emit("letter", name, at, end)
        elif len(name) == 1 and not name.isalpha():
            raise SyntaxFault(f"the command \\{name} is not known", at)
        else:
            self._emit("command", name, at, end)

    def _after_argument(self, at: int) -> int:
        opened = self._skip_space(at)
        return self._closing(opened) + 1 if self.text[opened : opened + 1] == "{" else at

    def _skip_space(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def _closing(self, opened: int) -> int:
        """The offset of the brace that closes the one at `opened`."""
        depth = 0
        at = opened
        while at < len(self.text):
            if self.text[at] == "\\":
                at += 2
                continue
            depth += (self.text[at] == "{") - (self.text[at] == "}")
            if depth == 0:
                return at
            at += 1
        raise SyntaxFault("a brace is opened and never closed", opened, broken=True)

    def _environment(self, name: str, at: int, end: int) -> None:
        opened = self._skip_space(end)
        if self.text[opened : opened + 1] != "{":
            raise SyntaxFault(f"\\{name} without the name of an environment", at, broken=True)
        closed = self._closing(opened)
        environment = self.text[opened + 1 : closed].strip().rstrip("*")
        end = closed + 1
        if name == "begin" and environment in ("array", "alignat", "alignedat", "tabular", "subarray"):
            end = self._after_argument(end)
        if name == "begin" and self.text[end : end + 1] == "[":
            close = self.text.find("]", end)
            end = close + 1 if 0 <= close <= end + 4 else end
        self._emit(name, environment, at, end)

    def _upright(self, name: str, at: int, end: int) -> None:
        opened = self._skip_space(end)
        if self.text[opened : opened + 1] != "{":
            if name in ("rm", "mathop", "emph") or opened >= len(self.text):
                self.position, self.spaced = end, True
            else:
                self._emit("text", self.text[opened], at, opened + 1)
            return
        closed = self._closing(opened)
        content = self.text[opened + 1 : closed]
        plain = re.sub(r"\\[,;:! ]", "" if name == "operatorname" else " ", content).replace("~", " ")
        if name == "operatorname":
            plain = plain.replace(" ", "")
        plain = re.sub(r"\\(?:text|mathrm|rm|textrm|textit)\b\s*\{([^{}]*)\}", r"\1", plain)
        if "\\" not in plain.replace("\\_", ""):
            plain = plain.replace("\\_", "_").replace("{", "").replace("}", "")
        if name.startswith("text") or name in ("mbox", "hbox", "emph"):
            self._emit("text", re.sub(r"\s+", " ", plain.replace("\\_", "_")), at, closed + 1)
        elif re.fullmatch(r"[A-Za-z][A-Za-z0-9 \-_.&/]*\.?", plain.strip()):
            self._emit("text", plain.strip(), at, closed + 1)
        else:
            self.position, self.spaced = end, True
