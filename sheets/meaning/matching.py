"""Which formula of the catalogue is it? Structure nominates, words nearby confirm; value decides elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import islice

import numpy as np

from derivations.catalogue import FORMULAS
from derivations.vocabulary import Formula, Notation
from sheets.meaning.catalogued import meanings, notation_tree
from sheets.meaning.features import Scope, is_label, scope_of
from sheets.meaning.index import Fused, Known, Token, kept
from sheets.meaning.names import key_of, label_of, script_keys
from sheets.meaning.numbering import constant_scripts
from sheets.meaning.parts import labelled, tokens_of
from sheets.meaning.probability import SPECIALS
from sheets.meaning.steps import letters_with_steps, with_steps
from sheets.notation.tree import EMPTY, Node

LEAST_OVERLAP = 0.55
LEAST_SIMILARITY = 0.55
WORD_BONUS = 0.15
MOST = 8  # notations that are held against a relation
OF_ONE = 3  # … of one formula
SEVERAL = 3  # names that are a notation's own by more than chance
SHORT = 3  # letters of a word that stands in many others
COMPARED = 40  # notations that are aligned after the count of common nodes has chosen them

@dataclass(frozen=True)
class Candidate:
    """A nominated notation, the sheet's names in terms of the formula's quantities, and how good the match looks;
    `numbered` where the scripts that number all of the relation alike are part of its names, `whole` where each of its
    names means something."""

    known: Known
    letters: Mapping[str, str]
    similarity: float
    named: bool
    numbered: bool = False
    whole: bool = False

    @property
    def score(self) -> float:
        """Similarity, raised when a word of the entry stands nearby, and when all names are its own: several, or one
        with a label."""
        several = self.whole and len(self.letters) >= SEVERAL
        telling = several or any("_" in name for name in self.letters)
        own = telling and all(self.known.letters.get(n, n) == theirs for n, theirs in self.letters.items())
        return self.similarity + WORD_BONUS * (self.named + own)


def _fused_in(chain: Node, letters: Mapping[str, str]) -> Fused:
    """The scripts that a notation's letters make part of names."""
    found: set[tuple[str, str]] = set()
    for node in chain.walk():
        if node.kind != "script" or (key := key_of(node.children[0])) is None:
            continue
        _, sub, sup = node.children
        for candidate, uses_sub, uses_sup in script_keys(key, sub, sup):
            if candidate in letters and (uses_sub or uses_sup):
                pattern = ((label_of(sub) or "") if uses_sub else "", (label_of(sup) or "") if uses_sup else "")
                if not (pattern[1] == "star" or (uses_sub and not uses_sup and is_label(sub, frozenset()))):
                    found.add(pattern)
                break
    return frozenset(found)


def _compared_as(formula: Formula, notation: Notation) -> tuple[Node, dict[str, str]]:
    """A notation with its step letter as all are compared, and what its names mean: those with a script (`x_k`)
    included that mean themselves."""
    chain = notation_tree(notation)
    letters = dict(notation.letters)
    scripted = {name for name in meanings(formula) if "_" in name or "^" in name}
    letters |= {name: name for name in scripted - letters.keys() - set(letters.values())}
    return with_steps(chain), letters_with_steps(chain, letters)


@cache
def spellings(formula: Formula) -> Mapping[str, str]:
    """The letters in which the field writes a formula, in all of its notations, with the quantities that they mean;
    letters that mean different things in different notations are left out."""
    found: dict[str, set[str]] = {}
    for notation in formula.notations:
        chain, letters = _compared_as(formula, notation)
        for _, name in tokens_of(chain, _fused_in(chain, letters)):
            if name:
                found.setdefault(name, set()).add(letters.get(name, name))
    return {name: meant.pop() for name, meant in found.items() if len(meant) == 1}


@dataclass(frozen=True)
class Shelf:
    """All notations of the catalogue, those that fuse the same scripts together, with the counts of their nodes.

    `parts` are the fused scripts with the range of rows that fuse them; `counts` has a row for each shape; `names` says
    which rows write a name.
    """

    notations: tuple[Known, ...]
    parts: tuple[tuple[Fused, slice], ...]
    shapes: Mapping[str, int]
    counts: np.ndarray
    lengths: np.ndarray
    names: Mapping[str, np.ndarray]


@cache
def notations() -> tuple[Known, ...]:
    """All notations of the catalogue, in its order; no topic is imported where they have been read before."""
    return kept(read_notations)


def read_notations() -> Iterator[Known]:
    """All notations of the catalogue, read now: every topic is imported."""
    for identity, formula in FORMULAS.items():
        for notation in formula.notations:
            chain, letters = _compared_as(formula, notation)
            fused = _fused_in(chain, letters)
            words = tuple(word.lower() for word in formula.words)
            yield Known(identity, words, notation.latex, letters, fused, tokens_of(chain, fused))


