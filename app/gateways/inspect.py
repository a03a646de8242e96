"""The seven checks: is this file the one that was sealed, whole and unchanged?"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from io import BytesIO

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.status import TimestampSignatureStatus

from app.core.evidence import canonical, sha256_hex
from app.core.sealed import ARCHIVE, LARGEST, Check, Expected, Verdict
from app.gateways.reader import QuickReader
from app.gateways.timestamp import token_of
from app.gateways.trust import BEHIND, ENDED, UNKNOWN, Lists, for_signatures, for_token, unknown

CHANGED = "changed_after"
LETTERS = "abcdefg"

STRICT = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (XrefStreamRule(), ObjectStreamRule(), DSSCompareRule())
        ),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldModificationRule(), GenericFieldModificationRule()]
    ),
)
"""After a signature: only our later signatures, their proofs and nothing else.

The library's default would also allow new XMP and signatures of strangers.
"""


def inspect(data: bytes, expected: Expected, at: datetime) -> Verdict:
    """Compare ``data`` with the record, at the time ``at`` (aware).

    Every fault in reading is a refusal: check g fails, and so do the checks not reached.

    Raises:
        MemoryError: a limit of ours was hit, which says nothing about the file.
    """
    found = [final_check(data, expected)]
    try:
        with _without_collecting():
            found.extend(_read_checks(data, expected, at))
        found.append(Check("g", True, "readable"))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # any failure at all means: not genuine
        missing = LETTERS[len(found) : -1]
        found.extend(Check(letter, False, "not_reached") for letter in missing)
        found.append(Check("g", False, "unreadable", type(error).__name__))
    return Verdict(tuple(found))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Comparing revisions makes a million small objects that live to the end.

    Collecting them on the way took 40 % of a check.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def final_check(data: bytes, expected: Expected) -> Check:
    """Check a: the hash of the whole file; an earlier revision is named as such."""
    digest = sha256_hex(data)
    if digest == expected.final_sha256:
        return Check("a", True, "final")
    if digest in expected.earlier:
        return Check("a", False, "earlier_copy", str(expected.earlier.index(digest) + 1))
    return Check("a", False, "not_final")


def inspect_task(payload: bytes) -> bytes:
    """``inspect`` for the sandbox: a line of JSON with ``expected`` and ``at``, then the file."""
    head, _, data = payload.partition(b"\n")
    asked = json.loads(head)
    told = asked["expected"]
    lists = ("earlier", "fields", "certificates", "names", "on_paper")
    expected = Expected(
        **{key: tuple(told[key]) for key in lists},
        final_sha256=told["final_sha256"],
        facts_sha256=told["facts_sha256"],
        version=told["version"],
        root=told["root"].encode(),
        tsa_roots=told["tsa_roots"].encode(),
    )
    verdict = inspect(data, expected, datetime.fromisoformat(asked["at"]))
    return json.dumps([asdict(check) for check in verdict.checks]).encode()


def identify_task(payload: bytes) -> bytes:
    """The agreement that a file claims to be, for the sandbox; raises when it cannot be read.

    It is not strict, so that a damaged file still finds the record it fails against.
    """
    facts = json.loads(_attached(PdfFileReader(BytesIO(payload), strict=False)))
    return str(facts["agreement_id"]).encode()


def _read_checks(data: bytes, expected: Expected, at: datetime) -> Iterator[Check]:
    if len(data) > LARGEST:
        raise ValueError("larger than anything we make")
    reader = QuickReader(data)
    if reader.encrypted:
        raise ValueError("we encrypt nothing")
    signatures = reader.embedded_signatures
    yield _fields(reader, signatures, expected)
    yield asyncio.run(_unchanged(reader, signatures, expected, at))
    yield _certificates(signatures, expected)
    yield _end(data, signatures)
    yield _figures(reader, expected)


def _fields(
    reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature], expected: Expected
) -> Check:
    signed = tuple(one.field_name for one in signatures)
    places = {name for name, _, _ in enumerate_sig_fields(reader)}
    same = signed == expected.fields and places == {*expected.fields, *expected.on_paper}
    found = "some_on_paper" if expected.on_paper else "as_expected"
    ours = ", ".join(name for name in signed if name in expected.fields)
    return Check("b", same, found if same else "missing_or_extra", ours)


async def _unchanged(
    reader: PdfFileReader,
    signatures: Sequence[EmbeddedPdfSignature],
    expected: Expected,
    at: datetime,
) -> Check:
    """Check c. The archive timestamp holds at ``at``; the rest held when they were stamped.

    What was changed is told before what is in doubt: a proof that has ended, a clock that is
    behind it, or an authority that nobody here knows. Doubt is no word on the whole file:
    check a says whether these are its bytes.
    """
    doubt = ""
    try:
        kept = DocumentSecurityStore.read_dss(reader).crls
    except NoDSSFoundError:  # as in every copy from before the end
        return Check("c", False, "not_finished" if signatures else "no_signature")
    lists = [asn1_crl.CertificateList.load(one.get_object().data) for one in kept]
    if not signatures:
        return Check("c", False, "no_signature")
    for one in signatures:
        if one.sig_object_type == "/DocTimeStamp":
            fault = await _archived(one, expected, lists, at)
        else:
            fault = await _signature(one, expected, lists)
        if fault == CHANGED:
            return Check("c", False, CHANGED, _name(one.field_name, expected))
        doubt = doubt or fault
    return Check("c", not doubt, doubt or "unchanged")


async def _signature(one: EmbeddedPdfSignature, expected: Expected, lists: Lists) -> str:
    """What is wrong with a signature, judged at the time its token states; empty when it holds."""
    token = token_of(one.signer_info)
    given = _given(token)
    trust = for_signatures(expected.root, lists, given)
    times = for_token(token, expected.root, expected.tsa_roots, lists, given)
    checked = await async_validate_pdf_signature(one, trust, times, diff_policy=STRICT)
    stamped = checked.timestamp_validity
    if stamped is not None and checked.bottom_line:
        return ""
    whole = stamped is not None and checked.docmdp_ok
    known = all(part.trusted or unknown(part) for part in (checked, stamped) if part)
    return UNKNOWN if whole and known else CHANGED


async def _archived(
    one: EmbeddedPdfSignature, expected: Expected, lists: Lists, at: datetime
) -> str:
    """What is wrong with the archive timestamp at ``at``; empty when it holds."""

    async def seen(moment: datetime) -> TimestampSignatureStatus:
        trust = for_token(one.signed_data, expected.root, expected.tsa_roots, lists, moment)
        return await async_validate_pdf_timestamp(one, trust, diff_policy=STRICT)

    if (now := await seen(at)).trusted:
        return ""
    given = _given(one.signed_data)
    if (await seen(given)).trusted:
        return ENDED if given < at else BEHIND
    return UNKNOWN if unknown(now) else CHANGED


def _given(token: cms.SignedData) -> datetime:
    """The time that a token states."""
    stated: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return stated


def _certificates(signatures: Sequence[EmbeddedPdfSignature], expected: Expected) -> Check:
    prints = tuple(hashlib.sha256(one.signer_cert.dump()).hexdigest() for one in signatures)
    same = prints == expected.certificates
    first = expected.certificates[: len(prints)]
    others = "some_keys" if prints and prints == first else "unknown_key"
    return Check("d", same, "our_keys" if same else others)


def _end(data: bytes, signatures: Sequence[EmbeddedPdfSignature]) -> Check:
    if not signatures or signatures[-1].field_name != ARCHIVE:
        return Check("e", False, "no_archive")
    last = signatures[-1]
    start, length = int(last.byte_range[2]), int(last.byte_range[3])
    whole = last.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
    holds = whole and int(last.byte_range[0]) == 0 and start + length == len(data)
    return Check("e", holds, "covers_all" if holds else "something_added")


def _figures(reader: PdfFileReader, expected: Expected) -> Check:
    content = _attached(reader)
    facts = json.loads(content)
    holds = (
        canonical(facts) == content
        and sha256_hex(content) == expected.facts_sha256
        and facts["version"] == expected.version
    )
    return Check("f", holds, "figures_match" if holds else "figures_differ")


def _attached(reader: PdfFileReader) -> bytes:
    """The one attachment; a second one, or none, is a fault."""
    listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    if len(listed) != len(("name", "file")):
        raise ValueError("not exactly one attachment")
    content: bytes = listed[1]["/EF"]["/F"].data
    return content


def _name(field: str, expected: Expected) -> str:
    """Whose field it is, if it is one of ours: what a file calls its own is not repeated."""
    named = dict(zip(expected.fields, expected.names, strict=True))
    return named.get(field, "")
