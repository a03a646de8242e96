"""Sealing at a trust provider: a small server stands for it, by the CSC API 1.0.4 and 2."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import SigningError

from app.documents.sandbox import Sandbox
from app.gateways.authority import Keyed
from app.gateways.inspect import inspect
from app.gateways.remote_seal import RemoteSeal
from app.gateways.seal_certs import pinned
from app.settings import SettingsError
from app.settings_signing import Signing
from tests.agreements import AT, an_english_agreement
from tests.authorities import Answer, Other, Route, another, below, web
from tests.sealing import a_sealer, seal

RSA_SHA256, RSA = "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"
SHA256_OID = "2.16.840.1.101.3.4.2.1"
TOKEN = "bearer-s3cret"


@dataclass(slots=True)
class Provider:
    """Keeps one credential, and permits each hash once. Strict: it takes no word it does not know.

    ``algorithm`` is the one it names and takes.
    """

    shown: Keyed
    signs: Keyed
    root: Keyed
    version: str = "v1"
    algorithm: str = RSA_SHA256
    permitted: dict[str, list[str]] = field(default_factory=dict)

    def routes(self) -> dict[str, Route]:
        acts = {
            "credentials/info": self.info,
            "credentials/authorize": self.authorize,
            "signatures/signHash": self.sign,
        }
        return {self.path(act): acts[act] for act in acts}

    def path(self, act: str) -> str:
        """Where ``act`` is asked for, by whoever shows the token."""
        return f"/csc/{self.version}/{act} Bearer {TOKEN}"

    def info(self, body: bytes) -> Answer:
        if json.loads(body)["credentialID"] != "our-seal":
            return 400, "application/json", b"{}"
        chain = [one.certificate.public_bytes(Encoding.DER) for one in (self.shown, self.root)]
        return _json(
            {
                "cert": {"certificates": [b64encode(one).decode() for one in chain]},
                "key": {"algo": [self.algorithm]},
                "multisign": 1,
                "SCAL": "2",
            }
        )

    def authorize(self, body: bytes) -> Answer:
        asked = json.loads(body)
        hashes = self._hashes(asked, {"credentialID", "numSignatures"}, first_names_digest=False)
        if hashes is None:
            return REFUSED
        permission = f"sad-{len(self.permitted)}"
        self.permitted[permission] = hashes
        return _json({"SAD": permission})

    def sign(self, body: bytes) -> Answer:
        asked = json.loads(body)
        hashes = self._hashes(asked, {"credentialID", "SAD", "signAlgo"}, first_names_digest=True)
        if not hashes or self.permitted.pop(asked["SAD"]) != hashes:
            return REFUSED
        if asked["signAlgo"] != self.algorithm:
            return REFUSED
        (digest,) = hashes
        made = self.signs.key.sign(b64decode(digest), PKCS1v15(), Prehashed(SHA256()))
        return _json({"signatures": [b64encode(made).decode()]})

    def _hashes(
        self, asked: dict[str, Any], others: set[str], *, first_names_digest: bool
    ) -> list[str] | None:
        """What is to be signed, if it is asked in the words of this version."""
        second = self.version == "v2"
        name, digest = ("hashes", "hashAlgorithmOID") if second else ("hash", "hashAlgo")
        known = others | {name} | ({digest} if second or first_names_digest else set())
        if set(asked) != known or asked.get(digest, SHA256_OID) != SHA256_OID:
            return None
        found: list[str] = asked[name]
        return found


REFUSED: Answer = (400, "application/json", b"{}")


def _json(told: dict[str, Any]) -> Answer:
    return 200, "application/json", json.dumps(told).encode()


@pytest.fixture(scope="module")
def other() -> Other:
    return another("Example Trust", AT, stamps=False)


@pytest.fixture
def provider(other: Other) -> Provider:
    return Provider(other.below, other.below, other.root)


@pytest.fixture
def routes(provider: Provider) -> dict[str, Route]:
    return provider.routes()


@pytest.fixture
def signing(routes: dict[str, Route], other: Other, tmp_path: Path) -> Iterator[Signing]:
    (tmp_path / "seal.pem").write_bytes(other.bundle)
    (tmp_path / "token").write_text(TOKEN)
    with web(routes) as origin:
        yield Signing(
            seal="csc",
            seal_certs=tmp_path / "seal.pem",
            seal_secret=tmp_path / "token",
            csc_url=origin,
            csc_credential="our-seal",
        )


def test_all_seven_checks_hold(
    signing: Signing, provider: Provider, sandbox: Sandbox, tmp_path: Path
) -> None:
    sealer = replace(a_sealer(tmp_path / "signing"), seal=RemoteSeal(signing))
    worked = seal(sandbox, sealer, an_english_agreement(months=12))
    root = pinned(signing.seal_certs_pem) + worked.expected.root
    verdict = inspect(worked.final, replace(worked.expected, root=root), AT)
    assert verdict.accepted, verdict
    by = [one.sealed_by for one in worked.revisions]
    assert by == ["Example Trust", "", "", "Example Trust", ""]
    assert provider.permitted == {}


@pytest.mark.parametrize("algorithm", [RSA_SHA256, RSA], ids=["RSA with SHA-256", "RSA"])
@pytest.mark.parametrize(("version", "path"), [("v1", ""), ("v1", "/csc/v1"), ("v2", "/csc/v2")])
def test_both_versions_are_spoken(
    signing: Signing,
    provider: Provider,
    routes: dict[str, Route],
    other: Other,
    version: str,
    path: str,
    algorithm: str,
) -> None:
    provider.version, provider.algorithm = version, algorithm
    routes.clear()
    routes.update(provider.routes())
    remote = RemoteSeal(replace(signing, csc_url=signing.csc_url + path))
    made = asyncio.run(remote.async_sign_raw(b"data", "sha256"))
    other.below.key.public_key().verify(made, b"data", PKCS1v15(), SHA256())


def test_a_provider_of_another_version_than_named_is_refused_by_name(signing: Signing) -> None:
    with pytest.raises(SettingsError, match="SEAL_CSC_URL"):
        RemoteSeal(replace(signing, csc_url=signing.csc_url + "/csc/v2"))


def test_a_provider_that_signs_with_another_key_seals_nothing(
    signing: Signing, provider: Provider, other: Other
) -> None:
    remote = RemoteSeal(signing)
    provider.signs = other.root
    with pytest.raises(SigningError, match="another key"):
        asyncio.run(remote.async_sign_raw(b"data", "sha256"))


@pytest.mark.parametrize("step", ["credentials/authorize", "signatures/signHash"])
@pytest.mark.parametrize(
    "answer", [(500, "application/json", b"{}"), (200, "text/html", b"<p>It works</p>"),
               (200, "application/json", b"{}")]
)  # fmt: skip
def test_a_provider_at_fault_seals_nothing(
    signing: Signing, provider: Provider, routes: dict[str, Route], step: str, answer: Answer
) -> None:
    remote = RemoteSeal(signing)
    routes[provider.path(step)] = lambda _: answer
    with pytest.raises(SigningError):
        asyncio.run(remote.async_sign_raw(b"data", "sha256"))


def test_a_credential_that_is_not_there_is_refused_by_name(signing: Signing) -> None:
    with pytest.raises(SettingsError, match="SEAL_CSC_CREDENTIAL"):
        RemoteSeal(replace(signing, csc_credential="another"))


def test_a_provider_that_is_down_is_refused_by_name(signing: Signing) -> None:
    with web({}) as gone:
        pass
    with pytest.raises(SettingsError, match="SEAL_CSC_URL"):
        RemoteSeal(replace(signing, csc_url=gone))


def test_another_certificate_than_ours_is_refused_by_name(
    signing: Signing, provider: Provider, other: Other
) -> None:
    provider.shown = below(other, "Example Trust", AT, stamps=False).below
    with pytest.raises(SettingsError, match="SEAL_CERTS"):
        RemoteSeal(signing)


def test_the_bearer_token_is_not_shown(signing: Signing) -> None:
    assert TOKEN not in repr(signing)
    assert TOKEN not in repr(RemoteSeal(signing))
