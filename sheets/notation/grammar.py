"""The grammar: tokens to the notation tree, a whole span or a `SyntaxFault`, never a part of it.

Binding, from loose to tight: statements (separators) · given `|` · `,` · `:` · relations · `+ -` · `· × / ⊙` ·
juxtaposition · the argument of a function without brackets · scripts. The body of a sum is one product; minima,
maxima and limits reach over `+ -`. Scripts after `f(x)` belong to its value. A quotient of two numbers binds like a
number, and a quotient of two differentials is a derivative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce

from sheets.notation.commands import (
    ACCENTS,
    ALIGNMENTS,
    BIG,
    BINOMIALS,
    CASES,
    CLOSE,
    CONNECTIVES,
    FENCES,
    FONTS,
    FRACTIONS,
    FUNCTIONS,
    LETTER_WORDS,
    MATRICES,
    NAMES,
    NEEDS_BRACKET,
    OPEN,
    PRODUCTS,
    REACHING,
    RELATIONS,
    SEPARATORS,
    SUMS,
    TRANSPARENT,
    UNICODE_NAMES,
)
from sheets.notation.tokens import SyntaxFault, Token, read_tokens
from sheets.notation.tree import EMPTY, Node

DEEPEST = 40  # brackets in brackets; operators without brackets may nest twice as deep
HIGHEST = 120  # levels of the tree, so that whoever walks it by recursion comes back
FAR = 400  # tokens within which a bar's partner is looked for
_SYMBOL_LABELS = {"*": "star", "+": "plus", "-": "minus", "/": "slash", "°": "degree"}
_COMMAND_LABELS = {
    "ast": "star", "star": "star", "circ": "degree", "perp": "perp", "dagger": "dagger", "pm": "plusminus", "to": "to",
    "bullet": "bullet", "cdot": "dot", "times": "times", "top": "top", "|": "norm", "parallel": "parallel",
}  # fmt: skip
_ENDINGS = frozenset(
    {"mid", "parallel", "forall", "exists", "not", "choose", "over", "atop", "xrightarrow", "xleftarrow"}
    | {"rvert", "rVert", "rfloor", "rceil", "rangle"}
)
_SIGNS = {"+": "+", "-": "-", "pm": "±", "mp": "∓"}
_DIFFERENTIALS = {"partial": "partial", "d": "d", "delta": "partial"}
_ABSENT = frozenset({"stop", "close", "row", "cell", "end"})
_MAPS = frozenset({"∘", "*", "⋆", "⊛"})
_BOLD = frozenset({"mathbf", "boldsymbol", "bm", "pmb", "bold", "symbf", "bf"})


def read_notation(text: str) -> Node:
    """The `statements` node of a math span; raises `SyntaxFault` when any part of it cannot be read."""
    try:
        tree = _Parser(read_tokens(text)).whole()
    except RecursionError:
        raise SyntaxFault("operators nested too deeply", 0) from None
    if _height(tree) > HIGHEST:
        raise SyntaxFault(f"a formula of more than {HIGHEST} levels", 0)
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.operands = 0  # operands that are being read, one inside the other
        self.in_alignment = False
        self.in_argument = False  # of a function without brackets
        self.begin = 0  # the token with which the sum began that is being read
        self.leads = False  # whether the operand that is being read is the first of its sum
        self.bars: list[list[str]] = [[]]  # the open bars of each open bracket
        self.integrals = 0

    # ── the stream ──

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def ahead(self, count: int = 1) -> Token:
        return self.tokens[min(self.position + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        if token.kind != "stop":
            self.position += 1
        return token

    def fail(self, message: str, broken: bool = False) -> SyntaxFault:
        return SyntaxFault(message, self.token.start, broken)

    def node(self, kind: str, value: str, *children: Node, start: int | None = None) -> Node:
        end = self.tokens[self.position - 1].end if self.position else 0
        begin = start if start is not None else next((child.start for child in children if child is not EMPTY), end)
        return Node(kind, value, children, begin, max(end, begin))

    def inside(self, parse: Callable[[], Node]) -> Node:
        """Parse what stands in a bracket of its own: bars inside pair among themselves."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"brackets nested deeper than {DEEPEST}")
        before, self.in_argument = self.in_argument, False
        self.bars.append([])
        result = parse()
        self.bars.pop()
        self.in_argument = before
        self.depth -= 1
        return result

    # ── statements ──

    def whole(self) -> Node:
        node = self.statements()
        token = self.token
        if token.kind != "stop":
            closing = token.text in CLOSE or token.is_command("rfloor", "rceil", "rangle")
            broken = closing or token.kind in ("close", "end")
            raise self.fail(f"“{token.text}” {'closes nothing' if broken else 'cannot be read here'}", broken)
        return node

    def statements(self) -> Node:
        """Statements up to the end of the bracket, the cell or the text."""
        start = self.token.start
        items: list[Node] = []
        while True:
            self._separators(items)
            if self._at_end():
                break
            before = self.position
            items += self._statement()
            if self.position == before:
                raise self.fail(f"“{self.token.text}” cannot be read here")
        return self.node("statements", "", *items, start=start)

    def _at_end(self) -> bool:
        token = self.token
        return (
            token.kind in ("stop", "close", "end", "cell")
            or (token.kind == "null" and token.text == "right")
            or (token.text in CLOSE and token.kind in ("char", "command"))
            or token.is_command("rfloor", "rceil", "rangle", "rvert", "rVert")
            or (self.bars[-1] == ["at"] and self._is_bar())
        )

    def _separators(self, items: list[Node]) -> None:
        while True:
            token = self.token
            if token.kind == "command" and token.text in SEPARATORS:
                self.take()
                items.append(self.node("text", SEPARATORS[token.text], start=token.start))
            elif self._is_separator(token):
                self.take()
            elif token.kind == "text" and self._is_prose(token.text):
                self.take()
                items.append(self.node("text", token.text.strip(), start=token.start))
            else:
                return

    def _is_separator(self, token: Token) -> bool:
        """Punctuation, the marks of an alignment, and an invisible bracket that holds nothing on its row."""
        if token.is_char(",", ";", ".", ":") or token.kind in ("gap", "row"):
            return True
        if token.kind == "null":
            return token.text == "left" and self.ahead().kind in ("gap", "row", "stop")
        return token.kind == "cell" and self.depth == 0

    def _is_prose(self, text: str) -> bool:
        words = text.strip().strip(",.;:()").split()
        if not words:
            return True
        joined = text.strip().replace(" ", "")
        if len(words) > 1 and joined not in FUNCTIONS and joined not in REACHING:
            return True
        return words[0].lower() in CONNECTIVES or joined.lower() in CONNECTIVES

    def _statement(self) -> list[Node]:
        """One statement, or several that share a list: `x, y ∈ R`, `a = b, c = d`."""
        if self.token.is_command("forall", "exists", "nexists"):
            token = self.take()
            self.skip_char("!")
            if self._operand_missing():
                return [self.node("quantified", token.text, EMPTY, start=token.start)]
            body = self._statement()
            merged = body[0] if len(body) == 1 else self.node("list", ",", *body)
            return [self.node("quantified", token.text, merged, start=token.start)]
        items = [self.colon()]
        while self._continues_list():
            self.take()
            self._skip_gaps()
            items.append(self.colon())
        return _grouped(items)

    def _continues_list(self) -> bool:
        if not self.token.is_char(","):
            return False
        ahead = self.ahead()
        at = 1
        while ahead.kind == "gap":
            at += 1
            ahead = self.ahead(at)
        quantified = ahead.is_command("forall", "exists")
        ends = quantified or ahead.kind in ("stop", "close", "end", "cell", "row") or ahead.text in CLOSE
        prose = ahead.kind == "text" and self._is_prose(ahead.text)
        return not ends and not prose and ahead.text not in SEPARATORS and not ahead.is_char(",", ";", ".")

    def _skip_gaps(self) -> None:
        while self.token.kind in ("gap", "row", "cell"):
            self.take()

    def skip_char(self, *texts: str) -> bool:
        if self.token.is_char(*texts):
            self.take()
            return True
        return False

    def colon(self) -> Node:
        """`f : X → Y` and `1 : T`; a colon that only introduces is left to the statements."""
        left = self.relation()
        while self.token.is_char(":") and self._operand_follows(1):
            self.take()
            self._skip_gaps()
            if self.token.is_command("forall", "exists"):
                return left
            right = self.relation()
            left = self.node("list", ":", left, right)
        return left

    def _operand_follows(self, count: int) -> bool:
        ahead = self.ahead(count)
        return ahead.kind not in ("stop", "close", "end", "row", "gap") and ahead.text not in (*CLOSE, ",", ";")

    # ── relations and sums ──

    def relation_at(self) -> str | None:
        """The relation that stands here, if one does."""
        token = self.token
        if token.kind == "command" and token.text == "not" and self.ahead().text in RELATIONS:
            return {"=": "!=", "in": "notin"}.get(RELATIONS[self.ahead().text], f"not{RELATIONS[self.ahead().text]}")
        if token.kind == "command" and token.text in ("overset", "stackrel", "underset"):
            return self._annotated_relation()
        if token.is_command("xrightarrow", "xleftarrow", "xlongrightarrow", "xmapsto", "xLeftarrow"):
            return ":=" if "left" in token.text.lower() else "to"
        if token.kind in ("char", "command") and token.text in RELATIONS:
            return RELATIONS[token.text]
        return None

    def _annotated_relation(self) -> str | None:
        """`\\overset{iid}{\\sim}`: the relation in the second argument."""
        close = self._matching(self.position + 1)
        if close is None:
            return None
        after = close + 1
        if after < len(self.tokens) and self.tokens[after].kind == "open":
            after += 1
        token = self.tokens[min(after, len(self.tokens) - 1)]
        if token.kind in ("char", "command") and token.text in RELATIONS:
            return RELATIONS[token.text]
        return None

    def _matching(self, opened: int) -> int | None:
        """The index of the token that ends the braced group (or single token) at `opened`."""
        if self.tokens[opened].kind != "open":
            return opened
        depth = 0
        for at in range(opened, len(self.tokens)):
            depth += (self.tokens[at].kind == "open") - (self.tokens[at].kind == "close")
            if depth == 0:
                return at
        return None

    def take_relation(self) -> str:
        name = self.relation_at()
        assert name is not None
        token = self.take()
        if token.text == "not":
            self.take()
        elif token.text in ("overset", "stackrel", "underset"):
            self._skip_argument()
            self._skip_argument()
        elif token.text.startswith("x"):
            if self.token.is_char("["):
                while not self.token.is_char("]") and self.token.kind != "stop":
                    self.take()
                self.take()
            self._skip_argument()
        while token.is_command("perp") and self.token.is_command("perp"):  # ⫫, made of two signs
            self.take()
        while self.token.is_char("_", "^"):  # an annotation under or over the sign
            self.take()
            self._skip_argument()
        return name

    def _skip_argument(self) -> None:
        if self.token.kind in _ABSENT:
            raise self.fail("an argument is missing", broken=True)
        end = self._matching(self.position)
        if end is None:
            raise self.fail("a brace is opened and never closed", broken=True)
        self.position = end + 1

    def relation(self) -> Node:
        """A chain of relations, or the bare expression when there is none."""
        start = self.token.start
        items: list[Node] = []
        operators: list[str] = []
        self._skip_lead()
        first = EMPTY if self.relation_at() else self._conditioned()
        items.append(first)
        while (name := self._relation_next()) is not None:
            operators.append(name)
            self._skip_lead()
            if self._operand_missing():
                items.append(EMPTY)
                break
            items.append(self._conditioned())
        if not operators:
            return first
        return self.node("chain", " ".join(operators), *items, start=start)

    def _conditioned(self) -> Node:
        """`x \\mid h ∼ N(…)`, `X ⊥ Y \\mid Z`: a side of a relation may be given something."""
        left = self.sum()
        if self.depth == 0 and self.token.is_command("mid") and not self.bars[-1]:
            self.take()
            left = self.node("given", "|", left, self.sum())
        return left

    def _skip_lead(self) -> None:
        while self.token.kind in ("cell", "gap") or (self.token.kind == "row" and self.depth == 0):
            self.take()

    def _relation_next(self) -> str | None:
        """Take the relation that continues a chain, also on the next row of an alignment."""
        back = self.position
        while self.token.kind in ("cell", "row", "gap") and self.depth_allows_rows():
            self.take()
        if self.relation_at() is not None:
            return self.take_relation()
        self.position = back
        return None

    def depth_allows_rows(self) -> bool:
        return self.depth == 0 or self.in_alignment

    def _operand_missing(self) -> bool:
        token = self.token
        return self._at_end() or token.is_char(",", ";", ".") or token.kind in ("row", "gap") or (
            token.kind == "command" and token.text in SEPARATORS
        ) or (token.kind == "text" and self._is_prose(token.text) and len(token.text.split()) > 1)

    def sum(self) -> Node:
        """Terms joined by `+` and `-` (and the set operations)."""
        self.begin = self.position
        left = self.signed()
        while True:
            back = self.position
            self._skip_to_next_row()
            token = self.token
            if token.kind in ("char", "command") and token.text in SUMS and not self._ends_after_sign():
                self.take()
                self._skip_lead()
                right = self.product()
                left = _joined(SUMS[token.text], left, right)
            else:
                self.position = back
                return left

    def _skip_to_next_row(self) -> None:
        """Pass to the next row of an alignment, and over what indents it."""
        crossed = False
        while self.depth_allows_rows() and self.token.kind in (("row", "cell", "gap") if crossed else ("row", "cell")):
            self.take()
            crossed = True

    def _ends_after_sign(self) -> bool:
        ahead = self.ahead()
        return ahead.kind in ("stop", "close", "end") or ahead.text in CLOSE

    def signed(self) -> Node:
        token = self.token
        if token.is_char("+", "-") or token.is_command("pm", "mp"):
            self.take()
            operand = self.product()
            return self.node("prefix", _SIGNS[token.text], operand, start=token.start)
        return self.product()

    # ── products ──

    def product(self) -> Node:
        """Factors joined by an explicit sign; juxtaposition binds tighter."""
        left = self.run()
        while True:
            token = self.token
            if token.kind not in ("char", "command") or token.text not in PRODUCTS:
                return left
            if token.text in ("*", "star", "ast") and self._operand_ends():
                return left
            if token.text in ("cdot", "bullet") and self._operand_ends():
                return _joined("juxt", left, self.primary())  # the dot of `A_{i\\cdot}`
            self.take()
            self._skip_lead()
            left = self._divided(left) if PRODUCTS[token.text] == "/" else self._multiplied(PRODUCTS[token.text], left)

    def _multiplied(self, sign: str, left: Node) -> Node:
        right = self.signed_factor() if self.token.is_char("+", "-") else self.run()
        return _joined(sign, left, right)

    def _divided(self, left: Node) -> Node:
        """A quotient on one line, a derivative when both sides are differentials; factors after it multiply it."""
        quotient = self._inline_derivative(left)
        if quotient is None:
            signed = self.token.is_char("+", "-")
            quotient = _quotient(left, self.signed_factor() if signed else self.run(divisor=True))
        return self._run_on(quotient)

    def _operand_ends(self) -> bool:
        ahead = self.ahead()
        return ahead.kind in ("stop", "close", "end") or ahead.text in CLOSE or ahead.is_char(",", ";")

    def signed_factor(self) -> Node:
        token = self.take()
        return self.node("prefix", token.text, self.run(), start=token.start)

    def run(self, divisor: bool = False) -> Node:
        """Juxtaposed factors. A divisor stops before a big operator: `1/n Σ x` is `(1/n) Σ x`."""
        return self._run_on(self.factor(), divisor)

    def _run_on(self, left: Node, divisor: bool = False) -> Node:
        while self._factor_follows(divisor):
            left = _joined("juxt", left, self.factor())
        return left

    def _factor_follows(self, divisor: bool) -> bool:
        token = self.token
        if token.kind == "begin":
            return token.text not in ALIGNMENTS
        if token.kind in ("stop", "close", "end", "row", "cell", "gap"):
            return False
        if token.kind == "null":
            return token.text != "right"
        if token.kind == "text":
            return not self._is_prose(token.text)
        if token.kind in ("letter", "number", "open"):
            return not (self.integrals and self._differential_at())
        if token.kind == "char":
            if token.text in "([{":
                return True
            if token.text == "|":
                return self._bar_opens()
            return token.text in ("√", "□")
        if token.text == "|":
            return self._bar_opens()
        if divisor and (token.text in BIG or token.text in REACHING):
            return False
        return not (
            token.text in RELATIONS
            or token.text in SUMS
            or token.text in PRODUCTS
            or token.text in SEPARATORS
            or token.text in CLOSE
            or token.text in _ENDINGS
            or (token.text in ("vert", "Vert") and not self._bar_opens())
            or (token.text in ("overset", "stackrel", "underset") and self._annotated_relation() is not None)
        )

    def _differential_at(self) -> bool:
        """Whether a differential (`dx`, `d\\mu`, `\\mathrm{d}x`) stands here."""
        token, ahead = self.token, self.ahead()
        return token.kind in ("letter", "text") and token.text == "d" and _names(ahead)

    # ── factors with scripts ──

    def factor(self) -> Node:
        return self.scripted(self.primary())

    def scripted(self, base: Node) -> Node:
        """A base with its primes, subscript and superscript, calls, and what follows a call."""
        while True:
            token = self.token
            if token.is_char("'", "^", "_") or token.is_command("prime"):
                base = self._scripts(base)
            elif token.is_char("!"):
                self.take()
                base = self.node("postfix", "!", base)
            elif self._call_follows(base):
                base = self.node("beside", "", base, self.bracket())
            elif base.kind == "number" and base.value == "1" and token.is_char("{"):
                base = replace(base, kind="name", value="bb1")  # `1\{x > 0\}` is an indicator
            elif self._evaluation_bar():
                self.take()
                scripted = self._scripts(base)
                base = self.node("at", "", base, scripted.children[1], scripted.children[2])
            else:
                return base

    def _evaluation_bar(self) -> bool:
        """`f|_{x=0}`: a bar that closes nothing and carries a subscript."""
        token = self.token
        bar = token.is_char("|") or token.is_command("vert", "mid")
        return bar and not self.bars[-1] and self.ahead().is_char("_")

    def _call_follows(self, base: Node) -> bool:
        """A bracket directly after a name (with its scripts): a call or a product, which the meaning decides."""
        if base.kind == "beside" and self.in_argument:
            return False
        if self.token.is_char("(", "["):
            return _callable(base)
        return self.token.is_char("{") and _callable(base) and base.kind != "beside"

    def _scripts(self, base: Node) -> Node:
        """Primes, one subscript and one superscript, in any order."""
        primes, sub, sup = 0, EMPTY, EMPTY
        while True:
            token = self.token
            if token.is_char("'") or token.is_command("prime"):
                self.take()
                primes += 1
            elif token.is_char("^") and (count := self._raised_primes()):
                primes += count
            elif token.is_char("^"):
                if sup is not EMPTY:
                    raise self.fail("two superscripts", broken=True)
                self.take()
                sup = self.script_argument()
            elif token.is_char("_"):
                if sub is not EMPTY:
                    raise self.fail("two subscripts", broken=True)
                self.take()
                sub = self.script_argument()
            else:
                break
        if sup.kind == "infix" and sup.value == "juxt" and sup.children[0].is_name("star"):
            base = self.node("script", "", base, sub, sup.children[0])
            sub, sup = EMPTY, sup.children[1]
        return self.node("script", str(primes) if primes else "", base, sub, sup)

    def _raised_primes(self) -> int:
        """Take `^\\prime` or `^{\\prime\\prime}`, and count its primes."""
        first = self.position + 1
        braced = self.tokens[first].kind == "open"
        at = first + braced
        while self.tokens[at].is_command("prime") or (braced and self.tokens[at].is_char("'")):
            at += 1
            if not braced:
                break
        count = at - first - braced
        if not count or (braced and self.tokens[at].kind != "close"):
            return 0
        self.position = at + braced
        return count

    def script_argument(self) -> Node:
        """What a `^` or `_` takes: one token, a command with its arguments, or a braced group."""
        token = self.token
        if token.kind == "open":
            label = self._symbol_label(self.position + 1)
            if label == "star" and self.ahead(2).kind != "close":
                return self._starred(token.start)
            if label is not None and self.ahead(2).kind == "close":
                self.position += 3
                return self.node("name", label, start=token.start)
            return _labelled(self.braced(self._bracket_body))
        label = self._symbol_label(self.position)
        if label is not None:
            self.take()
            return self.node("name", label, start=token.start)
        if token.kind == "number":
            return self._first_digit()
        if token.kind in _ABSENT:
            raise self.fail("a script without content", broken=True)
        return self.primary(bare=True)

    def _starred(self, start: int) -> Node:
        """`w^{*\\top}`: a star, then what follows it."""
        self.position += 2
        star = self.node("name", "star", start=start)
        rest = self.inside(self._bracket_body)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.take()
        return self.node("infix", "juxt", star, rest, start=start)

    def _symbol_label(self, at: int) -> str | None:
        token = self.tokens[min(at, len(self.tokens) - 1)]
        if token.kind == "char":
            return _SYMBOL_LABELS.get(token.text)
        if token.kind == "command":
            return _COMMAND_LABELS.get(token.text)
        return None

    def _first_digit(self) -> Node:
        """`x^23` is x squared times 3: TeX takes one token."""
        token = self.token
        if len(token.text) == 1:
            self.take()
            return self.node("number", token.text, start=token.start)
        first = Token("number", token.text[0], token.start, token.start + 1, token.spaced)
        rest = Token("number", token.text[1:], token.start + 1, token.end)
        self.tokens[self.position : self.position + 1] = [first, rest]
        self.take()
        return self.node("number", first.text, start=first.start)

    def braced(self, parse: Callable[[], Node] | None = None) -> Node:
        """The content of a TeX group, which is invisible: one expression, or the list it holds."""
        opened = self.take()
        body = self.inside(parse or self.statements)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.take()
        return _unwrapped(body, opened.start)

    # ── primaries ──

    def primary(self, bare: bool = False) -> Node:
        """One operand without its scripts; `bare` operands are single tokens, which call nothing."""
        self.operands += 1
        self.leads = self.position == self.begin
        if self.operands > 2 * DEEPEST:
            raise self.fail(f"operators nested deeper than {2 * DEEPEST}")
        node = self._primary(bare)
        self.operands -= 1
        return node

    def _primary(self, bare: bool) -> Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return self.node("number", token.text, start=token.start)
        if token.kind == "letter":
            return self._letters(bare)
        if token.kind == "open":
            word = None if bare else self._braced_word()
            if word is not None:
                return self._function(word, token.start)
            return self._whole(self._group_or_choose(), token.start)
        if token.kind == "text":
            return self._word(bare)
        if token.kind == "begin":
            return self._environment()
        if token.kind == "null":
            return self._null()
        if token.kind == "char":
            return self._char(bare)
        if token.kind == "command":
            return self._command(bare)
        raise self.fail("an operand is missing", broken=True)

    def _letters(self, bare: bool) -> Node:
        token = self.token
        if not bare:
            if self.integrals and self._differential_at():
                self.take()
                return self.node("differential", "", self.scripted(self.primary(bare=True)), start=token.start)
            word = self._typed_word()
            if word is not None:
                self.position += len(word)
                return self._function(word, token.start)
        self.take()
        return self.node("name", UNICODE_NAMES.get(token.text, token.text), start=token.start)

    def _typed_word(self) -> str | None:
        """A function's name typed as plain adjacent letters: `sin(t)`, `diag(x)`."""
        letters: list[str] = []
        for at in range(self.position, min(self.position + 10, len(self.tokens))):
            token = self.tokens[at]
            if token.kind != "letter" or not token.text.isascii() or (letters and token.spaced):
                break
            letters.append(token.text)
        run = "".join(letters)
        for word in LETTER_WORDS:
            one_more = len(word) > 2 and len(run) == len(word) + 1 and word not in NEEDS_BRACKET
            if run == word or (one_more and run.startswith(word)):
                after = self.ahead(len(word))
                if word not in NEEDS_BRACKET or after.is_char("(", "[", "_", "^"):
                    return word
        return None

    def _group_or_choose(self) -> Node:
        """A braced group; `{n \\choose k}` is a binomial coefficient and `{a \\over b}` a quotient."""
        opened = self.position
        close = self._matching(opened)
        if close is None:
            raise self.fail("a brace is opened and never closed", broken=True)
        depth = 0
        for at in range(opened, close):
            token = self.tokens[at]
            depth += (token.kind == "open") - (token.kind == "close")
            if depth == 1 and token.is_command("choose", "over"):
                return self._infix_command(token.text)
        return self.braced()

    def _whole(self, node: Node, start: int) -> Node:
        """The node with the places of the marks around it: its braces, its font."""
        return node if node is EMPTY else replace(node, start=start, end=max(self.tokens[self.position - 1].end, start))

    def _infix_command(self, name: str) -> Node:
        start = self.take().start
        upper = self.inside(self.sum)
        if not self.token.is_command(name):
            raise self.fail(f"\\{name} cannot be read here")
        self.take()
        lower = self.inside(self.sum)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.take()
        return self.node("binom" if name == "choose" else "frac", "", upper, lower, start=start)

    def _word(self, bare: bool) -> Node:
        token = self.take()
        text = token.text.strip()
        joined = text.replace(" ", "").replace("-", "")
        if bare:
            return self.node("name", text.replace(" ", "-") or "text", start=token.start)
        if joined in FUNCTIONS:
            return self._function(joined, token.start)
        if joined in REACHING:
            return self._big(REACHING[joined], token.start, reaching=True)
        if joined == "d" and _names(self.token):
            return self.node("differential", "", self.scripted(self.primary(bare=True)), start=token.start)
        return self.node("name", text.replace(" ", "-") or "text", start=token.start)

    def _null(self) -> Node:
        """`\\left. f \\right|_{x=0}`: what an invisible bracket opens, at the scripts of the bar that closes it."""
        token = self.take()
        if token.text != "left":
            raise self.fail("\\right. closes nothing", broken=True)
        body = self.inside(self._evaluated)
        node = self._whole(_unwrapped(body, token.start), token.start)
        closing = self.token
        bar = self._is_bar()
        if bar or closing.kind == "null" or closing.text in CLOSE:
            self.take()
        if self.token.is_char("_") and (bar or closing.text in CLOSE):
            scripted = self._scripts(node)
            return self.node("at", "", node, scripted.children[1], scripted.children[2], start=token.start)
        return self._whole(node, token.start)

    def _evaluated(self) -> Node:
        self.bars[-1].append("at")
        return self.statements()

    def _is_bar(self) -> bool:
        return self.token.is_char("|") or self.token.is_command("|", "vert", "Vert")

    def _char(self, bare: bool) -> Node:
        token = self.token
        if token.text in OPEN:
            return self.bracket()
        if token.text == "|":
            return self._bars()
        if token.text in ("?", "□", "…", "°", "%", "@", '"', "`"):
            raise self.fail(f"“{token.text}” cannot be read here")
        if token.text in _SYMBOL_LABELS and bare:
            self.take()
            return self.node("name", _SYMBOL_LABELS[token.text], start=token.start)
        if token.is_char("*", "·") and self._between_brackets():
            self.take()
            return self.node("name", "dot", start=token.start)
        raise self.fail("an operand is missing", broken=token.text in "+-=<>/*^_,;:)]")

    def _between_brackets(self) -> bool:
        before = self.tokens[self.position - 1] if self.position else self.token
        ahead = self.ahead()
        return (before.text in OPEN or before.text == ",") and (ahead.text in CLOSE or ahead.text in (",", "|", "mid"))

    def bracket(self) -> Node:
        """A bracketed group; half-open intervals may close with another bracket than they opened with."""
        token = self.take()
        kind = OPEN[token.text]
        body = self.inside(self._bracket_body)
        closing = self.token
        if closing.kind == "null" and closing.text == "right":
            self.take()
            if kind == "{" and body.kind == "matrix":
                return self.node("cases", body.value, *body.children, start=token.start)
            return self.node("group", kind, body, start=token.start)
        if closing.text not in CLOSE or closing.kind not in ("char", "command"):
            raise self.fail(f"a “{token.text}” is opened and never closed", broken=True)
        if CLOSE[closing.text] != kind and not {kind, CLOSE[closing.text]} <= {"(", "["}:
            raise self.fail(f"“{token.text}” is closed by “{closing.text}”", broken=True)
        self.take()
        if kind == "{":
            return self.node("set", "", body, start=token.start)
        mixed = kind if CLOSE[closing.text] == kind else ("[)" if kind == "[" else "(]")
        return self.node("group", mixed, body, start=token.start)

    def _bracket_body(self) -> Node:
        """What stands in a bracket: statements by `;`, a condition behind a bar, entries by `,`."""
        start = self.token.start
        if self._at_end():
            return EMPTY
        rows: list[Node] = []
        while True:
            rows.append(self._given())
            if self.token.is_char(";"):
                self.take()
                continue
            before = self.position
            self._inner_separator(rows)
            if self.position == before or self._at_end():
                break
        return rows[0] if len(rows) == 1 else self.node("list", ";", *rows, start=start)

    def _inner_separator(self, rows: list[Node]) -> None:
        """Take what stands between two statements of a bracket: a row, words, an implication, a colon."""
        token = self.token
        if token.kind in ("gap", "row", "cell"):
            self.take()
        elif (token.kind == "text" and self._is_prose(token.text)) or token.text in SEPARATORS:
            self.take()
            rows.append(self.node("text", SEPARATORS.get(token.text, token.text.strip()), start=token.start))
        elif token.is_command("forall", "exists"):
            rows += self._statement()
        elif token.is_char(":") or (token.is_char(".", "!") and self.ahead().text in CLOSE):
            self.take()

    def _given(self) -> Node:
        left = self._comma_list()
        while self._given_at():
            token = self.take()
            doubled = token.is_char("|") and self.skip_char("|")
            divergence = doubled or token.is_command("|", "parallel", "Vert")
            right = self._comma_list()
            left = self.node("given", "||" if divergence else "|", left, right)
        return left

    def _given_at(self) -> bool:
        token = self.token
        bar = token.is_char("|") or token.is_command("|", "vert", "Vert", "mid", "parallel")
        return bar and not self.bars[-1]

    def _comma_list(self) -> Node:
        start = self.token.start
        items = [self._entry()]
        while self.token.is_char(","):
            self.take()
            self._skip_gaps()
            if self._at_end() or self.token.is_char(",", ";"):
                continue
            items.append(self._entry())
        return items[0] if len(items) == 1 else self.node("list", ",", *items, start=start)

    def _entry(self) -> Node:
        if self.token.is_command("forall", "exists"):
            return self._statement()[0]
        self._skip_gaps()
        if self.token.is_char(":"):
            token = self.take()
            if self._at_end() or self.token.is_char(","):
                return self.node("name", "colon", start=token.start)
            return self.node("list", ":", EMPTY, self.relation(), start=token.start)
        left = self.colon()
        ahead = self.ahead()
        if self.token.is_char(":") and (ahead.text in CLOSE or ahead.is_char(",") or ahead.kind == "close"):
            self.take()
            left = self.node("list", ":", left, EMPTY)
        return left

    # ── bars ──

    def _bar_kind(self) -> tuple[str, int]:
        """Whether the bar here is single or double, and how many tokens it takes."""
        token = self.token
        if token.is_command("|", "Vert", "parallel"):
            return "norm", 1
        if token.is_char("|") and self.ahead().is_char("|") and not self.ahead().spaced:
            return "norm", 2
        return "abs", 1

    def _bar_opens(self) -> bool:
        """Whether a bar where an operand may stand opens: none is open, and the bars ahead are even in number."""
        if self.bars[-1] or self.token.is_command("mid", "parallel"):
            return False
        count = self._bars_ahead(self._bar_kind()[0])
        return count % 2 == 0 and count > 0

    def _bars_ahead(self, kind: str) -> int:
        """The bars of a kind from here to the end of the expression, at this level of brackets."""
        count, depth, at = 0, 0, self.position
        while at < min(self.position + FAR, len(self.tokens)):
            token = self.tokens[at]
            marks = token.kind in ("char", "command")
            if token.kind in ("stop", "row") or (token.kind == "gap" and depth == 0):
                break
            depth += (token.kind == "open" or (marks and token.text in OPEN)) - (
                token.kind == "close" or (marks and token.text in CLOSE)
            )
            if depth < 0 or (depth == 0 and marks and (token.is_char(",", ";") or token.text in RELATIONS)):
                break
            width = self._bar_width(at, kind) if depth == 0 else 0
            count += width > 0
            at += max(width, 1)
        return count

    def _bar_width(self, at: int, kind: str) -> int:
        """How many tokens the bar of this kind takes that stands at `at`; 0 where none does."""
        token, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        single = token.is_char("|") or token.is_command("vert")
        if kind == "abs":
            return int(single)
        if token.is_command("|", "Vert"):
            return 1
        return 2 if single and after.is_char("|") and not after.spaced else 0

    def _bars(self) -> Node:
        """`|x|`, `\\|x\\|`, `||x||`: an absolute value, a cardinality, a determinant or a norm."""
        kind, width = self._bar_kind()
        start = self.token.start
        self.position += width
        self.bars[-1].append(kind)
        level = len(self.bars[-1])
        body = self._comma_list_inside_bars()
        if len(self.bars[-1]) != level or not self._closing_bar(kind):
            raise self.fail("a bar is opened and never closed", broken=True)
        self.bars[-1].pop()
        return self.node(kind, "", body, start=start)

    def _comma_list_inside_bars(self) -> Node:
        items = [self.colon()]
        while self.token.is_char(","):
            self.take()
            items.append(self.colon())
        return items[0] if len(items) == 1 else self.node("list", ",", *items)

    def _closing_bar(self, kind: str) -> bool:
        token = self.token
        if kind == "norm":
            if token.is_command("|", "Vert", "rVert", "parallel"):
                self.take()
                return True
            if token.is_char("|") and self.ahead().is_char("|"):
                self.position += 2
                return True
            return False
        if token.is_char("|") or token.is_command("vert", "mid", "rvert"):
            self.take()
            return True
        return False

    # ── commands ──

    def _command(self, bare: bool) -> Node:
        token = self.token
        name = token.text
        if name in ("|", "Vert", "vert", "parallel"):
            return self._bars()
        if name in OPEN:
            return self.bracket()
        if name in FENCES:
            return self._fence(name)
        self.take()
        start = token.start
        if name in ("partial", "nabla", "Delta"):
            return self._operator(name, start, bare)
        if name in NAMES:
            return self.node("name", NAMES[name], start=start)
        if name in ("neg", "lnot"):
            return self.node("prefix", "¬", self.factor(), start=start)
        if name == "ldots":
            return self.node("dots", "", start=start)
        if name in FONTS:
            return self._font(name, start, bare)
        if name in ACCENTS:
            return self._accent(ACCENTS[name], start)
        if name in FRACTIONS:
            return self._fraction(start)
        if name in BINOMIALS:
            return self.node("binom", "", self.argument(), self.argument(), start=start)
        if name == "sqrt":
            return self._root(start)
        if name in BIG:
            return self._big(BIG[name], start, reaching=False)
        if name == "arg" and self.token.kind in ("command", "text") and self.token.text in ("max", "min", "sup", "inf"):
            return self._big(REACHING["arg" + self.take().text], start, reaching=True)
        if name in REACHING:
            return self.node("name", name, start=start) if bare else self._big(REACHING[name], start, reaching=True)
        if name in FUNCTIONS:
            return self.node("name", name, start=start) if bare else self._function(name, start)
        if name in TRANSPARENT:
            return self._transparent(name, start)
        if name in ("textcolor", "colorbox"):
            self._skip_argument()
            return self._whole(self.argument(), start)
        if name == "pmod":
            return self.node("call", "mod", self.node("name", "mod", start=start), self.argument(), start=start)
        if name in ("circ", "cdot", "ast", "times", "star"):
            return self.node("name", "dot" if name == "cdot" else NAMES.get(name, name), start=start)
        if name == "not":
            raise self.fail("\\not before something that is no relation")
        if name in RELATIONS or name in SUMS or name in PRODUCTS or name in SEPARATORS:
            if bare:
                return self.node("name", name, start=start)
            self.position -= 1
            raise self.fail("an operand is missing", broken=True)
        self.position -= 1
        raise self.fail(f"the command \\{name} is not known")

    def argument(self) -> Node:
        """The argument of a command: a braced group or one token."""
        token = self.token
        if token.kind == "open":
            return self._group_or_choose()
        if token.kind == "number":
            return self._first_digit()
        if token.kind in _ABSENT:
            raise self.fail("an argument is missing", broken=True)
        return self.primary(bare=True)

    def _font(self, name: str, start: int, bare: bool) -> Node:
        """A font and what it covers; a bold 1 is no number but the vector of ones, or an indicator."""
        word = None if bare or FONTS[name] else self._braced_word()
        if word is not None:
            return self._function(word, start)
        inner = self.primary(bare=True) if bare and self.token.kind != "open" else self.argument()
        node = self._whole(_styled(inner, FONTS[name]), start)
        if name in _BOLD and node.kind == "number" and node.value == "1":
            return replace(node, kind="name", value="bb1")
        return node

    def _braced_word(self) -> str | None:
        """Take a known function in braces, if one stands here: `\\mathsf{ReLU}`, `{\\rm ReLU}`."""
        close = self._matching(self.position)
        if close is None or self.token.kind != "open":
            return None
        inside = self.tokens[self.position + 1 : close]
        if not inside or any(token.kind != "letter" or (k and token.spaced) for k, token in enumerate(inside)):
            return None
        word = "".join(token.text for token in inside)
        if len(word) > 1 and word in FUNCTIONS:
            self.position = close + 1
            return word
        return None

    def _accent(self, accent: str, start: int) -> Node:
        base = self.argument()
        return self.node("accent", accent, base, start=start) if accent else self._whole(base, start)

    def _root(self, start: int) -> Node:
        if self.token.is_char("["):
            self.take()
            order = self.inside(self.sum)
            if not self.token.is_char("]"):
                raise self.fail("the order of a root is not closed", broken=True)
            self.take()
            return self.node("root", "", self.argument(), order, start=start)
        return self.node("root", "", self.argument(), start=start)

    def _fraction(self, start: int) -> Node:
        derivative = self._derivative(start)
        if derivative is not None:
            return derivative
        return self.node("frac", "", self.argument(), self.argument(), start=start)

    def _derivative(self, start: int) -> Node | None:
        """`\\frac{\\partial f}{\\partial x}`, `\\frac{d}{dx} f`, `\\frac{\\partial^2 f}{\\partial x \\partial y}`."""
        upper = self.position
        middle = self._matching(upper)
        if middle is None or self.token.kind != "open" or self.tokens[middle + 1].kind != "open":
            return None
        kind = self._differential_sign(upper + 1)
        below = self._differential_sign(middle + 2)
        if kind is None or below is None or not self._variables_of(middle + 2, below):
            return None
        if kind == "d" and self.tokens[upper + 2].is_char("_", "+", "-", "'"):
            return None
        self.position = upper + 2
        order = "1"
        if self.token.is_char("^"):
            self.take()
            node = self.script_argument()
            order = node.value if node.kind in ("number", "name") else "1"
        body = EMPTY if self.token.kind == "close" else _unwrapped(self.inside(self.statements), self.token.start)
        if self.token.kind != "close":
            raise self.fail("a brace is opened and never closed", broken=True)
        self.position += 2
        variables = self.inside(lambda: self._variables(below))
        if self.token.kind != "close":
            raise self.fail("a derivative by something that is no variable")
        self.take()
        if body is EMPTY:
            body = self._operand_of_derivative()
        return self.node("derivative", f"{_DIFFERENTIALS[below]} {order}", body, *variables.children, start=start)

    def _inline_derivative(self, left: Node) -> Node | None:
        """`∂f/∂x`, `dy/dx`, `d/dx f`: behind the slash, the quotient if both sides of it are differentials."""
        if left.kind == "infix" and left.value not in ("juxt", "/"):
            right = self._inline_derivative(left.children[1])
            return None if right is None else _joined(left.value, left.children[0], right)
        below = self._differential_sign(self.position)
        found = _differentiated(_factors(left))
        if found is None or below != found[1] or not self._variables_of(self.position, below):
            return None
        before, sign, order, body, start = found
        variables: list[Node] = []
        while self._differential_sign(self.position) == below and sum(map(_order_of, variables)) < order:
            self.take()
            variables.append(self._scripts_of(self.primary(bare=True)))
        if body is EMPTY:
            body = self._operand_of_derivative()
        derivative = self.node("derivative", f"{sign} {order}", body, *variables, start=start)
        for factor in reversed(before):
            derivative = _joined("juxt", factor, derivative)
        return derivative

    def _scripts_of(self, base: Node) -> Node:
        """The base with the scripts that follow it, if any do."""
        return self._scripts(base) if self.token.is_char("'", "^", "_") else base

    def _differential_sign(self, at: int) -> str | None:
        token = self.tokens[min(at, len(self.tokens) - 1)]
        if token.is_command("partial", "delta"):
            return token.text
        if token.kind in ("letter", "text") and token.text == "d":
            return "d"
        return None

    def _variables_of(self, at: int, sign: str) -> bool:
        """Whether a denominator is made of differentials: the sign, then something that is no operator."""
        ahead = self.tokens[min(at + 1, len(self.tokens) - 1)]
        return sign == "partial" or ahead.kind == "open" or _names(ahead)

    def _variables(self, sign: str) -> Node:
        start = self.token.start
        variables: list[Node] = []
        while self.token.kind not in ("close", "stop"):
            if self._differential_sign(self.position) is None:
                raise self.fail("a derivative by something that is no variable")
            self.take()
            variables.append(self.factor())
        return self.node("list", ",", *variables, start=start)

    def _operand_of_derivative(self) -> Node:
        """The operator form `\\frac{\\partial}{\\partial x} f`: the product that follows, or nothing."""
        return self.run() if self._factor_follows(False) else EMPTY

    def _operator(self, name: str, start: int, bare: bool) -> Node:
        """`\\partial F`, `\\nabla_\\theta l`, `\\Delta x`: an operator and its one operand."""
        if bare:
            return self.node("name", name, start=start)
        if name == "Delta":
            return self._delta(start)
        scripted = self._scripts(EMPTY) if self.token.is_char("_", "^") else EMPTY
        sub, sup = (scripted.children[1], scripted.children[2]) if scripted.children else (EMPTY, EMPTY)
        order = sup.value if sup.kind == "number" else "1"
        if self.token.is_command("cdot", "times") and name == "nabla":
            return self.node("name", "nabla", start=start)
        body = self._operand_of_operator(wide=name == "nabla" and sub is not EMPTY)
        label = "nabla" if name == "nabla" else "jacobian"
        node = self.node(label, order, sub, body, start=start)
        if sup is not EMPTY and sup.kind != "number":
            node = self.node("script", "", node, EMPTY, sup, start=start)
        return node

    def _delta(self, start: int) -> Node:
        """`Δx` is one name of a change; a Δ that stands alone is a letter."""
        if _names(self.token):
            return self.node("accent", "Delta", self.primary(bare=True), start=start)
        return self.node("name", "Delta", start=start)

    def _operand_of_operator(self, wide: bool) -> Node:
        """One factor with its call, and numbers in front; scripts after the call belong to the operator's value.

        An operator that names its variable reaches over a whole product that does not begin with a call: `∇_x x^T A x`.
        """
        if not self._factor_follows(False):
            return EMPTY
        operand = self._head_with_call()
        while wide and operand.kind not in ("beside", "call", "number", "frac", "big") and self._factor_follows(False):
            operand = _joined("juxt", operand, self.factor())
        while operand.kind in ("number", "frac", "big") and self._factor_follows(False):
            operand = _joined("juxt", operand, self._head_with_call())
        return operand

    def _head_with_call(self) -> Node:
        base = self.primary()
        if base.kind in ("name", "accent"):
            base = self._scripts_of(base)
            while self._call_follows(base):
                base = self.node("beside", "", base, self.bracket())
                if not self._call_follows(base):
                    return base
            return base
        if base.kind in ("norm", "abs", "group", "frac", "number", "big", "call", "nabla", "jacobian"):
            if base.kind == "group" and self.token.is_char("'"):
                return base
            return self._scripts_of(base)
        return self.scripted(base)

    def _transparent(self, name: str, start: int) -> Node:
        """Marks that change the look and not the formula; of two arguments the second is the content."""
        if name in ("overset", "underset", "stackrel"):
            if name == "underset" and self._underset_operator():
                return self._underset(start)
            self._skip_argument()
        node = self.argument()
        if name in ("underbrace", "overbrace"):
            while self.token.is_char("_", "^"):
                self.take()
                self._skip_argument()
        return self._whole(node, start)

    def _underset_operator(self) -> bool:
        """Whether the second argument of \\underset is an operator, whose subscript the first one is."""
        close = self._matching(self.position)
        if close is None or self.token.kind in _ABSENT:
            return False
        at = close + 1 + (self.tokens[close + 1].kind == "open")
        name, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        joined = name.text.replace(" ", "") + (after.text if name.text == "arg" else "")
        return name.kind in ("command", "text") and (joined in REACHING or joined in BIG)

    def _underset(self, start: int) -> Node:
        leads = self.leads
        below = self.argument()
        self.leads = leads
        braced = self.token.kind == "open"
        if braced:
            self.take()
        name = self.take().text.replace(" ", "")
        if name == "arg":
            name += self.take().text
        if braced and self.take().kind != "close":
            raise self.fail("\\underset of something that is no operator")
        table = REACHING if name in REACHING else BIG
        return self._big(table[name], start, reaching=name in REACHING, sub=below)

    def _fence(self, name: str) -> Node:
        kind, closing = FENCES[name]
        start = self.take().start
        body = self.inside(self._bracket_body)
        plain = kind in ("abs", "norm") and self.token.text in ("|", "vert", "Vert")
        if not self.token.is_command(closing) and not plain:
            raise self.fail(f"\\{name} is opened and never closed", broken=True)
        self.take()
        return self.node(kind, "", body, start=start)

    def _function(self, word: str, start: int) -> Node:
        """A named function: its scripts, then its argument in brackets or the factors that follow."""
        name = FUNCTIONS.get(word, word)
        if word in REACHING:
            return self._big(REACHING[word], start, reaching=True)
        head: Node = self.node("name", name, start=start)
        if self.token.is_char("'", "^", "_") or self.token.is_command("prime"):
            head = self._scripts(head)
        if self.token.is_char("(", "[") or (self.token.is_char("{")):
            return self.node("call", name, head, self.bracket(), start=start)
        argument = self._bracketless()
        if argument is EMPTY and self.token.is_char("-") and not self._ends_after_sign():
            argument = self.signed()  # `\\exp -x`
        if argument is EMPTY:
            return head
        return self.node("call", name, head, argument, start=start)

    def _bracketless(self) -> Node:
        """Factors up to an infix, another function, a bracket after a complete factor, or a differential."""
        if not self._factor_follows(False):
            return EMPTY
        before, self.in_argument = self.in_argument, True
        left = self.factor()
        while self._factor_follows(False) and not self._stops_argument(left):
            left = _joined("juxt", left, self.factor())
        self.in_argument = before
        return left

    def _stops_argument(self, left: Node) -> bool:
        token = self.token
        if token.kind == "command" and token.text in (*FUNCTIONS, *BIG, *REACHING, "nabla"):
            return True
        if token.kind == "text" and token.text.replace(" ", "") in FUNCTIONS:
            return True
        if token.kind == "letter" and self._typed_word() is not None:
            return True
        if token.is_char("(", "[", "{") and left.kind in ("beside", "call", "group", "frac", "big"):
            return True
        return self._differential_at()

    def _big(self, name: str, start: int, reaching: bool, sub: Node = EMPTY) -> Node:
        """An operator with its bounds and body; a minimum that stands first in its sum reaches over `+ -`."""
        leads, sup = self.leads, EMPTY
        if self.token.is_char("_", "^"):
            scripted = self._scripts(EMPTY)
            sub = scripted.children[1] if scripted.children[1] is not EMPTY else sub
            sup = scripted.children[2]
        self._skip_gap_before_body()
        if reaching and sub is EMPTY and self.token.is_char("(", "[", "{"):
            bracket = self.bracket()
            return self.scripted(self.node("big", name, sub, sup, bracket, start=start))
        bar = self._given_at() and not self._bar_opens()
        if self._operand_missing() or self.relation_at() or bar or self.token.kind == "gap":
            return self.node("big", name, sub, sup, EMPTY, start=start)
        bounded = reaching and (sub is not EMPTY or name in ("argmax", "argmin", "lim"))
        if name == "int":
            body = self._integrand()
        elif bounded and leads and (self._factor_follows(False) or self.token.is_char("-", "+")):
            body = self.sum()
        else:
            body = self._big_body()
        return self.node("big", name, sub, sup, body, start=start)

    def _integrand(self) -> Node:
        """What is integrated, with its differentials as last factors."""
        self.integrals += 1
        body = self.sum()
        while self._differential_at():
            body = _joined("juxt", body, self.factor())
        self.integrals -= 1
        return body

    def _skip_gap_before_body(self) -> None:
        if self.token.kind == "gap" and self.ahead().kind not in ("stop", "text", "row", "cell"):
            self.take()

    def _big_body(self) -> Node:
        """The body of a sum: one product, with its sign if it has one."""
        if self.token.is_char("-", "+"):
            return self.signed()
        if not self._factor_follows(False) and self.token.kind != "text":
            return EMPTY
        return self.product()

    # ── environments ──

    def _environment(self) -> Node:
        token = self.take()
        name = token.text
        if name in ALIGNMENTS:
            return self._alignment(name, token.start)
        if name not in MATRICES and name not in CASES:
            raise self.fail(f"the environment {name} is not known")
        rows = self.inside(lambda: self._rows(name))
        if self.token.kind != "end" or self.token.text != name:
            raise self.fail(f"\\begin{{{name}}} is never closed", broken=True)
        self.take()
        kind = "cases" if name in CASES else "matrix"
        return self.node(kind, name, *rows.children, start=token.start)

    def _alignment(self, name: str, start: int) -> Node:
        before, self.in_alignment = self.in_alignment, True
        body = self.inside(self._aligned_statements)
        self.in_alignment = before
        if self.token.kind != "end" or self.token.text != name:
            raise self.fail(f"\\begin{{{name}}} is never closed", broken=True)
        self.take()
        return self.node("statements", "", *body.children, start=start)

    def _aligned_statements(self) -> Node:
        start = self.token.start
        items: list[Node] = []
        while True:
            while self.token.kind in ("cell", "row", "gap"):
                self.take()
            if self.token.kind in ("end", "stop"):
                return self.node("statements", "", *items, start=start)
            before = self.position
            items += self.statements().children
            if self.position == before:
                raise self.fail(f"“{self.token.text}” cannot be read here")

    def _rows(self, name: str) -> Node:
        start = self.token.start
        before, self.in_alignment = self.in_alignment, False
        rows: list[Node] = []
        cells: list[Node] = []
        while True:
            cell = self._cell()
            cells.append(self.node("statements", "", *cell) if len(cell) != 1 else cell[0])
            if self.token.kind == "cell":
                self.take()
                continue
            if any(node.kind != "statements" or node.children for node in cells):
                rows.append(self.node("row", "", *cells, start=cells[0].start))
            cells = []
            if self.token.kind == "row":
                self.take()
                continue
            break
        self.in_alignment = before
        return self.node("list", "", *rows, start=start)

    def _cell(self) -> list[Node]:
        items: list[Node] = []
        while True:
            self._cell_separators(items)
            if self._at_end() or self.token.kind == "row":
                return items
            before = self.position
            items += self._statement()
            if self.position == before:
                raise self.fail(f"“{self.token.text}” cannot be read here")

    def _cell_separators(self, items: list[Node]) -> None:
        while True:
            token = self.token
            if token.kind == "text" and self._is_prose(token.text):
                self.take()
                items.append(self.node("text", token.text.strip(), start=token.start))
            elif token.is_char(",", ";", ".", ":") or token.kind == "gap":
                self.take()
            else:
                return


