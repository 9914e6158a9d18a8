"""Taking the arguments of a macro's call from the text behind its name."""

from __future__ import annotations

import re
from functools import cached_property

from sheets.source.definitions import group
from sheets.source.macros import Kind, Parameter, match_braces
from sheets.source.mapped import Stream

_SPACE = re.compile(r"\s*")
_BRACKET = re.compile(r"\\.|[()\[\]{}]", re.DOTALL)


_OPENINGS = {Kind.GROUP: "{", Kind.BRACKET: "[", Kind.ROUND: "("}


class Frame:
    """A text that is being expanded, and how far."""

    def __init__(self, stream: Stream) -> None:
        self.stream, self.text, self.at = stream, stream.text, 0

    @cached_property
    def braces(self) -> dict[int, int]:
        """The partner of each opening brace."""
        return match_braces(self.text)

    @cached_property
    def square(self) -> dict[int, int]:
        """The partner of each opening square bracket."""
        return _match(self.text, "[", "]")

    @cached_property
    def round(self) -> dict[int, int]:
        """The partner of each opening round bracket."""
        return _match(self.text, "(", ")")


class Arguments:
    """Takes the arguments of one call; it moves nothing, but says where the call ends."""

    def __init__(self, frames: list[Frame], at: int) -> None:
        self.frames, self.level, self.at = frames, len(frames) - 1, at

    def suits(self, parameters: tuple[Parameter, ...]) -> bool:
        """Say whether the next character can begin a call with these parameters."""
        at = self._next()
        sign = self.frames[self.level].text[at] if at >= 0 else ""
        for parameter in parameters:
            if parameter.kind is not Kind.STAR:
                return sign == _OPENINGS.get(parameter.kind, sign)
            if sign == "*":
                return True
        return True

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
        text = self.frames[level].text
        if at < len(text) and not text[at].isspace():
            return at
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
            opening = "(" if kind is Kind.ROUND else "["
            close = (frame.round if kind is Kind.ROUND else frame.square).get(at, -1) if sign == opening else -1
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


def _match(text: str, opening: str, closing: str) -> dict[int, int]:
    """Pair brackets of one kind that stand at the same depth of braces."""
    pairs: dict[int, int] = {}
    levels: list[list[int]] = [[]]
    for match in _BRACKET.finditer(text):
        sign = match.group()
        if sign == "{":
            levels.append([])
        elif sign == "}":
            if len(levels) > 1:
                levels.pop()
            else:
                levels[0].clear()
        elif sign == opening:
            levels[-1].append(match.start())
        elif sign == closing and levels[-1]:
            pairs[levels[-1].pop()] = match.start()
    return pairs


def _find(text: str, braces: dict[int, int], at: int, what: str) -> int:
    """Find a text outside of braces, within 2,000 characters; -1 if there is none."""
    end = min(len(text), at + 2_000)
    while (found := text.find(what, at, end)) >= 0:
        group = text.find("{", at, found)
        while group > 0 and (text[group - 1] == "\\" or group not in braces):
            group = text.find("{", group + 1, found)
        if group < 0:
            return found
        at = braces[group] + 1
    return -1
