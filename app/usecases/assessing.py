"""One case file in, one answer out: the same bytes on the command line and over HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.assessment import assess
from app.core.assessment_json import to_json
from app.core.casefile import parse
from app.core.error_json import errors_json
from app.core.errors import InvalidInput
from app.core.packs import load


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is plainpact/assessment/1, or plainpact/errors/1 when the file is not ``valid``."""

    valid: bool
    body: bytes


def answer(data: bytes, *, rows: bool) -> Answer:
    """Assess a case file as sent; ``rows`` adds every instalment. Nothing is stored."""
    try:
        case = parse(data)
        return Answer(valid=True, body=to_json(assess(case, load(case.jurisdiction)), rows=rows))
    except InvalidInput as refusal:
        return Answer(valid=False, body=errors_json(refusal.problems))
