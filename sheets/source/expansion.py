"""Expanding macros, with every character's place kept and every loop bounded.

The text is read through a stack of frames: the text itself below, above it the bodies of the macros being expanded. A call that does not
come to an end within its allowance is taken back, left as it stands, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from sheets.source.definitions import group
from sheets.source.macros import Kind, Macro, Parameter, Scope, Shape, Word, match_braces
from sheets.source.mapped import Stream, Weaver

_CONTROL = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_WORD_AT_END = re.compile(r"\\[A-Za-z]+\Z")
_LABEL = re.compile(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_FILE = re.compile(r"\s*(?:\[[^\[\]]{0,300}\]\s*)?(?:\{([^{}]{0,2000})\}|([^\s{}\\\[$%]{1,200}))")
_SPACE = re.compile(r"\s*")
_DEPTH = 64
_STEPS = 2_000
_CHARACTERS = 20_000
_LARGEST = 2_000_000

Include = Callable[[str, str, int, int, int], None]


class _Endless(Exception):
    """A call has used up what it may use."""


class _Frame:
    def __init__(self, stream: Stream) -> None:
        self.stream, self.text, self.at = stream, stream.text, 0

    @cached_property
    def braces(self) -> dict[int, int]:
        return match_braces(self.text)


class _Expansion:
    """One run over one stream."""

    def __init__(self, stream: Stream, scope: Scope, include: Include | None) -> None:
        self.scope, self.include = scope, include
        self.out = Weaver()
        self.frames = [_Frame(stream)]
        self.after_word = False
        self.faults: list[tuple[int, int, str]] = []
        self.steps = self.characters = 0

    def run(self) -> Stream:
        known = self.scope.known
        outer: tuple[tuple[int, int], bool, int, int, str] | None = None
        while self.frames:
            frame = self.frames[-1]
            if len(self.frames) == 1:
                outer = None
            at, text = frame.at, frame.text
            while (match := _CONTROL.search(text, at)) is not None and match.group(1) not in known:
                at = match.end()
            self._copy(frame, len(text) if match is None else match.start())
            if match is None:
                self.frames.pop()
                continue
            if outer is None:
                outer = (self.out.mark(), self.after_word, frame.at, match.end(), match.group(1))
                self.steps, self.characters = _STEPS, _CHARACTERS
            try:
                self._obey(frame, match)
            except _Endless:
                mark, self.after_word, start, end, name = outer
                self.out.back_to(mark)
                del self.frames[1:]
                self._give_up(self.frames[0], start, end, name)
        return self.out.stream()

    def _give_up(self, frame: _Frame, start: int, end: int, name: str) -> None:
        frame.at = start
        self._copy(frame, end)
        self.scope.forget(name)
        low, high = frame.stream.hull(start, end)
        if self.scope.steps <= 0 or self.scope.characters <= 0:
            self.scope.known.clear()
            self.faults.append((low, high, "The macros expand to too much text; from here on they are left as they stand. Simplify them."))
        else:
            self.faults.append((low, high, f"`\\{name}` expands without end or to too much text. Define it without itself, or shorter."))

    def _copy(self, frame: _Frame, end: int) -> None:
        """Put the text of a frame up to a place into the output, apart from a control word before it."""
        start, frame.at = frame.at, end
        if start == end:
            return
        if self.after_word and frame.text[start].isalpha():
            self.out.put(" ", frame.stream.starts[start], frame.stream.ends[start])
        self.out.take(frame.stream, start, end)
        self.after_word = _WORD_AT_END.search(frame.text, max(start, end - 60), end) is not None

    def _obey(self, frame: _Frame, match: re.Match[str]) -> None:
        name, after = match.group(1), match.end()
        meaning = self.scope.known[name]
        if isinstance(meaning, Macro):
            self._call(meaning, after)
        elif isinstance(meaning, Word):
            self._word(meaning, frame, match)
        else:
            definition = meaning(frame.text, frame.braces, after)
            if definition is None:
                self._copy(frame, after)
                return
            frame.at = definition.end
            definition.apply(self.scope)

    def _word(self, word: Word, frame: _Frame, match: re.Match[str]) -> None:
        text, after = frame.text, match.end()
        if word is Word.IF_MATH:
            end = text.find(r"\fi", after, after + 2_000)
            if end < 0:
                self._copy(frame, after)
                return
            other = text.find(r"\else", after, end)
            frame.at = after
            self._push(frame.stream.cut(after, end if other < 0 else other), end + 3)
            return
        if word is Word.INPUT:
            file = _FILE.match(text, after)
            if self.include is not None and file is not None:
                low, high = frame.stream.hull(match.start(), file.end())
                self.include(match.group(1), (file.group(1) or file.group(2) or "").strip(), low, high, len(self.out))
                frame.at = file.end()
                return
        label = _LABEL.match(text, after)
        environment = self.scope.environments.get(label.group(1)) if label is not None else None
        if label is None or environment is None or word is Word.INPUT:
            self._copy(frame, after)
            return
        if not self._call(environment.begin if word is Word.BEGIN else environment.end, label.end()):
            self._copy(frame, label.end())

    def _call(self, macro: Macro, after: int) -> bool:
        """Expand the call of a macro whose name (or head) begins where the frame stands and ends at `after`."""
        frame = self.frames[-1]
        for shape in macro.shapes:
            taken = _Arguments(self.frames, after).take(shape.parameters)
            if taken is not None:
                break
        else:
            self._copy(frame, after)
            return False
        values, level, end = taken
        below = self.frames[level]
        last = max(end - 1, 0)
        low = min(frame.stream.starts[frame.at], below.stream.starts[last])
        high = max(frame.stream.ends[after - 1], below.stream.ends[last])
        if len(self.frames) == 1:
            size = sum(len(value.text) for value in values)
            self.steps, self.characters = _STEPS + size, min(_CHARACTERS + 8 * size, _LARGEST)
        body = self._body(shape, values, low, high)
        if level < len(self.frames) - 1:
            del self.frames[level + 1 :]
        if macro.final:
            self.frames[-1].at = end
            final = _Frame(body)
            self._copy(final, len(body.text))
            return True
        self._push(body, end)
        return True

    def _push(self, stream: Stream, go_on: int) -> None:
        self.frames[-1].at = go_on
        self._spend(len(stream.text))
        if len(self.frames) > _DEPTH:
            raise _Endless
        self.frames.append(_Frame(stream))

    def _spend(self, characters: int) -> None:
        self.steps -= 1
        self.characters -= characters
        self.scope.steps -= 1
        self.scope.characters -= characters
        if min(self.steps, self.characters, self.scope.steps, self.scope.characters) <= 0:
            raise _Endless

    def _body(self, shape: Shape, values: list[Stream], low: int, high: int) -> Stream:
        """Put the arguments in their places; what the body itself says stands for the whole call."""
        if len(shape.body) == 1 and isinstance(shape.body[0], str):
            text = shape.body[0]
            return Stream(text, [low] * len(text), [high] * len(text))
        woven = Weaver()
        tail = ""
        for part in shape.body:
            if isinstance(part, int):
                if part > len(values):
                    continue
                piece = values[part - 1]
            else:
                piece = Stream(part, [low] * len(part), [high] * len(part))
            if len(woven) + len(piece.text) > self.characters:
                raise _Endless
            if piece.text[:1].isalpha() and _WORD_AT_END.search(tail):
                woven.put(" ", low, high)
            woven.take(piece, 0, len(piece.text))
            tail = piece.text[-60:] or tail
        return woven.stream()


class _Arguments:
    """Takes the arguments of one call; it moves nothing, but says where the call ends."""

    def __init__(self, frames: list[_Frame], at: int) -> None:
        self.frames, self.level, self.at = frames, len(frames) - 1, at

    def take(self, parameters: tuple[Parameter, ...]) -> tuple[list[Stream], int, int] | None:
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
    for match in re.compile(r"\\.|[()\[\]{}]", re.DOTALL).finditer(text, at, at + 2_000):
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


def expand(stream: Stream, scope: Scope, include: Include | None = None) -> tuple[Stream, list[tuple[int, int, str]]]:
    """Expand the macros of a text; also give the faults met, as file ranges with a sentence.

    The scope learns the definitions on the way. `include` is told of each `\\input` and its kin: the word, the name, the file range of the
    command, and how much text had been put out before it.
    """
    expansion = _Expansion(stream, scope, include)
    return expansion.run(), expansion.faults
