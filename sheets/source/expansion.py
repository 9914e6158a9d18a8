"""Expanding macros, with every character's place kept and every loop bounded.

The text is read through a stack of frames: the text itself below, above it the bodies of the macros being expanded. A
call that does not come to an end within its allowance is taken back, left as it stands, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sheets.source.arguments import Arguments, Frame
from sheets.source.macros import Macro, Scope, Shape, Word
from sheets.source.mapped import Stream, Weaver

_CONTROL = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_WORD_AT_END = re.compile(r"\\[A-Za-z]+\Z")
_LABEL = re.compile(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_FILE = re.compile(r"\s*(?:\[[^\[\]]{0,300}\]\s*)?(?:\{([^{}]{0,2000})\}|([^\s{}\\\[$%]{1,200}))")
_DEPTH = 64
_STEPS = 2_000
_CHARACTERS = 20_000
_LARGEST = 2_000_000

Include = Callable[[str, str, int, int, int], None]


class _Endless(Exception):
    """A call has used up what it may use."""


class _Expansion:
    """One run over one stream."""

    def __init__(self, stream: Stream, scope: Scope, include: Include | None) -> None:
        self.scope, self.include = scope, include
        self.out = Weaver()
        self.frames = [Frame(stream)]
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

    def _give_up(self, frame: Frame, start: int, end: int, name: str) -> None:
        frame.at = start
        self._copy(frame, end)
        self.scope.forget(name)
        low, high = frame.stream.hull(start, end)
        if self.scope.steps <= 0 or self.scope.characters <= 0:
            self.scope.known.clear()
            message = "The macros expand to too much text; from here on they are left as they stand. Simplify them."
        else:
            message = f"`\\{name}` expands without end or to too much text. Define it without itself, or shorter."
        self.faults.append((low, high, message))

    def _copy(self, frame: Frame, end: int) -> None:
        """Put the text of a frame up to a place into the output, apart from a control word before it."""
        start, frame.at = frame.at, end
        if start == end:
            return
        if self.after_word and frame.text[start].isalpha():
            self.out.put(" ", frame.stream.starts[start], frame.stream.ends[start])
        self.out.take(frame.stream, start, end)
        self.after_word = frame.text[end - 1].isalpha() and bool(
            _WORD_AT_END.search(frame.text, max(start, end - 60), end)
        )

    def _obey(self, frame: Frame, match: re.Match[str]) -> None:
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

    def _word(self, word: Word, frame: Frame, match: re.Match[str]) -> None:
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
        taken: tuple[list[Stream], int, int] | None
        for shape in macro.shapes:
            if not shape.parameters:
                taken = [], len(self.frames) - 1, after
                break
            if len(macro.shapes) > 1 and not Arguments(self.frames, after).suits(shape.parameters):
                continue
            taken = Arguments(self.frames, after).take(shape.parameters)
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
        if body.text.startswith("^") and self.out.tail(4).rstrip("{ -").endswith("^"):
            body = body.cut(1, len(body.text))
        if level < len(self.frames) - 1:
            del self.frames[level + 1 :]
        if macro.final:
            self.frames[-1].at = end
            final = Frame(body)
            self._copy(final, len(body.text))
            return True
        self._push(body, end)
        return True

    def _push(self, stream: Stream, go_on: int) -> None:
        self.frames[-1].at = go_on
        self._spend(len(stream.text))
        if len(self.frames) > _DEPTH:
            raise _Endless
        self.frames.append(Frame(stream))

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
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        tail = ""
        for part in shape.body:
            if isinstance(part, int):
                if part > len(values):
                    continue
                piece = values[part - 1]
            else:
                piece = Stream(part, [low] * len(part), [high] * len(part))
            if len(starts) + len(piece.text) > self.characters:
                raise _Endless
            if tail[-1:].isalpha() and piece.text[:1].isalpha() and _WORD_AT_END.search(tail):
                texts.append(" ")
                starts.append(low)
                ends.append(high)
            texts.append(piece.text)
            starts += piece.starts
            ends += piece.ends
            tail = piece.text[-60:] or tail
        return Stream("".join(texts), starts, ends)


def expand(stream: Stream, scope: Scope, include: Include | None = None) -> tuple[Stream, list[tuple[int, int, str]]]:
    """Expand the macros of a text; also give the faults met, as file ranges with a sentence.

    The scope learns the definitions on the way. `include` is told of each `\\input` and its kin: the word, the name,
    the file range of the command, and how much text had been put out before it.
    """
    if "\\" not in stream.text:
        return stream, []
    expansion = _Expansion(stream, scope, include)
    return expansion.run(), expansion.faults
