"""The evidence record proves a file with nothing of ours but the root certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.evidence import canonical, chain
from app.core.record import expected_from, record
from app.documents.sandbox import Sandbox
from app.gateways.authority import ONE_USE, Keyed, new_key, party_certificate
from app.gateways.evidence_file import RecordNotGenuine, open_record, seal_record
from app.gateways.offline import Brought
from app.gateways.seal import LocalSealer
from app.usecases.verify import ACCEPTED, REJECTED, UNCHECKED, offline
from tests.agreements import AT
from tests.sealing import Worked, a_sealer


@pytest.fixture(scope="module")
def told(english: Worked) -> dict[str, object]:
    events = [{"kind": "offer_made"}, {"kind": "offer_accepted"}, {"kind": "agreement_sealed"}]
    return record(
        english.expected,
        agreement_id=english.facts.agreement_id,
        label={"en": "SES"},
        what={"version": english.facts.version},
        people=[{"role": "lender"}],
        fairness={},
        acts=[{"role": "lender", "typed": "Priya Shah"}],
        chain=chain(events),
    )


@pytest.fixture(scope="module")
def evidence(sealer: LocalSealer, told: dict[str, object]) -> bytes:
    return sealer.evidence(told, AT)


def test_the_record_opens_with_the_root_alone(
    english: Worked, evidence: bytes, told: dict[str, object]
) -> None:
    opened = open_record(evidence, english.expected.root).told
    assert opened == json.loads(canonical(told))
    assert expected_from(opened) == english.expected


def test_a_file_is_checked_without_our_database(
    english: Worked, evidence: bytes, sandbox: Sandbox
) -> None:
    root = english.expected.root
    for data, code in ((english.final, ACCEPTED), (english.final + b" ", REJECTED)):
        assert offline(sandbox, Brought(data, evidence), root, AT).exit_code == code


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e["record"]["file"].update(final_sha256="0" * 64),
        lambda e: e["record"]["acts"].clear(),
        lambda e: e["record"]["chain"].pop(),
        lambda e: e.update(signature=""),
        lambda e: e.update(revocation_lists=[]),
        lambda e: e.pop("record"),
    ],
)
def test_a_changed_record_is_refused(
    english: Worked, evidence: bytes, change: Callable[[dict[str, Any]], object]
) -> None:
    forged = json.loads(evidence)
    change(forged)
    with pytest.raises(RecordNotGenuine):
        open_record(canonical(forged), english.expected.root)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"record": 1}'])
def test_something_else_is_refused(english: Worked, data: bytes) -> None:
    with pytest.raises(RecordNotGenuine):
        open_record(data, english.expected.root)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"record":', b'{"note":"all is waived","record":'),
        (b'{"record":', b'{"record":{"acts":[]},"record":'),
        (b'"agreement_id":', b'"agreement_id":"another","agreement_id":'),
        (b",", b", "),
    ],
)
def test_what_the_seal_does_not_cover_is_refused(
    english: Worked, evidence: bytes, old: bytes, new: bytes
) -> None:
    """Of two members with one name a reader may take the other."""
    changed = evidence.replace(old, new, 1)
    assert json.loads(changed)["record"] == json.loads(evidence)["record"]
    with pytest.raises(RecordNotGenuine):
        open_record(changed, english.expected.root)


def test_another_root_is_refused(evidence: bytes, tmp_path: Path) -> None:
    other = a_sealer(tmp_path / "other")
    with pytest.raises(RecordNotGenuine):
        open_record(evidence, other.authority.root_pem)


def test_a_party_key_cannot_seal_a_record(sealer: LocalSealer, told: dict[str, object]) -> None:
    ours = sealer.authority
    key = new_key(ONE_USE)
    party = Keyed(key, party_certificate(ours, key, "Plainpact seal 1", AT))
    forged = seal_record(
        type(ours)(ours.root, ours.party_ca, party, ours.tsa), sealer.timestamper, told, AT
    )
    with pytest.raises(RecordNotGenuine):
        open_record(forged, ours.root_pem)


def test_a_broken_chain_is_named(
    english: Worked, sealer: LocalSealer, told: dict[str, object], sandbox: Sandbox
) -> None:
    rows = chain([{"kind": "offer_made"}, {"kind": "offer_accepted"}])
    broken = told | {
        "chain": [
            {"seq": row.seq, "prev": row.prev, "payload": {"kind": "other"}, "digest": row.digest}
            for row in rows
        ]
    }
    brought = Brought(english.final, sealer.evidence(broken, AT))
    answer = offline(sandbox, brought, english.expected.root, AT)
    assert (answer.finding, answer.why) == ("damaged_evidence", "row 1 of the record is edited")
    assert answer.exit_code == UNCHECKED
