"""Sealing with a key that never leaves its hardware token (PKCS#11)."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign import Signer
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.gateways.seal_certs import checked, own_and_issuers
from app.settings import SettingsError
from app.settings_signing import Signing

try:
    from pkcs11 import PinIncorrect, PKCS11Error
    from pkcs11 import lib as load
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
except ImportError:  # the extra "hsm" is not installed
    AVAILABLE = False
else:
    AVAILABLE = True


class HardwareSeal(Signer):
    """The token stays open; after a fault it is opened anew for the next try."""

    def __init__(self, signing: Signing) -> None:
        """Open the token and set a seal on trial.

        Raises:
            SettingsError: the token, the PIN, the key or the certificate is wrong.
        """
        if not AVAILABLE:
            raise SettingsError('SEAL=pkcs11 needs python-pkcs11: install the extra "hsm"')
        own, issuers = own_and_issuers(signing.seal_certs_pem)
        chain = SimpleCertificateStore.from_certs(issuers)
        super().__init__(signing_cert=own, cert_registry=chain, embed_roots=False)
        self._own = own
        self._signing = signing
        self._token: PKCS11Signer | None = None
        self._open()
        try:
            asyncio.run(self.async_sign_raw(b"trial", "sha256"))
        except (SigningError, PKCS11Error) as error:
            self.close()
            raise SettingsError(
                "SEAL_PKCS11_KEY is not the key of the first certificate in SEAL_CERTS"
            ) from error

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError("we sign SHA-256 digests only")
        if dry_run:
            return bytes(self._own.public_key.byte_size)
        try:
            signature = await self._open().async_sign_raw(data, digest_algorithm)
        except PKCS11Error:
            self.close()
            raise
        return checked(signature, data, self._own)

    def close(self) -> None:
        """Let the token go; the next signature opens it again."""
        token, self._token = self._token, None
        if token is not None:
            with suppress(PKCS11Error):  # a token that was pulled out cannot say goodbye
                token.pkcs11_session.close()

    def _open(self) -> PKCS11Signer:
        if self._token is None:
            self._token = _opened(self._signing, self)
        return self._token


def _opened(signing: Signing, seal: HardwareSeal) -> PKCS11Signer:
    """Log in to the token named in the settings.

    Raises:
        SettingsError: naming the variable that does not fit.
    """
    try:
        load(str(signing.pkcs11_lib))
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise SettingsError("SEAL_PKCS11_LIB is not a library for tokens") from error
    try:
        session = open_pkcs11_session(
            str(signing.pkcs11_lib),
            token_criteria=TokenCriteria(label=signing.pkcs11_token),
            user_pin=signing.secret,
        )
    except PinIncorrect as error:
        raise SettingsError("SEAL_PIN_FILE holds a PIN that the token refuses") from error
    except PKCS11Error as error:
        raise SettingsError(
            f"SEAL_PKCS11_TOKEN names no token that can be used: {type(error).__name__}"
        ) from error
    return PKCS11Signer(
        session, signing_cert=seal.signing_cert, key_label=signing.pkcs11_key, embed_roots=False
    )
