"""Parts of a jurisdiction whose rules differ, as answers to where somebody lives."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.living_standard import Shape
from app.core.packs import load
from app.web.fields import Choice, Words
from app.web.wording import bilingual

SUBDIVISIONS: dict[str, dict[str, Words]] = {
    "UK": {
        "england_wales": _l("England or Wales"),
        "scotland": _l("Scotland"),
        "northern_ireland": _l("Northern Ireland"),
    },
    "EU": {"DE": _l("Germany"), "IE": _l("Ireland")},
}


def places_in(jurisdiction: str) -> list[Choice]:
    """Nations and member states, and areas with a living standard of their own."""
    areas = [
        (row.id, bilingual(row.en, row.zh))
        for table in load(jurisdiction).living_standards
        if table.protected and table.shape is Shape.PER_MEMBER
        for row in table.figures
    ]
    return [*SUBDIVISIONS.get(jurisdiction, {}).items(), *areas]
