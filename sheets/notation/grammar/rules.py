"""What one rule may ask of another: the methods that the parts of the parser call across files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from sheets.notation.grammar.stream import Stream
from sheets.notation.tree import EMPTY, Node


class Rules(Stream, ABC):
    """The rules of the grammar that call one another across files; each stands in the file of its subject."""

    # ── statements ──

    @abstractmethod
    def statements(self) -> Node:
        """Statements up to the end of the bracket, the cell or the text."""

    @abstractmethod
    def _is_prose(self, text: str) -> bool:
        """Whether a text is words between statements, and no name or function of the formula."""

    @abstractmethod
    def _statement(self) -> list[Node]:
        """One statement, or several that share a list: `x, y ∈ R`, `a = b, c = d`."""

    @abstractmethod
    def colon(self) -> Node:
        """`f : X → Y` and `1 : T`; a colon that only introduces is left to the statements."""

    # ── relations ──

    @abstractmethod
    def relation_at(self) -> str | None:
        """The relation that stands here, if one does."""

    @abstractmethod
    def _annotated_relation(self) -> str | None:
        """`\\overset{iid}{\\sim}`: the relation in the second argument."""

    @abstractmethod
    def relation(self) -> Node:
        """A chain of relations, or the bare expression when there is none."""

    @abstractmethod
    def _skip_lead(self) -> None:
        """Pass over the marks of an alignment, and the end of a row, before an operand."""

    @abstractmethod
    def depth_allows_rows(self) -> bool:
        """Whether a row that ends here goes on in the next one."""

    @abstractmethod
    def _operand_missing(self) -> bool:
        """Whether something stands here that no operand begins with."""

    # ── products ──

    @abstractmethod
    def sum(self) -> Node:
        """Terms joined by `+` and `-` (and the set operations)."""

    @abstractmethod
    def _ends_after_sign(self) -> bool:
        """Whether the bracket or the text ends behind the sign that stands here."""

    @abstractmethod
    def signed(self) -> Node:
        """A product, with its sign if it has one."""

    @abstractmethod
    def product(self) -> Node:
        """Factors joined by an explicit sign; juxtaposition binds tighter."""

    @abstractmethod
    def run(self, divisor: bool = False) -> Node:
        """Juxtaposed factors. A divisor stops before a big operator: `1/n Σ x` is `(1/n) Σ x`."""

    @abstractmethod
    def _factor_follows(self, divisor: bool) -> bool:
        """Whether a factor stands here that is juxtaposed with what is before it."""

    @abstractmethod
    def _differential_at(self) -> bool:
        """Whether a differential (`dx`, `d\\mu`, `\\mathrm{d}x`) stands here."""

    # ── scripts ──

    @abstractmethod
    def factor(self) -> Node:
        """One operand with its scripts and calls."""

    @abstractmethod
    def scripted(self, base: Node) -> Node:
        """A base with its primes, subscript and superscript, calls, and what follows a call."""

    @abstractmethod
    def _call_follows(self, base: Node) -> bool:
        """A bracket directly after a name (with its scripts): a call or a product, which the meaning decides."""

    @abstractmethod
    def _scripts(self, base: Node) -> Node:
        """Primes, one subscript and one superscript, in any order."""

    @abstractmethod
    def _scripts_of(self, base: Node) -> Node:
        """The base with the scripts that follow it, if any do."""

    @abstractmethod
    def script_argument(self) -> Node:
        """What a `^` or `_` takes: one token, a command with its arguments, or a braced group."""

    @abstractmethod
    def _first_digit(self) -> Node:
        """`x^23` is x squared times 3: TeX takes one token."""

    # ── primaries ──

    @abstractmethod
    def primary(self, bare: bool = False) -> Node:
        """One operand without its scripts; `bare` operands are single tokens, which call nothing."""

    @abstractmethod
    def _typed_word(self) -> str | None:
        """A function's name typed as plain adjacent letters: `sin(t)`, `diag(x)`."""

    @abstractmethod
    def braced(self, parse: Callable[[], Node] | None = None) -> Node:
        """The content of a TeX group, which is invisible: one expression, or the list it holds."""

    @abstractmethod
    def _group_or_choose(self) -> Node:
        """A braced group; `{n \\choose k}` is a binomial coefficient and `{a \\over b}` a quotient."""

    # ── brackets ──

    @abstractmethod
    def bracket(self) -> Node:
        """A bracketed group; half-open intervals may close with another bracket than they opened with."""

    @abstractmethod
    def _bracket_body(self) -> Node:
        """What stands in a bracket: statements by `;`, a condition behind a bar, entries by `,`."""

    @abstractmethod
    def _given_at(self) -> bool:
        """Whether a bar stands here that conditions, as no bar is open."""

    @abstractmethod
    def _null(self) -> Node:
        """`\\left. f \\right|_{x=0}`: what an invisible bracket opens, at the scripts of the bar that closes it."""

    @abstractmethod
    def _fence(self, name: str) -> Node:
        """What stands between two commands such as `\\lfloor` and `\\rfloor`."""

    # ── bars ──

    @abstractmethod
    def _bar_opens(self) -> bool:
        """Whether a bar where an operand may stand opens: none is open, and the bars ahead are even in number."""

    @abstractmethod
    def _bars(self) -> Node:
        """`|x|`, `\\|x\\|`, `||x||`: an absolute value, a cardinality, a determinant or a norm."""

    # ── macros ──

    @abstractmethod
    def _command(self, bare: bool) -> Node:
        """The operand that a command makes, by its name."""

    @abstractmethod
    def argument(self) -> Node:
        """The argument of a command: a braced group or one token."""

    @abstractmethod
    def _braced_word(self) -> str | None:
        """Take a known function in braces, if one stands here: `\\mathsf{ReLU}`, `{\\rm ReLU}`."""

    # ── derivatives ──

    @abstractmethod
    def _derivative(self, start: int) -> Node | None:
        """`\\frac{\\partial f}{\\partial x}`, `\\frac{d}{dx} f`, `\\frac{\\partial^2 f}{\\partial x \\partial y}`."""

    @abstractmethod
    def _inline_derivative(self, left: Node) -> Node | None:
        """`∂f/∂x`, `dy/dx`, `d/dx f`: behind the slash, the quotient if both sides of it are differentials."""

    @abstractmethod
    def _operator(self, name: str, start: int, bare: bool) -> Node:
        """`\\partial F`, `\\nabla_\\theta l`, `\\Delta x`: an operator and its one operand."""

    # ── operators ──

    @abstractmethod
    def _function(self, word: str, start: int) -> Node:
        """A named function: its scripts, then its argument in brackets or the factors that follow."""

    @abstractmethod
    def _big(self, name: str, start: int, reaching: bool, sub: Node = EMPTY) -> Node:
        """An operator with its bounds and body; a minimum that stands first in its sum reaches over `+ -`."""

    @abstractmethod
    def _underset_operator(self) -> bool:
        """Whether the second argument of \\underset is an operator, whose subscript the first one is."""

    @abstractmethod
    def _underset(self, start: int) -> Node:
        """An operator, its bounds given by \\underset."""

    # ── environments ──

    @abstractmethod
    def _environment(self) -> Node:
        """A matrix, cases or an alignment."""
