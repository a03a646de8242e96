"""The description of the API (OpenAPI 3.1), made from the shapes and the refusals themselves."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from app.core.results import ENGINE
from app.web import programs
from app.web.api.answers import Assessment, Errors
from app.web.api.case_file import CaseFile

PLACE = "#/components/schemas/{model}"


class _Plain(GenerateJsonSchema):
    """Without a title beside each field, which would only repeat its name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


@cache
def shapes() -> dict[str, Any]:
    """Every shape by its name, as JSON Schema 2020-12."""
    _, found = TypeAdapter.json_schemas(
        [(kind, "validation", TypeAdapter(kind)) for kind in (CaseFile, Assessment, Errors)],
        ref_template=PLACE,
        schema_generator=_Plain,
    )
    return dict(found["$defs"])


def description(path: str, summary: str) -> bytes:
    """The document for the one operation there is, at ``path``; the same bytes each time."""
    refusals = {
        str(status): _body("Errors", message)
        for status, (_, message) in programs.SAID.items()
        if status in (413, 415)
    }
    operation = {
        "operationId": "assess",
        "summary": summary,
        "description": "Nothing is stored. The same input always gives the same output bytes.",
        "security": [],
        "parameters": [
            {
                "name": "rows",
                "in": "query",
                "description": "Add one row for each instalment of each option.",
                "schema": {"const": "1"},
            }
        ],
        "requestBody": {"required": True, "content": _json("CaseFile")},
        "responses": {
            "200": _body("Assessment", "An assessment; no affordable plan is one, too"),
            "422": _body("Errors", "The case file has faults; all of them are listed"),
        }
        | refusals,
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Plainpact", "version": ENGINE},
        "paths": {path: {"post": operation}},
        "components": {"schemas": shapes()},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _body(shape: str, words: str) -> dict[str, Any]:
    return {"description": words, "content": _json(shape)}


def _json(shape: str) -> dict[str, Any]:
    return {programs.JSON: {"schema": {"$ref": PLACE.format(model=shape)}}}
