from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.core.errors import KeyReused
from app.store.answers import Request
from app.store.invitations import Invitation
from app.store.sign_in import LoginRequest, Redeemed, SessionRecord
from tests.databases import CASE_ID, LENDER_ID, Database, noted
from tests.factories import BORROWER_ID, NOON

IDLE = timedelta(minutes=15)
SESSION = SessionRecord("a" * 64, BORROWER_ID, 0, "secret", NOON, NOON, NOON + timedelta(hours=8))
ASKED = LoginRequest(
    token_sha256="1" * 64,
    code_hash="argon2",
    browser_sha256="2" * 64,
    address_index="3" * 64,
    person_id=BORROWER_ID,
    purpose="sign-in",
    created_at=NOON,
    expires_at=NOON + timedelta(seconds=600),
)
INVITED = Invitation(
    "4" * 64, "5" * 64, LENDER_ID, CASE_ID, BORROWER_ID, NOON, NOON + timedelta(days=30)
)
SOON = NOON + timedelta(seconds=30)


@pytest.fixture
def signed_in(database: Database) -> Database:
    with database.work() as uow:
        uow.system("a session")
        uow.sessions.start(SESSION)
    return database


@pytest.fixture
def asked(database: Database) -> Database:
    with database.work() as uow:
        uow.system("a login request")
        uow.sessions.ask(ASKED)
    return database


def live(database: Database, at_seconds: int) -> bool:
    with database.work(reads_only=True) as uow:
        at = NOON + timedelta(seconds=at_seconds)
        return uow.sessions.live(SESSION.id_sha256, at, IDLE) is not None


def redeem(database: Database, **changes: object) -> Redeemed | None:
    values: dict[str, object] = {
        "token_sha256": ASKED.token_sha256,
        "browser_sha256": ASKED.browser_sha256,
        "purpose": "sign-in",
        "at": SOON,
    }
    with database.work() as uow:
        uow.system("a sign-in")
        return uow.sessions.redeem(**(values | changes))  # type: ignore[arg-type]  # any field


def test_a_session_lives_until_it_idles(signed_in: Database) -> None:
    assert live(signed_in, 14 * 60)
    assert not live(signed_in, 15 * 60)
    with signed_in.work() as uow:
        uow.system("touched")
        uow.sessions.touch(SESSION.id_sha256, NOON + timedelta(minutes=14))
    assert live(signed_in, 28 * 60)


def test_a_session_ends_at_its_absolute_time(signed_in: Database) -> None:
    with signed_in.work() as uow:
        uow.system("touched")
        uow.sessions.touch(SESSION.id_sha256, NOON + timedelta(hours=8))
    assert not live(signed_in, 8 * 3600)


def test_a_clock_that_is_put_back_ends_a_session_and_a_correction_does_not(
    signed_in: Database,
) -> None:
    assert live(signed_in, -30)
    assert not live(signed_in, -61)


def test_an_ended_session_stays_dead_when_touched(signed_in: Database) -> None:
    with signed_in.work() as uow:
        uow.system("left, and a late request")
        uow.sessions.end(SESSION.id_sha256, SOON)
        uow.sessions.touch(SESSION.id_sha256, SOON)
        assert uow.sessions.of_person(BORROWER_ID, SOON, IDLE) == ()
    assert not live(signed_in, 60)


def test_a_new_epoch_ends_every_session(signed_in: Database) -> None:
    with signed_in.work() as uow:
        assert uow.sessions.of_person(BORROWER_ID, SOON, IDLE) == (SESSION,)
        uow.people.end_everywhere(BORROWER_ID)
        noted(uow)
    assert not live(signed_in, 60)


