"""Keys: made once, kept to their owner, replaced in time, never lost."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from app.gateways.authority import (
    CRL_LIFE,
    ONE_USE,
    REPLACED_AFTER,
    Authority,
    new_key,
    open_authority,
    party_certificate,
    revocation_lists,
    roots,
)
from app.gateways.signer import PartyKeys
from tests.agreements import AT


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("authority") / "signing"
    open_authority(made, AT)
    return made


@pytest.fixture(scope="module")
def authority(directory: Path) -> Authority:
    return open_authority(directory, AT)


def test_only_the_owner_can_read_keys(directory: Path) -> None:
    assert directory.stat().st_mode & 0o777 == 0o700
    files = list(directory.iterdir())
    assert len(files) == len(fields(Authority))
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_a_directory_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(PermissionError):
        open_authority(tmp_path / "open", AT)


def test_the_same_keys_are_found_again(directory: Path, authority: Authority) -> None:
    again = open_authority(directory, AT + timedelta(days=30))
    assert again.fingerprint == authority.fingerprint
    assert again.tsa.certificate == authority.tsa.certificate


def test_every_certificate_leads_to_the_root(authority: Authority) -> None:
    for keyed in (authority.party_ca, authority.seal, authority.tsa):
        keyed.certificate.verify_directly_issued_by(authority.root.certificate)


def test_keys_are_replaced_in_time_and_old_roots_stay(tmp_path: Path) -> None:
    first = open_authority(tmp_path / "keys", AT)
    later = open_authority(tmp_path / "keys", AT + timedelta(days=3 * 365))
    assert later.root.certificate == first.root.certificate
    assert later.tsa.certificate != first.tsa.certificate
    last = open_authority(tmp_path / "keys", AT + timedelta(days=5 * 365))
    assert last.root.certificate != first.root.certificate
    last.seal.certificate.verify_directly_issued_by(last.root.certificate)
    assert list(roots(tmp_path / "keys")) == [first.root_pem, last.root_pem]


@pytest.mark.parametrize(
    ("role", "life", "replaced_after"),
    [("root", 20, 4), ("party-ca", 20, 4), ("seal", 5, 4), ("tsa", 20, 2)],
)
def test_every_key_has_its_size_its_life_and_its_successor(
    directory: Path, authority: Authority, role: str, life: int, replaced_after: int
) -> None:
    keyed = getattr(authority, role.replace("-", "_"))
    assert keyed.key.key_size == 3072
    begins, ends = keyed.certificate.not_valid_before_utc, keyed.certificate.not_valid_after_utc
    assert ends - begins == timedelta(days=365 * life)
    assert REPLACED_AFTER[role] == timedelta(days=365 * replaced_after)


def test_a_new_root_takes_over_every_key_below_it(tmp_path: Path) -> None:
    open_authority(tmp_path / "keys", AT)
    later = open_authority(tmp_path / "keys", AT + timedelta(days=4 * 365))
    for keyed in (later.party_ca, later.seal, later.tsa):
        keyed.certificate.verify_directly_issued_by(later.root.certificate)
    assert len(list((tmp_path / "keys").iterdir())) == 2 * len(fields(Authority))


def test_a_party_key_is_never_written(directory: Path, authority: Authority) -> None:
    key = new_key(ONE_USE)
    assert key.key_size == 2048
    party_certificate(authority, key, "p-1", AT)
    names = {path.name for path in directory.iterdir()}
    assert names == {f"{role}-001.pem" for role in REPLACED_AFTER}


def test_a_party_certificate_lasts_a_day_and_names_no_person(authority: Authority) -> None:
    made = party_certificate(authority, new_key(ONE_USE), "p-张伟", AT)
    assert made.not_valid_after_utc - made.not_valid_before_utc == timedelta(hours=24)
    assert [a.oid for a in made.subject] == [NameOID.COMMON_NAME]
    made.verify_directly_issued_by(authority.party_ca.certificate)


def test_revocation_lists_outlive_every_agreement(authority: Authority) -> None:
    for one in revocation_lists(authority, AT):
        assert isinstance(one, x509.CertificateRevocationList)
        assert one.next_update_utc == AT + CRL_LIFE
        assert len(one) == 0


def test_a_party_key_is_taken_once() -> None:
    keys = PartyKeys()
    assert [keys.add(), keys.add()] == [True, True]
    taken = [keys.take().public_key().public_numbers().n for _ in range(3)]
    assert len(set(taken)) == len(taken)


def test_keys_do_not_show_in_messages(authority: Authority) -> None:
    assert "PRIVATE" not in repr(authority)
