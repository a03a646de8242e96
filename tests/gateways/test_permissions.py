"""What each signature of a sealed file allows afterwards, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_unique_cms_attribute

from app.gateways.readback import newest_of
from app.gateways.seal import LARGEST_CONTENTS, LocalSealer
from app.gateways.signer import KeySigner, room
from app.gateways.timestamp import LocalTsa
from tests.agreements import AT
from tests.sealing import Worked

PARTIES = ("Lender", "Borrower")
FILL_IN, NOTHING = 2, 1  # ISO 32000-1, table 254


@pytest.fixture(params=["english", "chinese"])
def fields(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    worked: Worked = request.getfixturevalue(request.param)
    with pikepdf.open(BytesIO(worked.final)) as pdf:
        found = {str(one.T): one for one in pdf.Root.AcroForm.Fields}
        assert tuple(found) == worked.expected.fields
        yield found


def rules(field: pikepdf.Object) -> dict[str, dict[str, Any]]:
    """What the signature in ``field`` says of later changes, by method."""
    return {
        str(one.TransformMethod): said(one.TransformParams) for one in field.V.get("/Reference", [])
    }


def said(rule: pikepdf.Object) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "/P" in rule:
        found["P"] = int(rule.P)
    if "/Action" in rule:
        found |= {"action": str(rule.Action), "fields": [str(one) for one in rule.Fields]}
    return found


def test_our_seal_certifies_and_lets_people_sign_and_no_more(fields: dict[str, Any]) -> None:
    assert rules(fields["PlatformSeal"]) == {"/DocMDP": {"P": FILL_IN}}


def test_the_catalog_names_our_seal_as_the_one_that_certifies(english: Worked) -> None:
    for revision in english.revisions:
        with pikepdf.open(BytesIO(revision.pdf)) as pdf:
            first, *_ = pdf.Root.AcroForm.Fields
            assert first.T == "PlatformSeal"
            assert list(pdf.Root.Perms) == ["/DocMDP"]
            assert pdf.Root.Perms.DocMDP.objgen == first.V.objgen


@pytest.mark.parametrize("party", PARTIES)
def test_a_partys_place_locks_itself_once_signed(fields: dict[str, Any], party: str) -> None:
    own = {"action": "/Include", "fields": [party]}
    assert said(fields[party].Lock) == own
    assert rules(fields[party]) == {"/FieldMDP": own}


def test_after_completion_nothing_changes_but_the_archive_timestamp(
    fields: dict[str, Any],
) -> None:
    rest = {"action": "/Exclude", "fields": ["ArchiveTimestamp"]}
    assert said(fields["CompletionSeal"].Lock) == {"P": NOTHING, **rest}
    assert rules(fields["CompletionSeal"]) == {"/FieldMDP": {"P": NOTHING, **rest}}


def test_every_signature_is_of_the_form_that_pades_asks_for(fields: dict[str, Any]) -> None:
    forms = {name: str(field.V.SubFilter) for name, field in fields.items()}
    assert forms.pop("ArchiveTimestamp") == "/ETSI.RFC3161"
    assert set(forms.values()) == {"/ETSI.CAdES.detached"}


def test_each_signature_says_what_it_stands_for(english: Worked) -> None:
    signed = PdfFileReader(BytesIO(english.final)).embedded_signatures[:-1]
    assert {one.field_name: commitment(one.signed_data) for one in signed} == {
        "PlatformSeal": "proof_of_origin",
        "Lender": "proof_of_approval",
        "Borrower": "proof_of_approval",
        "CompletionSeal": "proof_of_receipt",
    }


class RoomyTsa(LocalTsa):
    """Ours, with ``largest`` bytes kept free for each token."""

    def __init__(self, sealer: LocalSealer, largest: int) -> None:
        super().__init__(sealer.authority.tsa, lambda: AT, lambda: 1)
        self.largest = largest


def test_a_signature_longer_than_readers_take_is_refused(
    english: Worked, sealer: LocalSealer
) -> None:
    seal = KeySigner(sealer.authority.seal)
    beside_token = room(seal, RoomyTsa(sealer, 0)) // 2
    most = LARGEST_CONTENTS - 1 - beside_token

    fits = replace(sealer, timestamper=RoomyTsa(sealer, most))
    pdf = fits.issue(english.drawn, english.people, AT).pdf
    assert newest_of(pdf).length == 32_766
    too_long = replace(sealer, timestamper=RoomyTsa(sealer, most + 1))
    with pytest.raises(ValueError, match="/Contents is longer"):
        too_long.issue(english.drawn, english.people, AT)


def commitment(signature: cms.SignedData) -> str:
    (signer,) = signature["signer_infos"]
    found = find_unique_cms_attribute(signer["signed_attrs"], "commitment_type")
    return str(found["commitment_type_id"].native)
