"""The private test by the use cases: one bit, no figure anywhere, and nothing to be had by probing."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from app.core.access import Actor, Role
from app.core.errors import DomainError, NotAllowed, NotFound, TransitionNotAllowed
from app.core.negotiation.commands import RaiseDispute, WithdrawOffer
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.middle_commands import AllowOverlap, VetoOverlap
from app.core.negotiation.middle_events import OverlapAnswered, OverlapEnded
from app.store.case_codec import CASE_EVENTS
from app.store.errors import DecryptionFailed
from app.store.overlap_tables import OverlapFigureRow
from app.usecases import authority, negotiate, overlap
from app.usecases.demo_steps import Part
from app.usecases.overlap import FigureOutOfRange
from tests.stage import Stage
from tests.usecases.meeting import apart, case_of, pounds
from tests.usecases.rounds_run_out import borrower_answers
from tests.usecases.scenes import all_mail, history

_FIGURE = OverlapFigureRow.__table__
LEAST, MOST = pounds("31.37"), pounds("31.41")


@pytest.fixture
def part(stage: Stage) -> Part:
    return apart(stage)


def rows(part: Part) -> int:
    with part.deps.reading() as uow:
        return len(uow.overlaps.connection.execute(select(_FIGURE.c.side)).all())


def state(part: Part, who: Actor, figure: str) -> bool | None:
    return overlap.state(part.deps, who, part.case_id, pounds(figure))


def opened(part: Part, who: Actor | None = None) -> None:
    overlap.open_test(part.deps, who or part.place.agent, part.case_id)


def answers(part: Part) -> list[bool]:
    return [e.meets for e in history(part) if isinstance(e, OverlapAnswered)]


@pytest.mark.parametrize(
    ("most", "least", "meets"),
    [("40.00", "39.99", True), ("40.00", "40.00", True), ("39.99", "40.00", False)],
)
@pytest.mark.parametrize("lender_first", [True, False])
def test_both_hear_yes_or_no_whoever_states_first(
    part: Part, most: str, least: str, meets: bool, lender_first: bool
) -> None:
    opened(part)
    said = [(part.place.agent, least), (part.borrower, most)]
    first, second = said if lender_first else reversed(said)
    assert state(part, *first) is None
    assert answers(part) == []
    assert state(part, *second) is meets
    assert (answers(part), rows(part)) == ([meets], 0)
    with pytest.raises(TransitionNotAllowed):
        state(part, *first)


def test_no_figure_is_left_in_any_file_or_told_to_anybody(
    part: Part, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened(part)
    overlap.state(part.deps, part.place.agent, part.case_id, LEAST)
    with part.deps.reading() as uow:
        sealed = uow.overlaps.connection.execute(select(_FIGURE.c.sealed)).scalar_one()
    waiting = everything(part)
    overlap.state(part.deps, part.borrower, part.case_id, MOST)
    with part.deps.reading() as uow:
        uow.overlaps.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for amount in ("3137", "31.37", "3141", "31.41"):
        assert not tells(waiting, amount), "not even while it waits"
        assert not tells(caplog.text, amount)
        assert not any(tells(letter.text, amount) for letter in all_mail(stage))
        stored = [CASE_EVENTS.dump(event).decode() for event in history(part)[-3:]]
        assert not any(tells(event, amount) for event in stored)
    folder = part.deps.settings.data_dir
    kept = b"".join(f.read_bytes() for f in folder.rglob("*.db") if f.is_file())
    assert len(kept) > 10_000
    assert sealed.encode() not in kept, "the ciphertext is overwritten too"


def tells(words: str, amount: str) -> bool:
    """Whether ``amount`` stands in ``words``, and not just its figures in a digest or an id."""
    return (
        re.search(rf"(?<![0-9a-zA-Z_+/-]){re.escape(amount)}(?![0-9a-zA-Z_+/-])", words) is not None
    )


def everything(part: Part) -> str:
    """What is stored of the test while a figure waits: its row, and the audit rows around it."""
    with part.deps.reading() as uow:
        rows = uow.overlaps.connection.execute(text("SELECT * FROM overlap_figure")).all()
        return repr([tuple(row) for row in rows]) + repr(uow.audit.of(_thing(part), limit=5))


def _thing(part: Part) -> str:
    return f"case:{part.case_id}"


def test_neither_side_is_told_whether_the_other_has_stated_anything(part: Part) -> None:
    opened(part, part.borrower)
    before = overlap.standing(part.deps, part.borrower, part.case_id)
    seen = len(history(part))
    state(part, part.place.agent, "30.00")
    after = overlap.standing(part.deps, part.borrower, part.case_id)
    assert (after, len(history(part))) == (before, seen)
    assert overlap.standing(part.deps, part.place.agent, part.case_id).stated
    overlap.take_back(part.deps, part.place.agent, part.case_id)
    assert not overlap.standing(part.deps, part.place.agent, part.case_id).stated
    assert state(part, part.borrower, "40.00") is None, "what was taken back answers nothing"


def test_the_answer_names_nobody_as_its_cause(part: Part) -> None:
    opened(part)
    state(part, part.borrower, "40.00")
    state(part, part.place.supervisor, "30.00")
    with part.deps.reading() as uow:
        row = uow.cases.connection.execute(
            text("SELECT kind, actor_id, role FROM case_event ORDER BY at DESC, seq DESC LIMIT 1")
        ).one()
    assert tuple(row) == ("overlap-answered", None, "system")


def test_who_tries_figure_after_figure_gets_one_answer_a_test_and_two_tests_a_side(
    part: Part,
) -> None:
    asked = 0
    for who in (part.place.agent, part.borrower) * 3:
        try:
            opened(part, who)
        except TransitionNotAllowed:
            continue
        asked += 1
        state(part, part.borrower, "40.00")
        state(part, part.place.agent, "64.00")
        for guess in ("32.00", "48.00"):
            with pytest.raises(TransitionNotAllowed):
                state(part, part.place.agent, guess)
    assert (asked, len(answers(part))) == (4, 4)


def test_a_side_that_states_again_before_the_answer_learns_nothing_by_it(part: Part) -> None:
    opened(part)
    assert [state(part, part.place.agent, f) for f in ("90.00", "80.00", "35.00")] == [None] * 3
    assert rows(part) == 1
    assert state(part, part.borrower, "36.00") is True, "the last figure counts"


def test_agent_and_colleague_borrower_and_counselor_are_one_side_each(part: Part) -> None:
    opened(part)
    state(part, part.place.agent, "90.00")
    assert state(part, part.place.supervisor, "30.00") is None
    state(part, part.borrower, "1.00")
    assert answers(part) == [False]
    opened(part)
    assert state(part, part.place.counselor, "40.00") is None
    assert state(part, part.borrower, "35.00") is None
    assert state(part, part.place.agent, "36.00") is False


def test_two_at_once_make_one_answer(part: Part) -> None:
    opened(part)

    def say(who: Actor, figure: str) -> object:
        try:
            return state(part, who, figure)
        except DomainError as refusal:
            return refusal

    sayings = [(part.borrower, "40.00"), (part.place.agent, "30.00")] * 3
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda one: say(*one), sayings))
    assert answers(part) == [True]
    assert said.count(True) == 1
    assert rows(part) == 0


def test_a_figure_that_was_moved_to_another_case_side_or_test_does_not_open(part: Part) -> None:
    opened(part)
    state(part, part.place.agent, "30.00")
    with part.deps.unit_of_work() as uow:
        uow.audit.write(None, "test.moved", "deployment", part.deps.now())
        uow.overlaps.connection.execute(text("UPDATE overlap_figure SET side = 'borrower'"))
    with pytest.raises(DecryptionFailed):
        state(part, part.place.agent, "30.00")
    with part.deps.unit_of_work() as uow:
        uow.audit.write(None, "test.moved", "deployment", part.deps.now())
        uow.overlaps.connection.execute(text("UPDATE overlap_figure SET side='lender', test = 2"))
    assert state(part, part.borrower, "40.00") is None


def test_figures_of_a_test_that_ran_out_are_gone_and_nobody_is_named(
    part: Part, stage: Stage
) -> None:
    opened(part)
    state(part, part.borrower, "40.00")
    stage.clock.move(days=9)
    with pytest.raises(TransitionNotAllowed):
        state(part, part.place.agent, "30.00")
    stage.work()
    assert (rows(part), answers(part)) == (0, [])
    last = history(part)[-1]
    assert last == OverlapEnded(Role.SYSTEM, last.at)
    overlap.end(part.deps, {"case_id": str(part.case_id)})
    assert history(part)[-1] == last


def test_an_offer_ends_the_test_with_its_figures(part: Part) -> None:
    opened(part)
    state(part, part.place.agent, "30.00")
    borrower_answers(part)
    assert (rows(part), case_of(part).middle.overlap) == (0, None)
    with pytest.raises(TransitionNotAllowed):
        state(part, part.borrower, "40.00")


def test_a_counselor_rules_it_out_and_what_was_stated_is_gone(part: Part) -> None:
    opened(part)
    state(part, part.place.agent, "30.00")
    for who in (part.borrower, part.place.agent):
        with pytest.raises(NotAllowed):
            negotiate.submit(part.deps, who, part.case_id, VetoOverlap())
    negotiate.submit(part.deps, part.place.counselor, part.case_id, VetoOverlap())
    assert rows(part) == 0
    with pytest.raises(TransitionNotAllowed):
        opened(part)
    negotiate.submit(part.deps, part.place.counselor, part.case_id, AllowOverlap())
    opened(part)


def test_a_counselor_without_authority_has_no_say(part: Part) -> None:
    with part.deps.reading() as uow:
        given = uow.consents.authorities(part.borrower.person_id)[0].id
    authority.revoke(part.deps, part.borrower, part.household_id, given)
    with pytest.raises(NotFound):
        negotiate.submit(part.deps, part.place.counselor, part.case_id, VetoOverlap())


def test_no_figure_is_above_what_any_month_bears_or_below_nothing(part: Part) -> None:
    opened(part)
    most = overlap.most_of(case_of(part), Role.BORROWER)
    for figure in (pounds("0.00"), most + pounds("0.01")):
        with pytest.raises(FigureOutOfRange):
            overlap.state(part.deps, part.borrower, part.case_id, figure)
    assert rows(part) == 0
    assert overlap.state(part.deps, part.borrower, part.case_id, most) is None
    owed = case_of(part).debt.owed
    with pytest.raises(FigureOutOfRange):
        overlap.state(part.deps, part.place.agent, part.case_id, owed + pounds("0.01"))


def test_a_dispute_stops_it_and_what_waits_ends_in_its_time(part: Part, stage: Stage) -> None:
    opened(part)
    state(part, part.place.agent, "30.00")
    negotiate.submit(
        part.deps, part.borrower, part.case_id, RaiseDispute(DisputeKind.WRONG_AMOUNT, "")
    )
    with pytest.raises(TransitionNotAllowed):
        state(part, part.borrower, "40.00")
    stage.clock.move(days=9)
    stage.work()
    assert rows(part) == 0


def test_an_audit_row_says_that_and_never_what(part: Part) -> None:
    opened(part)
    state(part, part.borrower, "40.00")
    with part.deps.reading() as uow:
        row = uow.audit.of(_thing(part), limit=1)[0]
    assert (row.action, row.object) == ("overlap.used", _thing(part))


def test_withdrawing_an_offer_leaves_the_test_as_it_is(part: Part) -> None:
    opened(part)
    negotiate.submit(part.deps, part.place.agent, part.case_id, WithdrawOffer())
    state(part, part.place.agent, "30.00")
    assert state(part, part.borrower, "30.00") is True
