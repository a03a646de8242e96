"""The answer to whoever came second: what happened first, what differs, and what they typed."""

from __future__ import annotations

from uuid import UUID

from app.core.errors import TransitionNotAllowed
from app.web import case_words
from app.web.borrower import facts
from app.web.borrower.facts import Facts
from app.web.borrower.pages import find_case, show_case

MOVED = 409


def came_second(
    case_id: UUID, refusal: TransitionNotAllowed, seen: str, had: Facts | None, words: str = ""
) -> tuple[str, int]:
    """The case as it stands now beside ``had``, which the person was about to send or accept.

    ``seen`` is the digest of the offer that they had before them.

    Raises:
        TransitionNotAllowed: nothing has happened since then, so that is not the reason.
    """
    page = find_case(case_id)
    last = page.timeline[-1]
    made = page.case.offer
    if made is None or (last.offer is not None and last.offer.digest == seen):
        raise refusal
    now = facts.of_offer(made)
    return (
        show_case(
            "second",
            page,
            happened=case_words.MOMENTS[last.kind],
            by=case_words.ROLES[last.by],
            at=last.at,
            now=now,
            apart=facts.differences(had, now) if had else (),
            words=words,
        ),
        MOVED,
    )