# ── pure helpers on nodes ──


def _callable(node: Node) -> bool:
    """Whether a bracket after this may be its argument: a name with scripts, a curried call, an operator's value."""
    if node.kind in ("name", "accent", "beside", "jacobian", "derivative"):
        return True
    if node.kind == "script":
        return _callable(node.children[0]) and node.children[0].kind != "beside"
    return node.kind == "group" and _is_map(node.children[0], node.value)


def _is_map(body: Node, bracket: str) -> bool:
    """Whether a bracket holds a map: `(f ∘ g)`, `(f * g)`, `(∇f)`, and `[ρ(g)θ]` in square brackets."""
    if body.kind in ("nabla", "jacobian", "derivative"):
        return True
    return body.kind == "infix" and body.value in (*_MAPS, *(["juxt"] if bracket == "[" else []))


def _names(token: Token) -> bool:
    """Whether a token begins a name: a letter, a Greek one, a font or an accent."""
    command = token.kind == "command" and (token.text in NAMES or token.text in FONTS or token.text in ACCENTS)
    return token.kind == "letter" or command


def _joined(sign: str, left: Node, right: Node) -> Node:
    """An operation; an empty group is no factor."""
    if sign == "juxt" and EMPTY in (left, right):
        return right if left is EMPTY else left
    return _spanning("infix", sign, left, right)