@cache
def shelf() -> Shelf:
    """The notations of the catalogue, ready to be compared with a relation."""
    grouped: dict[Fused, list[Known]] = {}
    for known in notations():
        grouped.setdefault(known.fused, []).append(known)
    parts, start = [], 0
    for fused, found in grouped.items():
        parts.append((fused, slice(start, start + len(found))))
        start += len(found)
    rows = [known for found in grouped.values() for known in found]
    shapes = {shape: place for place, shape in enumerate(dict.fromkeys(t[0] for known in rows for t in known.tokens))}
    lengths = np.array([len(known.tokens) for known in rows])
    counts = np.zeros((len(shapes), len(rows)), dtype=np.int32)
    places = np.array([shapes[shape] for known in rows for shape, _ in known.tokens])
    np.add.at(counts, (places, np.arange(start).repeat(lengths)), 1)
    writing: dict[str, list[int]] = {}
    for row, known in enumerate(rows):
        for name in {name for _, name in known.tokens if name}:
            writing.setdefault(name, []).append(row)
    names = {name: np.array(found) for name, found in writing.items()}
    return Shelf(tuple(rows), tuple(parts), shapes, counts, lengths, names)


def nominate(chain: Node, nearby: str) -> list[Candidate]:
    """The notations most like a relation, best first; `nearby` is the text of headings and prose around it, in lower
    case."""
    chain = with_steps(chain)
    known = shelf()
    scripts, constant = _scripts_of(chain), constant_scripts(chain)
    read: dict[Fused, tuple[tuple[Token, ...], np.ndarray]] = {}
    tokens_for: list[tuple[slice, Fused]] = []
    overlap = np.zeros(len(known.notations))
    numbered = np.zeros(len(known.notations), dtype=bool)
    for fused, part in known.parts:
        for present in (fused & scripts, (fused & scripts) | constant):
            if present not in read:
                tokens = tokens_of(chain, present)
                read[present] = tokens, _overlap(known, tokens)
        common = read[fused & scripts][1][part]
        without = read[(fused & scripts) | constant][1][part]
        numbered[part] = without > common
        overlap[part] = np.maximum(common, without)
        tokens_for.append((part, fused & scripts))
    spoken_of = _spoken_of(nearby)
    rank = overlap + WORD_BONUS * np.array([notation.identity in spoken_of for notation in known.notations])
    rank += WORD_BONUS * _shared_names(known, {name for tokens, _ in read.values() for _, name in tokens if name})
    best = list(islice(_unlike(known, np.argsort(-rank, kind="stable"), overlap), COMPARED))
    candidates = []
    for k in best:
        present = next(fused for part, fused in tokens_for if k < part.stop)
        notation = known.notations[k]
        readings = [_compared(notation, read[present][0], spoken_of)]
        if numbered[k]:
            alike = replace(notation, fused=notation.fused | constant)
            readings.append(replace(_compared(alike, read[present | constant][0], spoken_of), numbered=True))
        candidates.append(max(readings, key=lambda reading: reading.score))
    likely = [c for c in candidates if c.score >= LEAST_SIMILARITY + WORD_BONUS / 2]
    chosen: list[Candidate] = []
    taken: Counter[str] = Counter()
    for candidate in sorted(likely, key=lambda candidate: -candidate.score):
        taken[candidate.known.identity] += 1
        if taken[candidate.known.identity] <= OF_ONE:
            chosen.append(candidate)
    return chosen[:MOST]


def _unlike(shelf: Shelf, order: np.ndarray, overlap: np.ndarray) -> Iterator[int]:
    """The notations in an order, of each formula one of a kind: what differs in its letters alone says the same."""
    seen: set[object] = set()
    for k in order:
        known = shelf.notations[k]
        look = (known.identity, tuple(shape for shape, _ in known.tokens))
        if overlap[k] >= LEAST_OVERLAP and look not in seen:
            seen.add(look)
            yield int(k)


def _shared_names(shelf: Shelf, names: set[str]) -> np.ndarray:
    """The share of a relation's names that each notation writes as well."""
    found = np.zeros(len(shelf.notations))
    for name in names & shelf.names.keys():
        found[shelf.names[name]] += 1
    return found / max(len(names), 1)


@lru_cache(maxsize=16)
def _spoken_of(nearby: str) -> frozenset[str]:
    """The formulas of which a word stands nearby."""
    words = {known.identity: known.words for known in notations()}
    return frozenset(identity for identity, own in words.items() if any(_stands(word, nearby) for word in own))


def _stands(word: str, nearby: str) -> bool:
    """Whether a word stands in a text, also with an ending; a short one (em, gan, svm) only by itself or in the plural.
    """
    if word not in nearby:
        return False
    return len(word) > SHORT or re.search(rf"\b{re.escape(word)}s?\b", nearby) is not None


def _overlap(shelf: Shelf, tokens: tuple[Token, ...]) -> np.ndarray:
    """The share of nodes that a relation has in common with each notation."""
    counts = Counter(shape for shape, _ in tokens if shape in shelf.shapes)
    places = [shelf.shapes[shape] for shape in counts]
    common = np.minimum(shelf.counts[places], np.array([[count] for count in counts.values()], dtype=np.int32))
    return common.sum(axis=0) / np.maximum(shelf.lengths, len(tokens))


