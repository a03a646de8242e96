"""The document of an accepted offer: who has signed it, and until when it is signed or left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.core.access import Role

LEAST_SIGNING_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The document of an accepted offer and who has signed it, ``on_paper`` or here."""

    id: UUID
    version: int
    facts_sha256: str
    frozen_sha256: str
    signers: tuple[Role, ...]
    expires_on: date
    signed: tuple[Role, ...] = ()
    final_sha256: str | None = None
    cooling_off_until: date | None = None
    cooling_off_ends: datetime | None = None
    on_paper: tuple[Role, ...] = ()
    issued_at: datetime | None = None

    @property
    def next_signer(self) -> Role | None:
        return next((r for r in self.signers if r not in self.signed), None)

    def with_signatures(self, signers: tuple[Role, ...], on_paper: tuple[Role, ...]) -> Agreement:
        return replace(self, signed=(*self.signed, *signers), on_paper=(*self.on_paper, *on_paper))

    def with_time_after(self, pause_ends: date) -> Agreement:
        """A week or more to sign after a pause: asking for one costs nobody the offer (E11)."""
        return replace(self, expires_on=max(self.expires_on, pause_ends + LEAST_SIGNING_DAYS))

    def with_time_to_leave(self, until: date, ends: datetime) -> Agreement:
        """Never less than there was."""
        kept = self.cooling_off_until or until, self.cooling_off_ends or ends
        return replace(
            self, cooling_off_until=max(kept[0], until), cooling_off_ends=max(kept[1], ends)
        )
