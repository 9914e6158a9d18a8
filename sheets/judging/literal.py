"""Relations that are a notation of the catalogue, letter for letter, but for one place.

Such a relation was meant to be that notation, whatever its slip makes of its value: what the notation has in that place
is the correction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sheets.judging.alignment import Gap, gaps
from sheets.judging.edits import LOOKS_LIKE, Edit
from sheets.judging.renaming import renaming
from sheets.judging.strokes import corrected
from sheets.meaning.catalogued import meanings
from sheets.meaning.index import Known
from sheets.meaning.matching import Candidate
from sheets.meaning.parts import Part, parts_of
from sheets.meaning.steps import STEP
from sheets.notation.tree import Node

LIKE_ENOUGH = 0.6  # similarity of shapes below which two relations have more than one place in which they differ
PLACES = {"range": "in the range", "index": "in an index"}
"""Where a letter or number stands that is not the notation's."""

LARGE = 20  # parts from which two indices are a small part of a notation
BARE = re.compile(r"\\(?:[dt]?frac\s*(?:\{[^{}]*\}|\w|\\[A-Za-z]+)?|sqrt)$")  # what takes an argument without braces
PLACE = 8  # parts that may stand in the place in which a relation and a notation differ


@dataclass(frozen=True)
class Literal:
    """The edit that makes a relation a notation and how many parts it changes, what it makes of it, the candidate with
    the letters that are left, and which names of the relation are which of the notation."""

    edit: Edit
    size: int
    latex: str
    chain: Node
    candidate: Candidate
    names: Mapping[str, str]


def literal(text: str, pair: Node, candidates: Sequence[Candidate]) -> list[Literal]:
    """The candidates of which a relation is a notation but for one place, those with the smallest place first."""
    near = [candidate for candidate in candidates if candidate.similarity >= LIKE_ENOUGH]
    if any(_is_the_notation(pair, candidate) for candidate in near):
        return []
    found = (_literal(text, pair, candidate) for candidate in near)
    return sorted((one for one in found if one is not None), key=lambda one: one.size)


def _is_the_notation(pair: Node, candidate: Candidate) -> bool:
    """Whether a relation is a notation in the notation's own letters."""
    known = candidate.known
    return not gaps(parts_of(pair, known.fused), parts_of(known.chain, known.fused), str.__eq__)


def _literal(text: str, pair: Node, candidate: Candidate) -> Literal | None:
    known = candidate.known
    ours, theirs = parts_of(pair, known.fused), parts_of(known.chain, known.fused)
    for letters in _readings(ours, theirs, candidate):
        found = gaps(ours, theirs, partial(_is, letters))
        if _is_one_slip(found, known, letters) and not _is_another_thing(found[0], ours, known, letters):
            edit, read = _corrected(text, pair, _edit(text, ours, found, known, letters))
            if read is not None:
                brought = {part.name: part.name for gap in found for part in _within(gap.theirs, theirs) if part.name}
                kept = {name: known.letters.get(meant, meant) for name, meant in {**brought, **letters}.items()}
                size = sum(gap.size for gap in found)
                return Literal(edit, size, *read, replace(candidate, letters=kept), {**brought, **letters})
    return None


def _is(letters: Mapping[str, str], mine: str, notated: str) -> bool:
    return letters.get(mine) == notated


def _readings(ours: Part, theirs: Part, candidate: Candidate) -> Iterator[dict[str, str]]:
    """What the names of a relation are in the notation: each the same where it stands there, and else as the candidate
    has it; then all as the candidate has them; then by the places in which they stand."""
    known = candidate.known
    written = {name for _, name in known.tokens if name}
    back = {meant: name for name in sorted(written) if (meant := known.letters.get(name, name))}
    below = {part.name for script in ours.walk() if script.shape == "script" for part in script.below[1].walk()}
    matched = {name: back[meant] for name, meant in candidate.letters.items() if meant in back}
    matched = {name: meant for name, meant in matched.items() if name not in below or "_" not in meant}
    own = {part.name: part.name for part in ours.walk() if part.name in written}
    kept = {name: meant for name, meant in matched.items() if name not in own and meant not in own}
    yield _labelled_alike({**own, **kept})
    for letters in (_labelled_alike(matched), renaming(ours, theirs)):
        if all(letters[name] == name for name in letters.keys() & written):
            yield letters


