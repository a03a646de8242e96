"""The table of periods as the privacy page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _n

from app.core.retention import Basis, DataClass, retention
from app.web.fields import Words
from app.web.wording import PLACES, bilingual


@dataclass(frozen=True, slots=True)
class LawShown:
    """``claims`` and ``shortest`` are (name, address, whether the text was checked)."""

    place: Words
    years: Words
    claims: tuple[Words, str, bool]
    shortest: tuple[Words, str, bool]
    note: Words | None


def periods() -> list[tuple[Words, Words, Words]]:
    """(what, how long, why) of every class of data."""
    return [
        (bilingual(one.en, one.zh), _long(one), bilingual(one.why, one.why_zh))
        for one in retention().classes
    ]


def laws() -> list[LawShown]:
    return [
        LawShown(
            PLACES[law.place],
            _n("%(num)d year", "%(num)d years", law.years),
            _basis(law.claims),
            _basis(law.shortest),
            bilingual(law.note, law.note_zh) if law.note and law.note_zh else None,
        )
        for law in retention().laws
    ]


def _long(one: DataClass) -> Words:
    start = bilingual(one.start or "", one.start_zh or "")
    match one.unit:
        case "hours":
            return _l("%(num)d hours after %(start)s", num=one.amount, start=start)
        case "days":
            return _l("%(num)d days after %(start)s", num=one.amount, start=start)
        case "law":
            return _l("As long as the law asks after %(start)s", start=start)
        case _:
            return _l("Always")


def _basis(basis: Basis) -> tuple[Words, str, bool]:
    return bilingual(basis.en, basis.zh), basis.url, basis.checked
