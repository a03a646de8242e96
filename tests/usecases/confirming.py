"""What the operator says of a figure, for tests; the clock stands on 21 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.access import Actor
from app.core.confirmation import Said
from app.usecases import demo
from app.usecases.deps import Deps


def an_operator(deps: Deps) -> Actor:
    person = demo.open_house(deps)
    with deps.reading() as uow:
        return uow.people.actor(person.id)


def beijing(**changes: Any) -> Said:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "figure": "living:CN_dibao/beijing",
        "value": "3100",
        "source": "Notice of the civil affairs office",
        "url": "https://example.org/notice",
        "as_at": date(2026, 11, 20),
        "effective": date(2026, 7, 1),
        "expires": date(2027, 6, 30),
        "checked": True,
    }
    return Said(**(fields | changes))