def _scripts_of(chain: Node) -> Fused:
    """Every pattern of scripts on a name in a tree: those that notations may fuse, and that matter to its tokens."""
    found: set[tuple[str, str]] = set()
    for node in chain.walk():
        if node.kind == "script" and key_of(node.children[0]) is not None:
            below, above = (label_of(script) or "" for script in node.children[1:])
            found |= {(below, above), ("", above), (below, "")}
    return frozenset(found)


@cache
def is_named(nearby: str) -> bool:
    """Whether any word of the catalogue stands nearby."""
    return any(_stands(word, nearby) for word in _words())


@cache
def _words() -> frozenset[str]:
    return frozenset(word for known in notations() for word in known.words)


def _compared(known: Known, tokens: tuple[Token, ...], spoken_of: frozenset[str]) -> Candidate:
    named = known.identity in spoken_of
    matcher = SequenceMatcher(None, [t[0] for t in known.tokens], [t[0] for t in tokens], autojunk=False)
    letters = _letters(known, tokens, matcher)
    whole = all(name in letters for _, name in tokens if name)
    return Candidate(known, letters, matcher.ratio(), named, whole=whole)


def _letters(known: Known, tokens: Sequence[Token], matcher: SequenceMatcher[str]) -> dict[str, str]:
    """The sheet's names mapped one to one to the formula's quantities: by position, and by the same letter where that
    is left."""
    votes: Counter[tuple[str, str]] = Counter()
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            theirs, ours = known.tokens[block.a + offset][1], tokens[block.b + offset][1]
            if theirs and ours and (ours == theirs or may_stand_for(ours, theirs)):
                votes[(ours, theirs)] += 1 + (ours == theirs)
    letters: dict[str, str] = {}
    taken: set[str] = set()
    for (ours, theirs), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if ours not in letters and theirs not in taken:
            letters[ours] = theirs
            taken.add(theirs)
    present = sorted({name for _, name in tokens if name})
    for name in present:
        if name not in letters and name not in taken and any(name == theirs for _, theirs in known.tokens):
            letters[name] = name
            taken.add(name)
    called = {shape for shape, name in tokens if not name} - SPECIALS.keys()
    heads = {shape: known.letters[shape] for shape in called & known.letters.keys()}
    return heads | {ours: known.letters.get(theirs, theirs) for ours, theirs in letters.items()}


def _is_word(name: str) -> bool:
    """Whether a name abbreviates words, `TP`, and so is never another one's letter."""
    return len(name) > 1 and name.isalpha() and name.isupper()


def may_stand_for(ours: str, theirs: str) -> bool:
    """Whether one name may mean what another does: a word means itself alone, and a square as a name (`s^2`) stands for
    another square."""
    if _is_word(ours) or _is_word(theirs):
        return False
    return ours.endswith("^2") == theirs.endswith("^2")


def rewritten(candidate: Candidate, pair: Node, text: str) -> str | None:
    """The right side of a candidate's notation in the sheet's letters; `None` where one has no letter there."""
    known = candidate.known
    spelled = {key: text[start:end] for key, start, end in places(text, pair, known.fused)}
    ours = {theirs: spelled[mine] for mine, theirs in candidate.letters.items() if mine in spelled}
    right = known.chain.children[-1]
    latex, at = "", right.start
    for key, start, end in sorted(places(known.latex, right, known.fused), key=lambda place: place[1]):
        letter = ours.get(known.letters.get(key, key))
        if letter is None and key in candidate.letters.values():
            return None
        latex += known.latex[at:start] + (_spaced(letter) if letter is not None else known.latex[start:end])
        at = end
    return latex + known.latex[at : right.end]


def _spaced(letter: str) -> str:
    return letter + " " if letter.startswith("\\") and letter[-1:].isalpha() else letter


def places(text: str, node: Node, fused: Fused) -> Iterator[tuple[str, int, int]]:
    """The names of a tree, scripts that belong to them included, with their extents."""
    return _places(text, node, fused, scope_of(node))


def _places(text: str, node: Node, fused: Fused, scope: Scope) -> Iterator[tuple[str, int, int]]:
    if node.kind in ("name", "accent") and (key := key_of(node)) is not None:
        yield key, node.start, node.end
        return
    if node.kind == "script" and (base := key_of(node.children[0])) is not None:
        _, sub, sup = node.children
        key, rest_sub, rest_sup = labelled(base + "_prime" * int(node.value or 0), sub, sup, fused, scope)
        end = node.end if rest_sub is EMPTY and rest_sup is EMPTY else node.children[0].end
        if rest_sub is EMPTY and sub is not EMPTY and rest_sup is not EMPTY and sub.start < rest_sup.start:
            end = text.rindex("^", sub.end, rest_sup.start + 1)
        yield key, node.start, end
        for rest in (rest_sub, rest_sup):
            yield from _places(text, rest, fused, scope)
        return
    for child in node.children:
        yield from _places(text, child, fused, scope)
