"""Conditions on figures in the template language: ``{% if "doi_thoai_cuoc" | co %}``.

python-liquid allows filters only in ``{{ }}`` and ``assign``; here an operand of a condition may
have filters too: ``a | f > 10 and b | g``. ``and`` and ``or`` join from the right, as in Liquid.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from liquid import Environment
    from liquid.expression import Expression
    from liquid.stream import TokenStream
    from liquid.tag import Tag


@cache
def condition_tags() -> tuple[type[Tag], ...]:
    """Make the tags ``if`` and ``unless`` that take filters in their conditions."""
    from liquid.builtin.tags.if_tag import IfTag
    from liquid.builtin.tags.unless_tag import UnlessTag

    return tuple(
        type(f"Figure{kind.__name__}", (_Conditional, kind), {}) for kind in (IfTag, UnlessTag)
    )


class _Conditional:
    """Parses a block whose conditions may hold filters."""

    env: Environment
    end: str
    node_class: Any

    def parse(self, stream: TokenStream) -> Any:
        """Parse the condition and the block, with ``elsif`` and ``else``."""
        from liquid.ast import ConditionalBlockNode
        from liquid.parser import get_parser
        from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG

        token = stream.eat(TOKEN_TAG)
        condition = _condition_of(self.env, stream.into_inner(tag=token))
        inner, last = frozenset(("elsif", "else", self.end)), frozenset((self.end,))
        parse_block = get_parser(self.env).parse_block
        consequence = parse_block(stream, inner)
        alternatives = []
        while stream.current.is_tag("elsif"):
            expression = _condition_of(self.env, stream.into_inner(tag=next(stream)))
            start = stream.current
            block = parse_block(stream, inner)
            alternatives.append(ConditionalBlockNode(start, expression=expression, block=block))
        default = None
        if stream.current.is_tag("else"):
            next(stream)
            if stream.current.kind == TOKEN_EXPRESSION:
                next(stream)
            default = parse_block(stream, last)
        stream.expect(TOKEN_TAG, value=self.end)
        return self.node_class(token, condition, consequence, alternatives, default)


def _condition_of(env: Environment, tokens: TokenStream) -> Any:
    from liquid.builtin.expressions.logical import BooleanExpression
    from liquid.token import TOKEN_EOF

    found = _joined(env, tokens)
    tokens.eat(TOKEN_EOF)
    return BooleanExpression(found.token, found)


def _joined(env: Environment, tokens: TokenStream) -> Expression:
    from liquid.builtin.expressions.logical import LogicalAndExpression, LogicalOrExpression
    from liquid.token import TOKEN_AND, TOKEN_OR

    left = _compared(env, tokens)
    if tokens.current.kind in (TOKEN_AND, TOKEN_OR):
        token = next(tokens)
        kind = LogicalAndExpression if token.kind == TOKEN_AND else LogicalOrExpression
        return kind(token, left, _joined(env, tokens))
    return left


def _compared(env: Environment, tokens: TokenStream) -> Expression:
    from liquid import token as kinds
    from liquid.builtin.expressions import logical

    operators: dict[str, Any] = {
        kinds.TOKEN_EQ: logical.EqExpression,
        kinds.TOKEN_NE: logical.NeExpression,
        kinds.TOKEN_LG: logical.NeExpression,
        kinds.TOKEN_LT: logical.LtExpression,
        kinds.TOKEN_GT: logical.GtExpression,
        kinds.TOKEN_LE: logical.LeExpression,
        kinds.TOKEN_GE: logical.GeExpression,
        kinds.TOKEN_CONTAINS: logical.ContainsExpression,
    }
    left = _filtered(env, tokens)
    if tokens.current.kind in operators:
        token = next(tokens)
        made: Expression = operators[token.kind](token, left, _filtered(env, tokens))
        return made
    return left


def _filtered(env: Environment, tokens: TokenStream) -> Expression:
    from liquid.builtin.expressions.filtered import Filter, FilteredExpression
    from liquid.builtin.expressions.primitive import parse_primitive
    from liquid.token import TOKEN_PIPE

    left = parse_primitive(env, tokens)
    filters = Filter.parse(env, tokens, delim=(TOKEN_PIPE,))
    for one in filters:
        one.validate_filter_arguments(env)
    return FilteredExpression(left.token, left, filters)
