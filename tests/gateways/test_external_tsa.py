"""Time from other authorities: a faulty answer is passed over, and none becomes a signature."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import count

import pytest
from asn1crypto import cms, tsp

from app.documents.sandbox import Sandbox
from app.gateways.authority import ONE_USE, new_key
from app.gateways.external_tsa import LARGEST, MOST, ExternalTsa
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa, TimeNotProven
from app.gateways.trust import name_in, signer_of
from tests.agreements import AT
from tests.authorities import REPLY, Answer, Other, Route, another, below, web
from tests.sealing import Worked, an_act

DIGEST = sha256(b"what is signed").digest()
NOW = timedelta(0)
_serials = count(1)


@pytest.fixture(scope="module")
def other() -> Other:
    return another("Example Time", AT, stamps=True)


def stamped(other: Other, apart: timedelta = NOW, **changed: object) -> Route:
    """Answers of ``other``, its clock ``apart`` from ours, to a question that was changed."""
    tsa = LocalTsa(other.below, lambda: AT + apart, lambda: next(_serials))

    def reply(body: bytes) -> Answer:
        asked = tsp.TimeStampReq.load(body)
        for field, value in changed.items():
            asked[field] = value
        return 200, REPLY, asyncio.run(tsa.async_request_tsa_response(asked)).dump()

    return reply


ELSE = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)})


def plainly(status: int, kind: str, data: bytes) -> Route:
    return lambda _: (status, kind, data)


def slow(body: bytes) -> Answer:
    time.sleep(1)
    return 200, REPLY, body


def ask(tsa: ExternalTsa) -> cms.ContentInfo:
    return asyncio.run(tsa.async_timestamp(DIGEST, "sha256"))


def by(token: cms.ContentInfo) -> str:
    return name_in(signer_of(token["content"]))


REFUSAL = bytes.fromhex("30053003020102")
"""A status of "rejection", and no token."""

FAULTS: dict[str, Callable[[Other], Route]] = {
    "html": lambda _: plainly(200, "text/html", b"<p>It works</p>"),
    "html as a token": lambda _: plainly(200, REPLY, b"<p>It works</p>"),
    "a bomb": lambda _: plainly(200, REPLY, bytes(MOST + 1)),
    "nothing": lambda _: plainly(200, REPLY, b""),
    "an error": lambda _: plainly(503, REPLY, b""),
    "slow": lambda _: slow,
    "a refusal": lambda _: plainly(200, REPLY, REFUSAL),
    "another nonce": lambda other: stamped(other, nonce=5),
    "no nonce": lambda other: stamped(other, nonce=None),
    "another imprint": lambda other: stamped(other, message_imprint=ELSE),
    "an hour late": lambda other: stamped(other, timedelta(hours=1)),
    "an hour early": lambda other: stamped(other, -timedelta(hours=1)),
    "five minutes late": lambda other: stamped(other, timedelta(minutes=5)),
    "a stranger of that name": lambda _: stamped(another("Example Time", AT, stamps=True)),
    "no authority for times": lambda other: stamped(below(other, "Example Time", AT, stamps=False)),
    "asked about online alone": lambda other: stamped(
        below(other, "Example Time", AT, stamps=True, ocsp_url="http://localhost/ocsp")
    ),
    "another key": lambda other: stamped(
        replace(other, below=replace(other.below, key=new_key(ONE_USE)))
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_faulty_answer_is_passed_over(
    kind: str,
    other: Other,
    origin: str,
    routes: dict[str, Route],
    caplog: pytest.LogCaptureFixture,
) -> None:
    second = another("Second Time", AT, stamps=True)
    routes |= {"/first": FAULTS[kind](other), "/second": stamped(second)}
    roots = other.root_pem + second.root_pem
    alone = ExternalTsa([f"{origin}/first"], roots, lambda: AT, timeout=0.3)
    with pytest.raises(TimeNotProven, match=r"127\.0\.0\.1: "):
        ask(alone)
    (line,) = [one for one in caplog.records if one.name == "app.gateways.external_tsa"]
    assert line.message.startswith("time not taken host=127.0.0.1 fault=")
    both = ExternalTsa([f"{origin}/first", f"{origin}/second"], roots, lambda: AT, timeout=0.3)
    assert by(ask(both)) == "Second Time"


def test_a_server_that_is_down_is_passed_over(
    other: Other, origin: str, routes: dict[str, Route]
) -> None:
    routes["/up"] = stamped(other)
    with web({}) as gone:
        pass
    tsa = ExternalTsa([f"{gone}/down", f"{origin}/up"], other.root_pem, lambda: AT)
    assert by(ask(tsa)) == "Example Time"


def test_the_first_good_answer_is_taken(
    other: Other, origin: str, routes: dict[str, Route]
) -> None:
    asked: list[str] = []

    def second(body: bytes) -> Answer:
        asked.append("second")
        return stamped(other)(body)

    routes |= {"/first": stamped(other, timedelta(minutes=4)), "/second": second}
    tsa = ExternalTsa([f"{origin}/first", f"{origin}/second"], other.root_pem, lambda: AT)
    assert by(ask(tsa)) == "Example Time"
    assert asked == []


def test_a_token_without_room_is_passed_over(
    other: Other, origin: str, routes: dict[str, Route]
) -> None:
    great = another("Great Time", AT, stamps=True, crl_url="http://localhost/" + "x" * LARGEST)
    routes["/great"] = stamped(great)
    with pytest.raises(TimeNotProven, match="longer than its room"):
        ask(ExternalTsa([f"{origin}/great"], great.root_pem, lambda: AT))


@pytest.mark.parametrize(
    "kind", ["html", "slow", "another nonce", "an hour late", "asked about online alone"]
)
def test_without_good_time_nothing_is_signed(
    kind: str,
    other: Other,
    origin: str,
    routes: dict[str, Route],
    english: Worked,
    sealer: LocalSealer,
    sandbox: Sandbox,
) -> None:
    routes["/only"] = FAULTS[kind](other)
    tsa = ExternalTsa([f"{origin}/only"], other.root_pem, lambda: AT, timeout=0.3)
    outside = replace(sealer, timestamper=tsa, tsa_roots=other.root_pem)
    act = an_act(sandbox, english.people[0], "en")
    with pytest.raises(TimeNotProven):
        outside.issue(english.drawn, english.people, AT)
    with pytest.raises(TimeNotProven):
        outside.apply(english.revisions[0].pdf, act, AT)
    with pytest.raises(TimeNotProven):
        outside.close(english.revisions[2].pdf, AT)
    with pytest.raises(TimeNotProven):
        outside.evidence({"format": "test"}, AT)