def test_a_link_is_good_once(asked: Database) -> None:
    assert redeem(asked) == Redeemed(BORROWER_ID)
    assert redeem(asked) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"token_sha256": "9" * 64},
        {"browser_sha256": "9" * 64},
        {"purpose": "step-up"},
        {"at": NOON + timedelta(seconds=600)},
        {"at": NOON - timedelta(seconds=1)},
    ],
)
def test_a_link_is_good_for_its_browser_purpose_and_time_only(
    asked: Database, changes: dict[str, object]
) -> None:
    assert redeem(asked, **changes) is None
    assert redeem(asked) is not None


def test_of_many_who_use_one_link_at_once_one_gets_in(asked: Database) -> None:
    barrier, outcomes = Barrier(6), []

    def use() -> None:
        barrier.wait()
        outcomes.append(redeem(asked))

    users = [Thread(target=use) for _ in range(6)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert len([outcome for outcome in outcomes if outcome]) == 1


def test_asking_again_revokes_the_older_link_of_the_same_browser(asked: Database) -> None:
    newer = replace(ASKED, token_sha256="8" * 64, created_at=SOON)
    with asked.work() as uow:
        uow.system("a login request")
        uow.sessions.ask(newer)
    assert redeem(asked) is None
    assert redeem(asked, token_sha256=newer.token_sha256) is not None


def test_nobody_can_lock_a_borrower_out_from_another_browser(asked: Database) -> None:
    with asked.work() as uow:
        uow.system("a login request")
        uow.sessions.ask(replace(ASKED, token_sha256="8" * 64, browser_sha256="7" * 64))
    assert redeem(asked) is not None


def test_a_code_has_so_many_tries_and_no_more(asked: Database) -> None:
    def attempt() -> LoginRequest | None:
        with asked.work() as uow:
            uow.system("a try is counted before the code is compared")
            return uow.sessions.try_code(ASKED.browser_sha256, "sign-in", SOON, 5)

    assert [attempt() for _ in range(6)] == [ASKED] * 5 + [None]


def test_an_unknown_address_is_asked_for_in_the_same_way(database: Database) -> None:
    with database.work() as uow:
        uow.system("a login request")
        uow.sessions.ask(replace(ASKED, person_id=None))
    assert redeem(database) == Redeemed(None)


@pytest.mark.parametrize("secret", [INVITED.token_sha256, INVITED.code_sha256])
def test_an_invitation_is_good_once_by_link_or_code(database: Database, secret: str) -> None:
    with database.work() as uow:
        uow.invitations.give(INVITED)
        noted(uow)
    with database.work() as uow:
        assert not uow.invitations.was_used(secret)
        assert uow.invitations.redeem(secret, SOON) == replace(INVITED, used_at=SOON)
        assert uow.invitations.redeem(INVITED.token_sha256, SOON) is None
        assert uow.invitations.redeem(INVITED.code_sha256, SOON) is None
        assert uow.invitations.was_used(secret)
        noted(uow)


def test_an_invitation_ends_with_its_time_or_with_a_newer_one(database: Database) -> None:
    with database.work() as uow:
        uow.invitations.give(INVITED)
        assert uow.invitations.redeem(INVITED.token_sha256, INVITED.expires_at) is None
        uow.invitations.give(replace(INVITED, token_sha256="6" * 64, code_sha256="7" * 64))
        assert uow.invitations.redeem(INVITED.token_sha256, SOON) is None
        assert uow.invitations.redeem("6" * 64, SOON) is not None
        noted(uow)


REQUEST = Request(BORROWER_ID, "offer.make", "key-1", "b" * 64)


def test_a_repeated_request_gets_the_first_answer(database: Database) -> None:
    with database.work() as uow:
        uow.system("a request")
        assert uow.answers.first(REQUEST, NOON) is None
        uow.answers.keep(REQUEST, "/my/cases/1")
    with database.work(reads_only=True) as uow:
        assert uow.answers.first(REQUEST, SOON) == "/my/cases/1"
        with pytest.raises(KeyReused):
            uow.answers.first(replace(REQUEST, body_sha256="c" * 64), SOON)