def _labelled_alike(letters: Mapping[str, str]) -> dict[str, str]:
    """The letters without those whose label means something else than it does below most names: where x_b is x_b, the
    block bb is not aa."""
    pairs = {name: _labels(name, meant) for name, meant in letters.items()}
    votes = Counter(pair for found in pairs.values() for pair in found)
    meant = {mine: theirs for (mine, theirs), _ in reversed(votes.most_common())}
    return {name: letters[name] for name, found in pairs.items() if all(meant[a] == b for a, b in found)}


def _labels(name: str, meant: str) -> list[tuple[str, str]]:
    """The labels of two names side by side: letter by letter where both have as many, or as a whole those of steps."""
    first, second = (re.split(r"[_^]", written, maxsplit=1)[1:] for written in (name, meant))
    if not first or not second:
        return []
    if all(re.split(r"[-+]", label[0])[0] == STEP for label in (first, second)):
        return [(first[0], second[0])]
    letters = len(first[0]) == len(second[0]) and (first[0] + second[0]).isalpha()
    return list(zip(first[0], second[0], strict=True)) if letters else []


def _is_one_slip(found: Sequence[Gap], known: Known, letters: Mapping[str, str]) -> bool:
    """Whether two relations differ in one place, or in two that have each other's letters or other indices; which of
    two sizes comes first is a matter of naming."""
    if len(found) == 2 and len(known.tokens) >= LARGE and all(gap.kind == "index" for gap in found):
        return True
    if len(found) == 2:
        roles = meanings(known.formula)
        meant = (known.letters.get(name, name) for _, name in (gap.names for gap in found))
        sizes = [name for name in meant if name in roles and roles[name].kind == "size"]
        return _are_exchanged(found, letters) and not sizes
    return len(found) == 1 and found[0].size <= PLACE and found[0].kind != "form"


def _are_exchanged(found: Sequence[Gap], letters: Mapping[str, str]) -> bool:
    """Whether each of two names stands in the other's place."""
    (a, b), (c, d) = (gap.names for gap in found)
    return bool(a and c) and (letters.get(a), letters.get(c)) == (d, b)


def _is_another_thing(gap: Gap, ours: Part, known: Known, letters: Mapping[str, str]) -> bool:
    """Whether a relation has a factor or term with a letter that the notation has not, a letter in another case or in
    the place of a number, or the bound of a sum by a letter that is an array elsewhere: it may be more general, and no
    slip."""
    inside = [part for part in _within((gap.start, gap.end), ours) if not part.below]
    if gap.kind in ("factor", "term") and gap.theirs[0] == gap.theirs[1]:
        fixed = {part.shape for part in inside if not part.name and not part.shape.isdigit()}
        return any(part.name and part.name not in letters for part in inside) or not fixed <= dict(known.tokens).keys()
    if gap.kind == "relation" and known.chain.value == "=":
        return True  # a bound by what is equal says less
    mine, theirs = gap.names
    if gap.kind in ("letter", "index") and mine:
        digit = known.latex[slice(*gap.theirs)].strip()
        return _is_of_one_letter(mine, theirs) if theirs else mine not in LOOKS_LIKE.get(digit, "")
    if gap.kind == "transpose" and any(part.name.endswith("_prime") for part in inside):
        return True  # to some a prime is a transpose
    heads = {part.below[0].name for part in ours.walk() if part.shape == "script"}
    return gap.kind == "range" and any(part.name in heads for part in inside if part.name)


def _is_of_one_letter(name: str, other: str) -> bool:
    """Whether two names are one letter in another case or font, which is a matter of taste."""
    return name.lower().removeprefix("cal") == other.lower().removeprefix("cal")


