"""The people of the demonstration, kept beside the database that holds them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.usecases.deps import Deps

ROLES = {
    "borrower": {"en": "Borrower", "zh": "借款人"},
    "lender": {"en": "Lender staff", "zh": "出借人员工"},
    "counselor": {"en": "Counselor", "zh": "顾问"},
    "operator": {"en": "Runs the product", "zh": "平台运营"},
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody a visitor can be. ``story`` is in English and Chinese."""

    id: UUID
    name: str
    role: str
    story: dict[str, str]

    def role_in(self, language: str) -> str:
        return ROLES[self.role][language]

    def story_in(self, language: str) -> str:
        return self.story[language]


def demo_people(deps: Deps) -> tuple[DemoPerson, ...]:
    """Nobody, when no demonstration was seeded here."""
    path = _path(deps)
    if deps.settings.production or not path.exists():
        return ()
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(DemoPerson(UUID(r["id"]), r["name"], r["role"], r["story"]) for r in rows)


def keep_demo_people(deps: Deps, people: tuple[DemoPerson, ...]) -> None:
    rows = [{"id": str(p.id), "name": p.name, "role": p.role, "story": p.story} for p in people]
    _path(deps).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _path(deps: Deps) -> Path:
    return deps.settings.data_dir / "demo.json"
