"""Values out of a JSON Schema, as far as the description of the API uses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.web.api.openapi import shapes

Schema = dict[str, Any]
LONGEST_LIST = 3


def values(schema: Schema) -> st.SearchStrategy[Any]:
    """Everything that ``schema`` allows, lists kept short.

    Raises:
        KeyError: a kind of schema that nobody made values for.
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return st.deferred(lambda: values(shapes()[name]))
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return st.one_of([values(one) for one in schema[key]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return KINDS[schema["type"]](schema)


def _text(schema: Schema) -> st.SearchStrategy[str]:
    if schema.get("format") == "date":
        return st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.isoformat)
    if schema.get("pattern") == r"\S":
        return st.text(min_size=1, max_size=schema["maxLength"]).filter(str.strip)
    pattern: str = schema["pattern"]
    return st.from_regex(pattern, fullmatch=True)


def _list(schema: Schema) -> st.SearchStrategy[list[Any]]:
    least = schema.get("minItems", 0)
    return st.lists(
        values(schema["items"]),
        min_size=least,
        max_size=max(least, LONGEST_LIST),
        unique=schema.get("uniqueItems", False),
    )


def _object(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    inner = schema["additionalProperties"]
    if inner:
        return st.dictionaries(st.text(max_size=5), values(inner), max_size=LONGEST_LIST)
    fields = {name: values(field) for name, field in schema["properties"].items()}
    needed = schema.get("required", ())
    return st.fixed_dictionaries(
        {name: fields[name] for name in needed},
        optional={name: field for name, field in fields.items() if name not in needed},
    )


KINDS: dict[str, Callable[[Schema], st.SearchStrategy[Any]]] = {
    "string": _text,
    "integer": lambda schema: st.integers(schema["minimum"], schema["maximum"]),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    "array": _list,
    "object": _object,
}