def _edit(text: str, ours: Part, found: Sequence[Gap], known: Known, letters: Mapping[str, str]) -> Edit:
    """The edit that puts what the notation has in the places of what the relation has, in the relation's letters."""
    spelled = {letters[part.name]: _text(text, part) for part in ours.walk() if part.name in letters}
    strokes = [_stroke(text, gap, _rewritten(known, gap.theirs, spelled)) for gap in found]
    start, end = strokes[0][0], found[-1].end
    replacement, at = "", start
    for (begin, put), gap in zip(strokes, found, strict=True):
        replacement += text[at:begin] + _in_place(text, begin, gap.end, put)
        at = gap.end
    first, last = text[start : found[0].end].strip(), text[strokes[-1][0] : end].strip()
    if len(found) == 2 and not _are_exchanged(found, letters):
        words = f"{_words('index', first, strokes[0][1])}, and {last} {strokes[1][1]}"
        return Edit(start, end, replacement, "index", words, cost=3)
    if len(found) == 2:
        return Edit(start, end, replacement, "order", f"{first} and {last} change places", cost=2)
    return Edit(start, end, replacement, found[0].kind, _words(found[0].kind, first, replacement.strip()), cost=2)


def _corrected(text: str, pair: Node, edit: Edit) -> tuple[Edit, tuple[str, Node] | None]:
    """An edit and what it makes of a relation: in braces where the place has none and takes one sign, `\\frac ab`."""
    bare = BARE.search(text[: edit.start].rstrip())
    if bare is not None and len(edit.replacement.strip()) > 1 and edit.replacement.strip()[0] != "{":
        edit = replace(edit, replacement=f"{{{edit.replacement.strip()}}}")
    return edit, corrected(text, pair, edit)


def _stroke(text: str, gap: Gap, replacement: str) -> tuple[int, str]:
    """Where what is put in a gap begins, and what it is: behind a script without braces it begins with that script, for
    both need braces around them."""
    script = re.search(r"[_^]\s*(\\[A-Za-z]+|\w)$", text[: gap.start]) if gap.start == gap.end else None
    start = gap.start if script is None else script.start(1)
    return start, text[start : gap.end] + replacement if script is not None else replacement


def _words(kind: str, before: str, after: str) -> str:
    """What a correction does."""
    if kind in PLACES:
        return f"{PLACES[kind]} {_words('', before, after)}"
    if not before:
        return f"{after} is missing"
    if not after:
        return f"the {kind if kind in ('factor', 'term') else 'sign'} {before} goes"
    inside = after[1:-1]
    braced = after[:1] == "{" and after[-1:] == "}" and inside.find("}") >= inside.find("{")
    return f"{before} becomes {inside if braced else after}"


def _rewritten(known: Known, place: tuple[int, int], spelled: Mapping[str, str]) -> str:
    """A part of a notation's text in the letters of a relation."""
    start, end = _balanced(known.latex, *place)
    latex, at = "", start
    for part in _within(place, parts_of(known.chain, known.fused)):
        if part.name in spelled:
            again = known.latex[part.end : part.end + 1]  # a second script of a kind
            name = spelled[part.name]
            if again in ("_", "^") and again in name:
                bare, _, label = name.partition(again)
                name = bare if known.latex[part.end :].startswith(again + label) else f"{{{name}}}"
            latex = _joined(latex + known.latex[at : part.start], name)
            at = part.end
    return _joined(latex, known.latex[at:end])


def _balanced(latex: str, start: int, end: int) -> tuple[int, int]:
    """An extent with the braces that open before it."""
    while latex.count("}", start, end) > latex.count("{", start, end) and latex[start - 1 : start] == "{":
        start -= 1
    return start, end


def _within(place: tuple[int, int], whole: Part) -> Iterator[Part]:
    """The parts that stand in a place of a text."""
    return (part for part in whole.walk() if place[0] <= part.start < part.end <= place[1])


def _in_place(text: str, start: int, end: int, replacement: str) -> str:
    """A replacement with what sets it apart from its neighbours, and in braces where it becomes a longer script."""
    before, after = text[:start], text[end:]
    if before.rstrip()[-1:] in ("_", "^") and len(replacement.strip()) > 1:
        return f"{{{replacement.strip()}}}"
    whole = _joined(_joined(before, replacement), after)
    return whole[len(before) : len(whole) - len(after)]


def _joined(first: str, second: str) -> str:
    """Two texts one behind the other, with a blank where a command would run into a letter."""
    command = first[first.rfind("\\") + 1 :] if "\\" in first else ""
    return f"{first} {second}" if command.isalpha() and second[:1].isalpha() else first + second


def _text(text: str, part: Part) -> str:
    return text[part.start : part.end]