def _quotient(left: Node, right: Node) -> Node:
    """`1/3 A` is a third of A: a quotient of numbers binds like a number."""
    factors = _factors(right)
    if left.kind == factors[0].kind == "number" and len(factors) > 1:
        return reduce(partial(_joined, "juxt"), factors[1:], _joined("/", left, factors[0]))
    return _joined("/", left, right)


def _differentiated(factors: list[Node]) -> tuple[list[Node], str, int, Node, int] | None:
    """Before the slash of `a ∂²f/∂x²`: the factors before, the sign, the order, what is derived, its start."""
    *before, last = factors
    if last.kind == "jacobian" and last.children[0] is EMPTY:
        return before, "partial", int(last.value), last.children[1], last.start
    if last.kind == "differential":
        return before, "d", 1, last.children[0], last.start
    if order := _order_of_sign(last):
        return before, "d", order, EMPTY, last.start
    if before and (order := _order_of_sign(before[-1])):
        return before[:-1], "d", order, last, before[-1].start
    return None


def _order_of_sign(node: Node) -> int:
    """1 for d, n for d^n, 0 for anything else."""
    if node.kind == "script" and node.children[0].is_name("d") and node.children[1] is EMPTY and not node.value:
        return _order_of(node)
    return int(node.is_name("d"))


