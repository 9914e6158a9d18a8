"""Which formula of the catalogue is it? Structure nominates, words nearby confirm; value decides elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from derivations.catalogue import FORMULAS
from derivations.vocabulary import Formula
from sheets.meaning.catalogued import notation_tree
from sheets.meaning.features import WORDS_FIXED, is_label
from sheets.meaning.names import key_of, label_of
from sheets.notation.tree import EMPTY, Node

LEAST_OVERLAP = 0.55
LEAST_SIMILARITY = 0.55
WORD_BONUS = 0.15
MOST = 6

Token = tuple[str, str]  # what structure shows, and the name where it is one


@dataclass(frozen=True)
class Known:
    """One notation of a formula, ready to be compared."""

    identity: str
    formula: Formula
    chain: Node
    latex: str
    letters: Mapping[str, str]
    tokens: tuple[Token, ...]
    counts: Counter[str]


@dataclass(frozen=True)
class Candidate:
    """A nominated notation, the sheet's names in terms of the formula's quantities, and how good the match looks."""

    known: Known
    letters: Mapping[str, str]
    similarity: float
    named: bool

    @property
    def score(self) -> float:
        """Similarity, raised when a word of the entry stands nearby."""
        return self.similarity + (WORD_BONUS if self.named else 0)


def tokens_of(node: Node) -> tuple[Token, ...]:
    """The preorder of a tree with names erased; presentational differences are evened out."""
    found: list[Token] = []
    _tokens(node, found)
    return tuple(found)


_SAME = {"juxt": "*", "·": "*", "×": "*", "frac": "/", "÷": "/"}


def _tokens(node: Node, found: list[Token]) -> None:
    if node.kind in ("name", "accent") and (key := key_of(node)) is not None:
        found.append((key, "") if key in WORDS_FIXED or key in ("delta", "I") else ("name", key))
        return
    if node.kind == "script":
        _script_tokens(node, found)
        return
    if node.kind == "number":
        found.append((node.value, ""))
    elif node.kind == "infix":
        found.append((_SAME.get(node.value, node.value), ""))
    elif node.kind == "frac":
        found.append(("/", ""))
    elif node.kind in ("chain", "big", "derivative", "prefix"):
        found.append((f"{node.kind} {node.value}", ""))
    elif node.kind == "call":
        found.append((node.value, ""))
        children = node.children[1:] if node.children[0].kind == "name" else node.children
        for child in children:
            _tokens(child, found)
        return
    elif node.kind == "beside" and node.children[0].kind == "script" and node.children[0].value:
        head = node.children[0]
        found += [("beside", ""), (f"script{head.value}", "")]
        _tokens(replace(head, value=""), found)
        _tokens(node.children[1], found)
        return
    elif node.kind not in ("group", "list", "statements", "empty", "set"):
        found.append((node.kind, ""))
    for child in node.children:
        _tokens(child, found)


def _script_tokens(node: Node, found: list[Token]) -> None:
    base, sub, sup = node.children
    key = key_of(base)
    if key is not None:
        key += "_prime" * int(node.value or 0)
        label = label_of(sup)
        if label == "star":
            key, sup = f"{key}_star", EMPTY
        elif label is not None and sup.kind == "name" and len(sup.value) > 1 and sup.value not in ("top", "dagger", "plus", "prime"):
            key, sup = f"{key}^{label}", EMPTY
        if sub is not EMPTY and is_label(sub, frozenset()):
            key, sub = f"{key}_{label_of(sub)}", EMPTY
    if sub is not EMPTY or sup is not EMPTY:
        found.append(("script", ""))
    if key is not None:
        found.append((key, "") if key in WORDS_FIXED or key in ("delta", "I") else ("name", key))
    else:
        _tokens(base, found)
    _tokens(sub, found)
    if sup.is_name("T", "top", "dagger"):
        found.append(("T", ""))
    else:
        _tokens(sup, found)


@cache
def known_notations() -> tuple[Known, ...]:
    """Every notation of the catalogue, read once."""
    found = []
    for identity, formula in FORMULAS.items():
        for notation in formula.notations:
            chain = notation_tree(notation)
            tokens = tokens_of(chain)
            counts = Counter(shape for shape, _ in tokens)
            found.append(Known(identity, formula, chain, notation.latex, dict(notation.letters), tokens, counts))
    return tuple(found)


def nominate(chain: Node, nearby: str) -> list[Candidate]:
    """The notations most like a relation, best first; `nearby` is the text of headings and prose around it, in lower case."""
    tokens = tokens_of(chain)
    counts = Counter(shape for shape, _ in tokens)
    candidates = []
    for known in known_notations():
        longest, shortest = max(len(tokens), len(known.tokens)), min(len(tokens), len(known.tokens))
        if shortest < LEAST_OVERLAP * longest:
            continue
        common = sum((counts & known.counts).values())
        if common < LEAST_OVERLAP * longest:
            continue
        named = any(word in nearby for word in known.formula.words)
        matcher = SequenceMatcher(None, [t[0] for t in known.tokens], [t[0] for t in tokens], autojunk=False)
        similarity = matcher.ratio()
        if similarity + (WORD_BONUS if named else 0) < LEAST_SIMILARITY + WORD_BONUS / 2:
            continue
        letters = _letters(known, tokens, matcher)
        candidates.append(Candidate(known, letters, similarity, named))
    candidates.sort(key=lambda candidate: -candidate.score)
    return candidates[: MOST * 2]


def _letters(known: Known, tokens: Sequence[Token], matcher: SequenceMatcher[str]) -> dict[str, str]:
    """The sheet's names mapped one to one to the formula's quantities: by position, and by the same letter where that is left."""
    votes: Counter[tuple[str, str]] = Counter()
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            theirs, ours = known.tokens[block.a + offset][1], tokens[block.b + offset][1]
            if theirs and ours:
                votes[(ours, theirs)] += 1 + (ours == theirs)
    letters: dict[str, str] = {}
    taken: set[str] = set()
    for (ours, theirs), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if ours not in letters and theirs not in taken:
            letters[ours] = theirs
            taken.add(theirs)
    present = {name for _, name in tokens if name}
    for name in present - set(letters):
        if any(name == theirs for _, theirs in known.tokens) and name not in taken:
            letters[name] = name
            taken.add(name)
    return {ours: known.letters.get(theirs, theirs) for ours, theirs in letters.items()}
