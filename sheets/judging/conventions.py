"""What authors choose: differences from an entry of the catalogue that are another convention, and no slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from derivations.vocabulary import Formula
from sheets.judging.comparisons import COMPOUND, TELLING, verified
from sheets.judging.edits import Edit
from sheets.judging.naming import defines, has_its_name, in_its_letters, is_primed
from sheets.judging.results import Settings
from sheets.judging.statements import Statement
from sheets.meaning.features import uses
from sheets.meaning.matching import Candidate, places, spellings
from sheets.meaning.names import key_of
from sheets.meaning.parts import tokens_of
from sheets.meaning.steps import STEP
from sheets.notation.tree import EMPTY, Node

EITHER = frozenset({"p", "q", "rho"})  # probabilities that some give to an event and some to its complement
TWO = frozenset({"p", "q"})  # two distributions
TURNED = re.compile(r"\bresiduals?\b|\berrors?\b|velocity|deviation from")  # what some count from its other end
APPLIED = frozenset({"log", "exp", "bbE", "Var"})  # what a letter may stand for together with its argument
SHARES = (r"\beta", r"\alpha", r"\rho", r"\gamma")  # what weighs the past in moving averages, or the present
OF_PARAMETERS = re.compile(
    r"(?P<letter>[pqPQ])(_\{?\\?(theta|phi|psi|w)\}?)? becomes (?P=letter)(_\{?\\?(theta|phi|psi|w)\}?)?"
)
OF_KERNELS = frozenset({"factor", "number", "form"})  # kernels are of any width
OF_THE_PAST = frozenset({"beta", "gamma", "rho", "mu"})  # what weighs the past in moving averages, as a rule
OF_BOUNDS = frozenset({"relation", "sign", "number", "exponent"})
SCALABLE = ("objective", "loss", "error", "risk", "energy", "cost")  # what may be minimised in any scale


def is_chosen(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether a correction changes what authors choose: a factor or term that is left out, the scale of what is defined
    or minimised; of a bound, anything but its direction, a sign, a number or an exponent makes another bound."""
    if edit.kind == "condition":
        return True  # in which order a function takes its arguments
    if edit.kind == "label" and OF_PARAMETERS.fullmatch(edit.words):
        return True  # p with its parameters, or without
    if edit.kind in ("inverse", "complement") and _of_all(edit, statement, candidate):
        return True  # a precision is an inverse variance, a failure the complement of a success
    if edit.kind == "complement" and edit.words.startswith(SHARES):
        return True  # of the old or of the new
    if is_chosen_form(edit, statement, candidate):
        return True
    title = candidate.known.formula.title.lower()
    if "moving" in title and edit.kind == "order" and not _weighs_the_past(statement):
        return True
    exchanged = edit.kind == "order" and "change places" in edit.words
    if exchanged and (defines(statement) or is_primed(statement.left)) and _is_of_strange_letters(statement, candidate):
        return True
    if _is_a_scalar_of_its_own(edit, candidate) or _is_in_a_strange_power(edit, statement, candidate):
        return True  # an amplitude of 1, another power of another matrix
    if _counts_one_more(edit, title):
        return True
    own = candidate.named and in_its_letters(candidate, statement)
    if edit.kind == "relation" and not own and _strange_names(statement, candidate):
        return True  # by another constant it may be bounded from the other side
    if edit.kind == "letter" and not own and _is_in_a_call(edit, statement, candidate):
        return True
    if defines(statement) and _is_power_of_all(edit, statement):
        return True  # a square is another thing, and may well be defined
    if _is_of_a_free_letter(edit, statement, candidate):
        return True  # λ for σ², l + m for n
    scalable = is_scalable(candidate.known.formula)
    whole = edit.kind not in ("number", "term") or "missing" not in edit.words
    equation = statement.operator in ("=", ":=")
    if equation and whole and own and not (scalable and _is_a_scale(edit, statement)):
        shortest = TELLING if "missing" in edit.words and defines(statement) else COMPOUND
        return len(tokens_of(statement.pair, candidate.known.fused)) < shortest
    if "as large" in edit.words:
        return True
    if statement.operator != "=":
        turned = edit.kind == "order" and (own or not defines(statement))
        return not turned and (edit.kind not in OF_BOUNDS or "missing" in edit.words)
    if "missing" in edit.words and (edit.kind in ("factor", "term") or defines(statement)):
        return edit.kind != "number" or not _of_sizes(statement)
    if not defines(statement):
        return False
    return edit.kind in ("factor", "number") and scalable


