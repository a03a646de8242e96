"""Each letter at each hour, in each state of a case, after each wish: what leaves, written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.core.contact import Channel
from app.core.letters import LETTERS, Kind
from app.core.negotiation.commands import RaiseDispute
from app.core.negotiation.events import DisputeKind
from app.core.reach import Said
from app.gateways.sms import FolderTexts
from app.usecases import holds, negotiate, wishes
from app.usecases.demo_steps import STEPS, Part
from tests.stage import Stage
from tests.usecases.test_contacts import to_the_borrower

NOON, NIGHT = (datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (12, 2))
SUNDAY = datetime(2026, 11, 29, 12, tzinfo=UTC)
HEAD = "a" * 64
TO_BORROWERS = sorted(name for name, kind in LETTERS.items() if kind is not Kind.WORK)
ALWAYS = {"sign_in", "receipt", "confirm", "data_request"}
"""What somebody asked for or did this minute."""
NOT_WHILE_STILL = {"signing_time"}
"""What asks for something."""


def nothing(part: Part) -> None:
    assert part.case_id


def offered(part: Part) -> None:
    STEPS["offer"](part)


def disputed(part: Part) -> None:
    wrong = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Half is paid.")
    negotiate.submit(part.deps, part.borrower, part.case_id, wrong)


def held(part: Part) -> None:
    holds.place(part.deps, part.borrower, part.case_id, "house:bereavement", "")


def stopped(part: Part) -> None:
    wishes.stop_now(part.deps, part.borrower, part.household_id, None)


def letters_alone(part: Part) -> None:
    said = Said(frozenset({Channel.LETTER}))
    wishes.say(part.deps, part.borrower, part.household_id, said, None, "en")


STILL: tuple[Callable[[Part], None], ...] = (offered, disputed, held)
UNWANTED: tuple[Callable[[Part], None], ...] = (stopped, letters_alone)


def leaves(stage: Stage, part: Part, name: str, at: datetime, **more: object) -> bool:
    """Whether a letter that is asked for at ``at`` reaches the borrower at that moment."""
    stage.clock.at = at
    before = len(to_the_borrower(part))
    with part.deps.unit_of_work() as uow:
        uow.system("a test asks for a mail")
        payload = {
            "letter": name,
            "person_id": str(part.borrower.person_id),
            "tenant_id": str(part.place.lender),
            "head": HEAD,
            "code": "1234",
            "day": "2026-12-05",
            "path": "/sign-in",
            "about": str(uuid4()),
            **more,
        }
        uow.outbox.put("mail", f"{name}:{uuid4()}", payload, at)
    stage.work()
    assert isinstance(part.deps.texts, FolderTexts)
    assert part.deps.texts.texts() == ()
    return len(to_the_borrower(part)) > before


@pytest.fixture
def part(stage: Stage) -> Part:
    """Nothing has reached the borrower but the invitation, days ago."""
    found = stage.part("four-weekly", "confirm", "tell")
    stage.work()
    return found


@pytest.mark.parametrize("name", TO_BORROWERS)
def test_e21_at_night_and_on_a_quiet_day_only_what_was_asked_for_leaves(
    stage: Stage, part: Part, name: str
) -> None:
    assert leaves(stage, part, name, NIGHT) is (name in ALWAYS)
    assert leaves(stage, part, name, SUNDAY) is (name in ALWAYS)


@pytest.mark.parametrize("name", TO_BORROWERS)
@pytest.mark.parametrize("happens", [nothing, *STILL], ids=lambda one: one.__name__)
def test_e16_while_a_case_stands_still_nothing_leaves_that_asks_for_something(
    stage: Stage, part: Part, name: str, happens: Callable[[Part], None]
) -> None:
    happens(part)
    assert leaves(stage, part, name, NOON) is not (happens in STILL and name in NOT_WHILE_STILL)


@pytest.mark.parametrize("name", TO_BORROWERS)
@pytest.mark.parametrize("happens", UNWANTED, ids=lambda one: one.__name__)
def test_e21_after_a_stop_only_what_was_asked_for_and_what_the_law_requires_leaves(
    stage: Stage, part: Part, name: str, happens: Callable[[Part], None]
) -> None:
    happens(part)
    assert leaves(stage, part, name, NOON) is (name in ALWAYS)
    if name not in ALWAYS:
        assert leaves(stage, part, name, NOON, required=True) is True
        assert leaves(stage, part, name, NIGHT.replace(day=27), required=True) is False


@pytest.mark.parametrize(
    "day", [datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 10, 30, tzinfo=UTC)]
)
def test_e21_the_hours_follow_the_clock_that_is_turned(
    stage: Stage, part: Part, day: datetime
) -> None:
    """London turns its clock on the Sunday after ``day``: the Monday begins an hour apart in UTC."""
    summer = day.month == 3
    monday = day.replace(day=29) if summer else day.replace(month=11, day=1)
    first = 8 if summer else 9
    assert leaves(stage, part, "news", monday.replace(hour=first - 1, minute=59)) is False
    stage.clock.at = monday.replace(hour=first)
    before = len(to_the_borrower(part))
    stage.work()
    assert len(to_the_borrower(part)) == before + 1