def _order_of(node: Node) -> int:
    """How often a derivative is by this variable: n for x^n."""
    power = node.children[2] if node.kind == "script" else EMPTY
    return int(power.value) if power.kind == "number" and power.value in ("2", "3", "4", "5", "6") else 1


def _height(root: Node) -> int:
    """The number of levels of a tree, without recursion."""
    level, height = [root], 0
    while level:
        level = [child for node in level for child in node.children]
        height += 1
    return height


def _styled(node: Node, prefix: str) -> Node:
    """Put a font's prefix on the letters below: `\\mathcal{L}` is the name calL."""
    if not prefix:
        return node

    def change(inner: Node) -> Node:
        if inner.kind == "name" and len(inner.value) == 1:
            return Node("name", prefix + inner.value, (), inner.start, inner.end)
        if inner.kind == "number" and prefix == "bb":
            return Node("name", f"bb{inner.value}", (), inner.start, inner.end)
        return inner

    return node.transformed(change)


def _unwrapped(body: Node, start: int) -> Node:
    """A group of one expression is that expression; of several, their list."""
    if body.kind == "statements":
        if not body.children:
            return EMPTY
        if len(body.children) == 1:
            return body.children[0]
        return Node("list", ",", body.children, start, body.end)
    return body


def _labelled(node: Node) -> Node:
    """An operator without operand in a script is a label: `x_{\\max}`."""
    if node.kind == "big" and all(child is EMPTY for child in node.children):
        return Node("name", node.value, (), node.start, node.end)
    return node