def is_chosen_form(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether an edit, of a place or of a whole right side, changes what authors choose."""
    free = "kernel" in candidate.known.formula.title.lower() and edit.kind in OF_KERNELS
    counted = (
        _names_two(edit, statement) or _counts_steps(edit, statement, candidate) or _moves_rewards(edit, statement)
    )
    return free or counted or _moves_a_guard(edit, statement)


def _names_two(edit: Edit, statement: Statement) -> bool:
    """Whether an edit only turns round which of two classes is the first, `w = S^{-1} (\\mu_1 - \\mu_2)`, in a relation
    that says so in one place."""
    names = [name for _, name in tokens_of(statement.pair) if name.endswith(("_1", "_2"))]
    two = len({name[:-2] for name in names}) == 1 and sorted(name[-1] for name in names) == ["1", "2"]
    return two and edit.kind in ("order", "sign", "form")


def _weighs_the_past(statement: Statement) -> bool:
    """Whether a moving average is written with a letter that weighs the past; others weigh the present as often."""
    return any(name.partition("_")[0] in OF_THE_PAST for name in uses(statement.right))


def _is_of_strange_letters(statement: Statement, candidate: Candidate) -> bool:
    """Whether most names of a right side are not the field's own, so that two of them say nothing by their letters."""
    names = {name for _, name in tokens_of(statement.right, candidate.known.fused) if name}
    return 2 * len(_strange_names(statement, candidate)) > len(names)


def _strange_names(statement: Statement, candidate: Candidate) -> set[str]:
    """The names of a right side that are not the field's own."""
    names = {name for _, name in tokens_of(statement.right, candidate.known.fused) if name}
    return names - spellings(candidate.known.formula).keys()


def _moves_rewards(edit: Edit, statement: Statement) -> bool:
    """Whether an edit only shifts the step of a reward, which some count with the step that earns it."""
    rewards = [node for node in statement.pair.walk() if node.kind == "script" and node.children[0].is_name("r", "R")]
    return any(node.children[0].end <= edit.start and edit.end <= node.end for node in rewards)


def _moves_a_guard(edit: Edit, statement: Statement) -> bool:
    """Whether an edit moves, changes or drops what keeps a denominator from being zero: an ε, or a tiny number."""
    tiny = [node for node in statement.right.walk() if node.kind == "script" and node.children[0].value == "10"]
    if any(node.start <= edit.start and edit.end <= node.end for node in tiny) or re.search(r"\+ ?10\^\{-", edit.words):
        return True
    guarded = any(node.is_name("epsilon", "varepsilon") for node in statement.right.walk())
    return guarded and edit.kind in ("form", "term") and "epsilon" in edit.replacement + edit.words


def _is_a_scalar_of_its_own(edit: Edit, candidate: Candidate) -> bool:
    """Whether an edit puts in a positive number that stands once in the notation: an amplitude, which may be 1."""
    if edit.kind != "factor" or "missing" not in edit.words:
        return False
    known = candidate.known
    written = Counter(name for _, name in known.tokens if name)
    spelled = {key: known.latex[start:end] for key, start, end in places(known.latex, known.chain, known.fused)}
    added = {name for name, latex in spelled.items() if written[name] == 1 and latex in edit.replacement}
    meant = {known.letters.get(name, name) for name in added}
    scalars = {q.name for q in known.formula.quantities if not q.shape and q.domain.low is not None}
    return bool(meant) and meant <= scalars


def _counts_steps(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether an edit changes how far a sum over steps runs, or a power of the step, where no other step is spoken of:
    they are counted from nought or from one."""
    ends = [node.children[1] for node in statement.pair.walk() if node.kind == "big" and len(node.children) > 1]
    steps = [end for end in ends if any(part.is_name(STEP) for part in end.walk())]
    if edit.kind == "range" and any(end.start <= edit.start and edit.end <= end.end for end in steps):
        return True
    pairs = (statement.pair, candidate.known.chain)
    ours, theirs = ([node for node in pair.walk() if node.kind == "script"] for pair in pairs)
    if any(node.children[1].kind == "infix" for node in (*ours, *theirs)):
        return False
    raised = [node.children[2] for node in ours if node.children[2].kind == "infix"]
    inside = any(part.start - 2 <= edit.start <= edit.end <= part.end + 1 for part in raised)  # with its braces
    return inside or (edit.kind == "form" and bool(raised) != any(node.children[2].kind == "infix" for node in theirs))


def _is_in_a_strange_power(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether an edit scales the superscript of what the entry writes by another letter."""
    if edit.kind not in ("factor", "number") or in_its_letters(candidate, statement):
        return False
    powers = [node.children[2] for node in statement.right.walk() if node.kind == "script" and len(node.children) == 3]
    return any(power is not EMPTY and power.start <= edit.start and edit.end <= power.end for power in powers)


def _counts_one_more(edit: Edit, title: str) -> bool:
    """Whether an edit divides by one more or less: n for n - 1, or one outcome more."""
    one = edit.kind in ("term", "number") and re.search(r"1 goes|becomes 0$", edit.words) is not None
    return one and any(word in title for word in ("variance", "deviation", "softmax", "weights of"))


def _is_a_scale(edit: Edit, statement: Statement) -> bool:
    """Whether an edit changes a factor of what is minimised, and not something in a function of it."""
    if edit.kind not in ("factor", "number", "term", "form"):
        return False
    inside = [node.children[1] for node in statement.right.walk() if node.kind == "call"]
    return not any(node.start <= edit.start and edit.end <= node.end for node in inside)


def _of_all(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether an edit changes how a letter counts that stands once, or something larger, in letters that are not the
    field's own."""
    if in_its_letters(candidate, statement):
        return False
    names = [node for node in statement.pair.walk() if key_of(node) is not None]
    changed = {key_of(node) for node in names if node.end == edit.end}
    return not any(sum(key_of(node) == name for node in names) > 1 for name in changed)


def is_scalable(formula: Formula) -> bool:
    """Whether an entry defines what is minimised, in whatever scale."""
    return any(word in formula.title.lower() for word in SCALABLE)


def _is_in_a_call(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether an edit changes an argument of something that is no function in the entry."""
    functions = {q.name for q in candidate.known.formula.quantities if q.arguments is not None}
    return any(
        node.kind == "beside"
        and node.children[1].start <= edit.start
        and edit.end <= node.children[1].end
        and candidate.letters.get(key_of(node.children[0]) or "") not in functions
        for node in statement.right.walk()
    )


def _is_of_a_free_letter(edit: Edit, statement: Statement, candidate: Candidate) -> bool:
    """Whether an edit only changes how a letter counts that stands once in the relation, and is not the entry's own, or
    a deviation that is not called sigma: a power of it, or a term beside it."""
    if edit.kind not in ("exponent", "term"):
        return False
    own = spellings(candidate.known.formula)
    written = Counter(key for node in statement.pair.walk() if (key := key_of(node)) is not None)
    spreads = {q.name for q in candidate.known.formula.quantities if "deviation" in q.meaning} - {"sigma"}
    free = {name for name, theirs in candidate.letters.items() if own.get(name) != theirs or theirs in spreads}
    free = {name for name in free if written[name] == 1}
    return any(key_of(node) in free and _is_beside(edit, node, statement) for node in statement.right.walk())


def _is_beside(edit: Edit, letter: Node, statement: Statement) -> bool:
    """Whether an edit changes the power of a letter, or another term of the sum in which it stands."""
    if edit.kind == "exponent":
        roots = [node for node in statement.right.walk() if node.kind == "root" and _holds_only(node, letter)]
        if any(edit.start <= node.start and node.end <= edit.end for node in roots):
            return True
        powers = [node for node in statement.right.walk() if node.kind == "script" and node.children[0] == letter]
        end = max((node.end + 1 for node in powers), default=letter.end)
        return letter.start <= edit.start and edit.end <= end
    sums = [node for node in statement.right.walk() if node.kind == "infix" and node.value == "+"]
    return any(
        node.start <= edit.start and edit.end <= node.end and any(term == letter for term in _terms(node))
        for node in sums
    )


def _holds_only(root: Node, letter: Node) -> bool:
    """Whether a letter is all that stands under a root, with its scripts."""
    inner = root.children[0]
    return letter in ((inner.children[0], inner) if inner.kind == "script" else (inner,))


def _terms(node: Node) -> list[Node]:
    if node.kind == "infix" and node.value == "+":
        return [*_terms(node.children[0]), node.children[1]]
    return [node]


def _is_power_of_all(edit: Edit, statement: Statement) -> bool:
    """Whether an edit changes the exponent of a whole right side."""
    right = statement.right
    if edit.kind == "exponent" and edit.start <= right.start and right.end <= edit.end:
        return True
    if right.kind != "script" or right.children[2] is EMPTY:
        return right.kind == "root" and edit.kind == "exponent" and edit.start <= right.start
    return edit.start >= right.children[0].end


def _of_sizes(statement: Statement) -> bool:
    """Whether a relation counts positions of a window, `(n - k)/s`, where a one more or less is a slip."""
    shapes = [shape for shape, _ in tokens_of(statement.right)]
    return len(tokens_of(statement.pair)) >= TELLING and any(shape in ("/", "floor", "ceil") for shape in shapes)


def only_scales(statement: Statement, candidate: Candidate) -> bool:
    """Whether a relation differs from the entry by factors alone: 1/2 for 1/(2n)."""
    more, less = _differences(statement, candidate)
    differing = more + less
    return bool(differing) and all(shape in ("*", "/", "name") or shape.isdigit() for shape in differing)


def says_less(statement: Statement, candidate: Candidate) -> bool:
    """Whether an entry applies a function, or takes a mean, that a relation leaves out: J for -log p, the loss of one
    sample for the mean loss."""
    _, less = _differences(statement, candidate)
    return bool(less.keys() & APPLIED)


def leaves_out(statement: Statement, candidate: Candidate) -> bool:
    """Whether a definition has nothing that the entry has not, and lacks a term of it, a count without the biases, or
    only the arguments of a function, `\\nabla J` for `\\nabla J(x)`."""
    more, less = _differences(statement, candidate)
    bare = "beside" in less and less.keys() <= {"beside", "name"}
    unwrapped = candidate.known.chain.children[-1].kind == "call" and less.total() == 1 and not more
    return not more and (bare or unwrapped or (defines(statement) and bool(less.keys() & {"+", "-"})))


def says_more(statement: Statement, candidate: Candidate) -> bool:
    """Whether a relation has all of the entry and more, in letters of its own: X X^T for a matrix K."""
    more, less = _differences(statement, candidate)
    return bool(more) and not less and not in_its_letters(candidate, statement, named=False)


def _differences(statement: Statement, candidate: Candidate) -> tuple[Counter[str], Counter[str]]:
    """The nodes that the right side has and the entry's has not, and the other way round."""
    fused = candidate.known.fused
    sides = (statement.right, candidate.known.chain.children[-1])
    ours, theirs = (Counter(shape for shape, _ in tokens_of(side, fused)) for side in sides)
    return ours - theirs, theirs - ours


def counts_otherwise(pair: Node, candidate: Candidate, settings: Settings) -> bool:
    """Whether a relation only counts one of its quantities in another way: z for 1 - z, v for -v, λ for σ²; and one
    that is not in the field's own letter l + m for n. What is positive has no opposite."""
    formula = candidate.known.formula
    positive = {q.name for q in formula.quantities if q.domain.low is not None and q.domain.low >= 0}
    own = spellings(formula)
    names = _names(pair, candidate)
    if _counts_from_elsewhere(pair, candidate, settings) or _names_them_otherwise(pair, candidate, settings):
        return True
    for name in names:
        ways: list[Way] = [_complement]
        if candidate.letters.get(name) not in positive:
            ways.append(_opposite)
        ways.append(_square)
        if own.get(name) != candidate.letters.get(name):
            ways += (partial(_less, other=Node("name", other)) for other in names if other != name)
        if any(_holds_with(pair, name, way, candidate, settings) for way in ways):
            return True
    return False


def names_the_other(statement: Statement, candidate: Candidate, edit: Edit, settings: Settings) -> bool:
    """Whether a relation only gives the name p to the failure where the entry gives it to the success, or defines
    something else by a letter that counts the other way: `p = -(J^T J)^{-1} J^T r` of the residual r = f - y."""
    pair = statement.pair
    names = _names(pair, candidate)
    either = EITHER | ({"y"} if "pair" in candidate.known.formula.title.lower() else set())  # like ones, or unlike
    if any(_holds_with(pair, name, _complement, candidate, settings) for name in names if name in either):
        return True
    turned = {name for name, meant in candidate.letters.items() if meant in _turned_quantities(candidate)}
    if any(_holds_with(pair, name, _opposite, candidate, settings) for name in names if name in turned):
        return True
    if _counts_from_elsewhere(pair, candidate, settings) or _names_them_otherwise(pair, candidate, settings):
        return True
    of_all = edit.kind == "sign" and edit.start == statement.right.start
    if of_all and not defines(statement) and not in_its_letters(candidate, statement):
        return True  # what is computed of another thing
    return of_all and defines(statement) and not has_its_name(candidate, statement)  # what is defined is another thing


def _turned_quantities(candidate: Candidate) -> set[str]:
    """The quantities of an entry that some count from their other end."""
    return {q.name for q in candidate.known.formula.quantities if TURNED.search(q.meaning)}


def _names_them_otherwise(pair: Node, candidate: Candidate, settings: Settings) -> bool:
    """Whether a relation says what the entry says once p and q change places, of which nothing on the left says which
    is which: the teacher's and the student's."""
    left, right = pair.children
    if not uses(right).keys() >= TWO or TWO & uses(left).keys():
        return False
    changed = right.transformed(lambda node: Node("name", "pq"["qp".index(node.value)]) if node.is_name(*TWO) else node)
    return verified(candidate, replace(pair, children=(left, changed)), settings)


def _counts_from_elsewhere(pair: Node, candidate: Candidate, settings: Settings) -> bool:
    """Whether a relation says what the entry says once its steps are counted from one further on: k + 1 for k, though
    each index stays."""
    left, right = pair.children
    for sign in "+-":
        changed = _counted(right, sign)
        if changed != right and verified(candidate, replace(pair, children=(left, changed)), settings):
            return True
    return False


def _counted(node: Node, sign: str) -> Node:
    """A side with another number of steps, but for its indices."""
    if node.is_name(STEP):
        return Node("group", "(", (Node("infix", sign, (node, Node("number", "1"))),))
    if node.kind == "script":
        base, sub, sup = node.children
        raised = sup if sup.kind == "group" else _counted(sup, sign)  # a label in brackets
        return replace(node, children=(_counted(base, sign), sub, raised))
    if not node.children:
        return node
    return replace(node, children=tuple(_counted(child, sign) for child in node.children))


Way = Callable[[Node], Node]


def _names(pair: Node, candidate: Candidate) -> list[str]:
    return sorted({name for _, name in tokens_of(pair.children[1], candidate.known.fused) if name})


def _holds_with(pair: Node, name: str, way: Way, candidate: Candidate, settings: Settings) -> bool:
    """Whether a relation says what the entry says once a name on its right side counts in another way."""
    left, right = pair.children
    changed = right.transformed(partial(_turned, name=name, turned=way))
    return verified(candidate, replace(pair, children=(left, changed)), settings)


def _turned(node: Node, name: str, turned: Way) -> Node:
    return turned(node) if key_of(node) == name else node


def _complement(node: Node) -> Node:
    return Node("group", "(", (Node("infix", "-", (Node("number", "1"), node)),))


def _opposite(node: Node) -> Node:
    return Node("group", "(", (Node("prefix", "-", (node,)),))


def _square(node: Node) -> Node:
    return Node("script", "", (node, EMPTY, Node("number", "2")))


def _less(node: Node, other: Node) -> Node:
    return Node("group", "(", (Node("infix", "-", (node, other)),))
