"""Sealing at a trust provider (Cloud Signature Consortium API 1.0.4 or 2, ``/csc/v1|v2``).

What the second version names otherwise is named here; the library (0.38.0) speaks the first.
Neither may ask a person for a PIN or a code at each seal: nobody is there to give it.
Sources: CSC API 1.0.4.0 sections 11.6 and 11.9; 2.0.0.2 for the same requests.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

import aiohttp
from asn1crypto import algos
from pyhanko.sign import Signer
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.gateways.seal_certs import checked, own_and_issuers
from app.settings import SettingsError
from app.settings_signing import Signing

TIMEOUT_S = 10
SECOND = "v2"
_RENAMED = {"hash": "hashes", "hashAlgo": "hashAlgorithmOID"}
_SHA256 = {"hashAlgorithmOID": algos.DigestAlgorithmId("sha256").dotted}
_ANY_RSA = "rsassa_pkcs1v15"


class RemoteSeal(Signer):
    """Each seal is authorized for its own hash, so that nothing else can be signed with it."""

    def __init__(self, signing: Signing) -> None:
        """Ask the provider for the credential.

        Raises:
            SettingsError: it does not answer, or holds another certificate than we name.
        """
        own, issuers = own_and_issuers(signing.seal_certs_pem)
        chain = SimpleCertificateStore.from_certs(issuers)
        super().__init__(signing_cert=own, cert_registry=chain, embed_roots=False)
        self._own = own
        url, _, version = signing.csc_url.partition("/csc/")
        self._service = CSCServiceSessionInfo(
            service_url=url,
            credential_id=signing.csc_credential,
            oauth_token=signing.secret,
            api_ver=version or "v1",
        )
        try:
            self._credential = asyncio.run(self._asked())
        except (SigningError, OSError, ValueError, KeyError) as error:
            raise SettingsError(
                "SEAL_CSC_URL does not give the credential; look at SEAL_CSC_CREDENTIAL and "
                "SEAL_CSC_TOKEN_FILE too"
            ) from error
        if self._credential.signing_cert.dump() != own.dump():
            raise SettingsError("SEAL_CSC_CREDENTIAL has another certificate than SEAL_CERTS")

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError("we sign SHA-256 digests only")
        if dry_run:
            return bytes(self._own.public_key.byte_size)
        async with aiohttp.ClientSession() as session:
            permission = _Permission(session, self._service, self._credential)
            remote = _Remote(session, permission, sign_timeout=TIMEOUT_S, embed_roots=False)
            signature = await remote.async_sign_raw(data, digest_algorithm)
        return checked(signature, data, self._own)

    async def _asked(self) -> CSCCredentialInfo:
        async with aiohttp.ClientSession() as session:
            return await fetch_certs_in_csc_credential(session, self._service, TIMEOUT_S)


class _Remote(CSCSigner):
    """Asks in the words of the provider's version."""

    def get_signature_mechanism_for_digest(
        self, digest_algorithm: str | None
    ) -> algos.SignedDigestAlgorithm:
        """Many name the kind of key alone, and take the digest from the request."""
        supported = self.auth_manager.credential_info.supported_mechanisms
        if _ANY_RSA in supported and f"{digest_algorithm}_rsa" not in supported:
            return algos.SignedDigestAlgorithm({"algorithm": _ANY_RSA})
        found = super().get_signature_mechanism_for_digest(digest_algorithm)  # type: ignore[no-untyped-call]  # pyHanko gives no types here
        return cast("algos.SignedDigestAlgorithm", found)

    async def format_csc_signing_req(
        self, tbs_hashes: list[str], digest_algorithm: str
    ) -> dict[str, Any]:
        asked = await super().format_csc_signing_req(tbs_hashes, digest_algorithm)
        return _worded(asked, self.auth_manager.csc_session_info)


class _Permission(CSCAuthorizationManager):
    """Activation data, asked for anew for every signature."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        service: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
    ) -> None:
        super().__init__(service, credential)
        self._session = session

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """Raises SigningError when the provider refuses, or does not answer."""
        try:
            async with self._session.post(
                self.csc_session_info.endpoint_url("credentials/authorize"),
                headers=self.auth_headers,
                json=_worded(
                    self.format_csc_auth_request(hash_b64s=hash_b64s), self.csc_session_info
                ),
                raise_for_status=True,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
            ) as answer:
                told: dict[str, Any] = await answer.json()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise SigningError("the provider did not authorize the seal") from error
        return self.parse_csc_auth_response(told)


def _worded(asked: dict[str, Any], service: CSCServiceSessionInfo) -> dict[str, Any]:
    """The second version wants to know the digest at the permission already."""
    if service.api_ver != SECOND:
        return asked
    return {_RENAMED.get(name, name): value for name, value in asked.items()} | _SHA256
