"""Taking the arguments of a macro's call from the text behind its name."""

from __future__ import annotations

import re
from functools import cached_property

from sheets.source.definitions import group
from sheets.source.macros import Kind, Parameter, match_braces
from sheets.source.mapped import Stream

_SPACE = re.compile(r"\s*")
_BRACKET = re.compile(r"\\.|[()\[\]{}]", re.DOTALL)


class Frame:
    """A text that is being expanded, and how far."""

    def __init__(self, stream: Stream) -> None:
        self.stream, self.text, self.at = stream, stream.text, 0

    @cached_property
    def braces(self) -> dict[int, int]:
        """The partner of each opening brace."""
        return match_braces(self.text)


class Arguments:
    """Takes the arguments of one call; it moves nothing, but says where the call ends."""

    def __init__(self, frames: list[Frame], at: int) -> None:
        self.frames, self.level, self.at = frames, len(frames) - 1, at

    def take(self, parameters: tuple[Parameter, ...]) -> tuple[list[Stream], int, int] | None:
        """Give the values, the frame and the place where the call ends; None where it has another shape."""
        values: list[Stream] = []
        for parameter in parameters:
            if not self._take(parameter, values):
                return None
        return values, self.level, self.at

    def _next(self) -> int:
        """Find the next character that is no space, in a lower frame where the upper one is used up."""
        level, at = self.level, self.at
        while True:
            space = _SPACE.match(self.frames[level].text, at)
            at = space.end() if space is not None else at
            if at < len(self.frames[level].text) or level == 0:
                break
            level -= 1
            at = self.frames[level].at
        if at >= len(self.frames[level].text):
            return -1
        self.level, self.at = level, at
        return at

    def _take(self, parameter: Parameter, values: list[Stream]) -> bool:
        kind = parameter.kind
        if kind is Kind.LITERAL or kind is Kind.UNTIL:
            return self._delimited(parameter, values)
        before = (self.level, self.at)
        at = self._next()
        frame = self.frames[self.level]
        sign = frame.text[at] if at >= 0 else ""
        if kind is Kind.STAR:
            if sign == "*":
                self.at = at + 1
            else:
                self.level, self.at = before
            return True
        if kind is Kind.BRACKET or kind is Kind.OPTIONAL or kind is Kind.ROUND:
            close = _close(frame.text, at, "()" if kind is Kind.ROUND else "[]") if at >= 0 else -1
            if close >= 0:
                values.append(frame.stream.cut(at + 1, close))
                self.at = close + 1
                return True
            self.level, self.at = before
            if kind is Kind.OPTIONAL:
                text = parameter.text
                place = self.frames[-1].stream.hull(self.frames[-1].at, self.frames[-1].at + 1)
                values.append(Stream(text, [place[0]] * len(text), [place[1]] * len(text)))
            return kind is Kind.OPTIONAL
        found = group(frame.text, frame.braces, at) if sign and (sign == "{" or kind is Kind.ARGUMENT) else None
        if found is None:
            return False
        values.append(frame.stream.cut(found[0], found[1]))
        self.at = found[2]
        return True

    def _delimited(self, parameter: Parameter, values: list[Stream]) -> bool:
        frame = self.frames[self.level]
        if parameter.kind is Kind.LITERAL:
            at = self.at if frame.text.startswith(parameter.text, self.at) else self._next()
            if at < 0 or not self.frames[self.level].text.startswith(parameter.text, at):
                return False
            self.at = at + len(parameter.text)
            return True
        close = _find(frame.text, frame.braces, self.at, parameter.text)
        if close < 0:
            return False
        values.append(frame.stream.cut(self.at, close))
        self.at = close + len(parameter.text)
        return True


def _close(text: str, at: int, pair: str) -> int:
    """Find the bracket that closes the one at a place, within 2,000 characters; -1 if there is none."""
    if text[at] != pair[0]:
        return -1
    depth = curly = 0
    for match in _BRACKET.finditer(text, at, at + 2_000):
        sign = match.group()
        if sign == "{":
            curly += 1
        elif sign == "}":
            curly -= 1
            if curly < 0:
                return -1
        elif not curly and sign == pair[0]:
            depth += 1
        elif not curly and sign == pair[1]:
            depth -= 1
            if not depth:
                return match.start()
    return -1


def _find(text: str, braces: dict[int, int], at: int, what: str) -> int:
    """Find a text outside of braces, within 2,000 characters; -1 if there is none."""
    end = min(len(text), at + 2_000)
    while at < end:
        if text.startswith(what, at):
            return at
        if text[at] == "{" and at in braces:
            at = braces[at]
        at += 2 if text[at] == "\\" else 1
    return -1
