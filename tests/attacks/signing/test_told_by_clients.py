"""Row 26: what a client says of bytes, times and addresses is not what is kept and proven."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from app.core.negotiation.events import AgreementSigned
from app.core.plain import plain
from app.usecases import evidence
from tests.attacks.signing.browsing import acts_kept, all_rows, at_the_page, signed
from tests.attacks.signing.opinions import signatures, token_and_subject
from tests.attacks.signing.table import row
from tests.ceremony import Signer
from tests.stage import ORIGIN
from tests.usecases.scenes import Scene

REAL, CLAIMED = "198.51.100.7", "203.0.113.9"
BROWSER = "Honest Browser 1.0"
PAST = "2020-01-01"

FIELDS: dict[str, str] = {
    "at": f"{PAST}T00:00:00Z",
    "signed_at": f"{PAST}T00:00:00Z",
    "time": "1577836800",
    "ip": CLAIMED,
    "address": CLAIMED,
    "remote_addr": CLAIMED,
    "agent": CLAIMED,
    "sha256": "0" * 64,
    "file_sha256": "0" * 64,
    "role": "borrower",
    "person_id": "00000000-0000-0000-0000-000000000001",
}
HEADERS = {
    "X-Forwarded-For": CLAIMED,
    "X-Forwarded-Host": "evil.example",
    "X-Real-Ip": CLAIMED,
    "X-Client-Ip": CLAIMED,
    "Client-Ip": CLAIMED,
    "True-Client-Ip": CLAIMED,
    "Cf-Connecting-Ip": CLAIMED,
    "Forwarded": f"for={CLAIMED};proto=https;host=evil.example",
    "Via": f"1.1 {CLAIMED}",
    "Date": "Wed, 01 Jan 2020 00:00:00 GMT",
    "If-Unmodified-Since": "Wed, 01 Jan 2020 00:00:00 GMT",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds of the one act."""

    at: datetime
    told_at: datetime
    shown: str
    role: str
    name: str
    address: str
    agent: str


def kept(scene: Scene) -> Kept:
    record = scene.record()
    key = (record.tenant_id, record.id, record.version)
    (event,) = [one for one in scene.history() if isinstance(one, AgreementSigned)]
    with scene.deps.reading() as uow:
        (act,), (place,) = uow.signatures.of(*key), uow.signing_places.of(*key)
    return Kept(
        act.at, event.at, act.shown_sha256, act.role, act.typed_name, place.address, place.agent
    )


def press(
    signer: Signer,
    fields: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    address: str = "",
) -> int:
    form = signer.form() | {"csrf_token": signer.visitor.token("/guide")} | (fields or {})
    answer = signer.visitor.client.post(
        f"{signer.path}/sign{address}",
        data=form,
        headers={"Origin": ORIGIN, "User-Agent": BROWSER} | (headers or {}),
        environ_overrides={"REMOTE_ADDR": REAL},
    )
    return answer.status_code


def known(scene: Scene, signer: Signer) -> Kept:
    """What the server itself knows of an act that is done now."""
    at = scene.clock.at
    return Kept(at, at, scene.record().frozen_sha256 or "", "lender", signer.name, REAL, BROWSER)


@pytest.mark.parametrize("field", [row(26, f"field {name}", name) for name in FIELDS])
def test_a_field_that_nobody_asked_for_does_nothing(signing: Scene, field: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    lender.form()  # that the page was opened is noted, once
    before = all_rows(signing)
    assert press(lender, {field: FIELDS[field]}) == 400
    assert all_rows(signing) == before
    assert press(lender) == 303
    assert kept(signing) == known(signing, lender)


@pytest.mark.parametrize("field", [row(26, f"in the address {name}", name) for name in FIELDS])
def test_what_an_address_claims_is_passed_over(signing: Scene, field: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    assert press(lender, address=f"?{field}={FIELDS[field]}") == 303
    assert kept(signing) == known(signing, lender)


@pytest.mark.parametrize("header", [row(26, f"header {name}", name) for name in HEADERS])
def test_no_header_says_when_or_from_where(signing: Scene, header: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    assert press(lender, headers={header: HEADERS[header]}) == 303
    assert kept(signing) == known(signing, lender)


@pytest.mark.parametrize("name", [row(26, f"bytes as {name}", name) for name in ("pdf", "file")])
def test_bytes_of_a_client_never_become_the_file(signing: Scene, name: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    lender.form()  # that the page was opened is noted, once
    before = all_rows(signing)
    assert press(lender, {name: (BytesIO(b"%PDF-1.7 mine"), "mine.pdf")}) == 400
    assert all_rows(signing) == before
    signing.stage.work()
    files = list(signing.deps.settings.papers_dir.rglob("*.pdf"))
    assert files
    assert not [file for file in files if b"%PDF-1.7 mine" in file.read_bytes()]


@pytest.mark.parametrize(
    "which", [row(26, f"shown as {what}", what) for what in ("shown", "version")]
)
def test_another_hash_or_version_than_was_shown_signs_nothing(signing: Scene, which: str) -> None:
    (lender,) = at_the_page(signing, signing.agent)
    assert press(lender, {which: {"shown": "0" * 64, "version": "2"}[which]}) == 409
    assert signed(signing) == acts_kept(signing) == 0


@pytest.mark.parametrize("ending", [row(26, "in the evidence", "sealed")])
def test_the_evidence_and_the_file_tell_what_the_server_knew(
    signing: Scene, tmp_path: Path, ending: str
) -> None:
    people = at_the_page(signing, signing.agent, signing.borrower, signing.counselor)
    frozen, times = signing.record().frozen_sha256, []
    for signer in people:
        times.append(signing.clock.at)
        assert press(signer, headers=HEADERS, address=f"?{urlencode(FIELDS)}") == 303
        signing.stage.work()
        signing.clock.move(minutes=1)
    assert signing.record().state == ending
    data, _ = evidence.read(signing.deps, signing.borrower, signing.part.case_id)
    told = json.loads(data)["record"]
    assert [act["when"]["at"] for act in told["acts"]] == [plain(at) for at in times]
    assert {act["shown"]["sha256"] for act in told["acts"]} == {frozen}
    assert [act["role"] for act in told["acts"]] == ["lender", "borrower", "counselor"]
    for claim in (CLAIMED, "evil.example", PAST):
        assert claim not in data.decode()
    final = signing.deps.files.get(signing.record().final_sha256 or "")
    for one in signatures(final):
        token, _ = token_and_subject(final, one)
        (tmp_path / "token").write_bytes(token)
        said = subprocess.run(
            ["openssl", "ts", "-reply", "-token_in", "-in", tmp_path / "token", "-text"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        assert f"{times[0]:%b %d} " in said
        assert f"{times[0]:%Y} GMT" in said
