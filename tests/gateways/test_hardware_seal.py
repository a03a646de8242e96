"""Sealing with a key in a hardware token; SoftHSM stands for the hardware."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from app.core.sealed import THIS_SERVER
from app.documents.sandbox import Sandbox
from app.gateways.evidence_file import RecordNotGenuine, open_record, seal_record
from app.gateways.hardware_seal import HardwareSeal
from app.gateways.inspect import inspect
from app.gateways.seal import LocalSealer
from app.gateways.seal_certs import pinned
from app.settings import SettingsError
from app.settings_signing import Signing
from tests.agreements import AT, an_english_agreement
from tests.authorities import Other, another, below, key_pem
from tests.sealing import Worked, a_sealer, seal

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "hsm-s3cret-4711"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An agreement with the token's seal, whose certificate comes from ``other``."""

    worked: Worked
    other: Other
    sealer: LocalSealer
    evidence: bytes

    @property
    def own_root(self) -> bytes:
        return self.sealer.authority.root_pem


@pytest.fixture(scope="module")
def other() -> Other:
    return another("Example Seal", AT, stamps=False)


@pytest.fixture(scope="module")
def signing(other: Other, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """A fresh token with the key of ``other``, as the settings would name it."""
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(conf))
        options = ["--so-pin", "12345678", "--pin", PIN]
        _run("--init-token", "--free", "--label", "plainpact", *options)
        key = folder / "key.pem"
        key.write_bytes(key_pem(other.below.key))
        _run(
            "--import", str(key), "--token", "plainpact", "--label", "seal", "--id", "a1", *options
        )
        stray = folder / "stray.pem"
        stray.write_bytes(key_pem(other.root.key))
        _run(
            "--import",
            str(stray),
            "--token",
            "plainpact",
            "--label",
            "stray",
            "--id",
            "b2",
            *options,
        )
        pin = folder / "pin"
        pin.write_text(PIN + "\n")
        pin.chmod(0o600)
        certs = folder / "seal.pem"
        certs.write_bytes(other.bundle)
        yield Signing(
            seal="pkcs11",
            seal_certs=certs,
            seal_secret=pin,
            pkcs11_lib=LIBRARY,
            pkcs11_token="plainpact",
            pkcs11_key="seal",
        )


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def sealed(
    signing: Signing, other: Other, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Sealed:
    ours = a_sealer(tmp_path_factory.mktemp("signing") / "signing")
    hardware = HardwareSeal(signing)
    sealer = replace(ours, seal=hardware)
    worked = seal(sandbox, sealer, an_english_agreement(months=12))
    root = pinned(signing.seal_certs_pem) + worked.expected.root
    worked = replace(worked, expected=replace(worked.expected, root=root))
    evidence = sealer.evidence({"a": 1}, AT)
    hardware.close()
    return Sealed(worked, other, sealer, evidence)


def test_all_seven_checks_hold(sealed: Sealed) -> None:
    verdict = inspect(sealed.worked.final, sealed.worked.expected, AT)
    assert verdict.accepted, verdict
    assert len(verdict.checks) == 7


def test_the_seals_and_no_other_signature_are_the_tokens(sealed: Sealed) -> None:
    by = [one.sealed_by for one in sealed.worked.revisions]
    assert by == ["Example Seal", "", "", "Example Seal", ""]
    assert {one.token.authority for one in sealed.worked.revisions} == {THIS_SERVER}


def test_the_file_is_refused_where_that_seal_is_not_known(sealed: Sealed) -> None:
    unknown = replace(sealed.worked.expected, root=sealed.own_root)
    verdict = inspect(sealed.worked.final, unknown, AT)
    assert [check.letter for check in verdict.checks if not check.ok] == ["c"]


def test_openssl_agrees_on_the_seal(sealed: Sealed, tmp_path: Path) -> None:
    final = sealed.worked.final
    (tmp_path / "root.pem").write_bytes(sealed.other.root_pem)
    for one in (PdfFileReader(BytesIO(final)).embedded_signatures[n] for n in (0, 3)):
        first, length, second, rest = (int(n) for n in list(one.byte_range))
        (tmp_path / "range").write_bytes(
            final[first : first + length] + final[second : second + rest]
        )
        (tmp_path / "signature").write_bytes(cms.ContentInfo.load(one.pkcs7_content).dump())
        ran = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any",
             "-attime", str(int(AT.timestamp())), "-in", "signature", "-content", "range",
             "-CAfile", "root.pem", "-out", "out"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr


def test_the_evidence_opens_with_the_seal_alone(sealed: Sealed) -> None:
    assert open_record(sealed.evidence, sealed.worked.expected.root).told == {"a": 1}
    with pytest.raises(RecordNotGenuine):
        open_record(sealed.evidence, sealed.own_root)


def test_a_stranger_of_the_same_authority_seals_nothing_in_our_name(
    sealed: Sealed, signing: Signing
) -> None:
    """Another customer of that authority has a certificate below the same root."""
    stranger = below(sealed.other, "Example Seal", AT, stamps=False)
    ours = sealed.sealer.authority
    forged = seal_record(
        replace(ours, seal=stranger.below), sealed.sealer.timestamper, {"a": 2}, AT
    )
    with pytest.raises(RecordNotGenuine):
        open_record(forged, pinned(signing.seal_certs_pem) + ours.root_pem)


def test_a_token_that_was_away_is_used_again(signing: Signing) -> None:
    hardware = HardwareSeal(signing)
    hardware.close()
    assert asyncio.run(hardware.async_sign_raw(b"data", "sha256"))
    hardware.close()


@pytest.mark.parametrize(
    ("changed", "variable"),
    [
        ({"pkcs11_token": "another"}, "SEAL_PKCS11_TOKEN"),
        ({"pkcs11_key": "another"}, "SEAL_PKCS11_KEY"),
        ({"pkcs11_key": "stray"}, "SEAL_PKCS11_KEY"),
        ({"pkcs11_lib": Path(__file__)}, "SEAL_PKCS11_LIB"),
        ({"seal_secret": "0000"}, "SEAL_PIN_FILE"),
        ({"seal_certs": "-----BEGIN CERTIFICATE-----"}, "SEAL_CERTS"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    signing: Signing, tmp_path: Path, changed: dict[str, Any], variable: str
) -> None:
    for field, value in changed.items():
        if isinstance(value, str) and field.startswith("seal_"):
            (tmp_path / field).write_text(value)
            changed = {field: tmp_path / field}
    with pytest.raises(SettingsError, match=variable) as refused:
        HardwareSeal(replace(signing, **changed))
    assert PIN not in str(refused.value)


def test_the_pin_is_shown_nowhere(signing: Signing) -> None:
    assert PIN not in repr(signing)
    hardware = HardwareSeal(signing)
    assert PIN not in repr(vars(hardware))
    hardware.close()


def test_the_certificate_of_an_authority_is_no_seal(
    signing: Signing, tmp_path: Path, other: Other
) -> None:
    (tmp_path / "root.pem").write_bytes(other.root_pem)
    with pytest.raises(SettingsError, match="SEAL_CERTS"):
        HardwareSeal(replace(signing, seal_certs=tmp_path / "root.pem"))