def _factors(node: Node) -> list[Node]:
    """The factors of a juxtaposed run, in order."""
    factors: list[Node] = []
    while node.kind == "infix" and node.value == "juxt":
        factors.append(node.children[1])
        node = node.children[0]
    return [node, *reversed(factors)]


_SPREADING = frozenset({"in", "~", "<", ">", "<=", ">=", "to", "subset", "notin"})


def _grouped(items: list[Node]) -> list[Node]:
    """Statements of a comma list: names before a relation share it (`x, y ∈ R`); entries around dots stay together."""
    groups: list[Node] = []
    waiting: list[Node] = []
    for item in items:
        if item.kind == "chain" or (item.kind == "list" and item.value == ":"):
            groups += _shared(waiting, item, first=not groups)
            waiting = []
        elif item.kind == "dots" and groups and not waiting:
            waiting = [groups.pop(), item]
        elif waiting and waiting[-1].kind == "dots" and waiting[0].kind == "chain":
            groups.append(_continued(waiting[0], [*waiting[1:], item]))
            waiting = []
        else:
            waiting.append(item)
    if len(waiting) > 1 and any(node.kind == "dots" for node in waiting):
        chain = waiting[0].kind == "chain"
        return [*groups, _continued(waiting[0], waiting[1:]) if chain else _spanning("list", ",", *waiting)]
    return [*groups, *waiting]


def _shared(waiting: list[Node], item: Node, first: bool) -> list[Node]:
    """A relation and the names before it, which share it where its sign or its place says so."""
    if not waiting or item.kind != "chain" or not (first or item.value.split()[0] in _SPREADING):
        return [*waiting, item]
    left = _spanning("list", ",", *waiting, item.children[0])
    return [_spanning("chain", item.value, left, *item.children[1:])]


def _continued(chain: Node, entries: list[Node]) -> Node:
    """A chain whose last side is a list that goes on: `k = 1, …, K`."""
    last = _spanning("list", ",", chain.children[-1], *entries)
    return _spanning("chain", chain.value, *chain.children[:-1], last)


def _spanning(kind: str, value: str, *children: Node) -> Node:
    """A node as long as its parts."""
    present = [child for child in children if child is not EMPTY] or [EMPTY]
    return Node(kind, value, children, present[0].start, present[-1].end)
