"""The certificates of a seal that another authority certified, and what they prove."""

from __future__ import annotations

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.general import SigningError

from app.gateways.trust import certificates
from app.settings import SettingsError


def readable(variable: str, bundle: bytes) -> bytes:
    """``bundle``, when it is empty or all of it are certificates.

    Raises:
        SettingsError: something in it is not; ``variable`` names the file.
    """
    try:
        if bundle:
            x509.load_pem_x509_certificates(bundle)
    except ValueError as error:
        raise SettingsError(f"{variable} holds something that is no certificate") from error
    return bundle


def own_and_issuers(
    bundle: bytes,
) -> tuple[asn1_x509.Certificate, tuple[asn1_x509.Certificate, ...]]:
    """The certificate of the seal in use, which stands first, and those of its issuers.

    Raises:
        SettingsError: the file holds something else, or the key is not RSA.
    """
    own, *others = certificates(readable("SEAL_CERTS", bundle))
    if own.ca or own.public_key.algorithm != "rsa":
        # Elliptic curves would make the PDF claim version 2.0.
        raise SettingsError("SEAL_CERTS begins with the seal's own certificate, with an RSA key")
    return own, tuple(one for one in others if one.ca)


def pinned(bundle: bytes) -> bytes:
    """The certificates of seals alone, as PEM: whoever certified them is not believed at large.

    The same authority certifies strangers, and these would else seal in our name.
    """
    seals = [one for one in certificates(bundle) if not one.ca]
    return b"".join(pem.armor("CERTIFICATE", one.dump()) for one in seals)


def checked(signature: bytes, data: bytes, own: asn1_x509.Certificate) -> bytes:
    """``signature``, when the key of ``own`` made it over ``data``.

    Raises:
        SigningError: another key, or something else, made it.
    """
    key = x509.load_der_x509_certificate(own.dump()).public_key()
    if not isinstance(key, RSAPublicKey):
        raise SigningError("the seal's key is RSA")
    try:
        key.verify(signature, data, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise SigningError("the seal was set with another key than its certificate's") from error
    return signature
