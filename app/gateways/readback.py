"""What a file's signatures hold, taken from its bytes, without the library that wrote them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509

from app.gateways.trust import signer_of

# No text that people write is as long as the shortest of our signatures.
_PLACE = re.compile(rb"/Contents <([0-9A-Fa-f]{2000,})>\s*/ByteRange \[0 (\d+) (\d+) (\d+)\]")


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature; ``digest`` is the SHA-256 of every byte that it signs.

    ``length`` counts the bytes of ``/Contents``, with what is left empty in it.
    """

    data: cms.SignedData
    digest: bytes
    length: int

    @property
    def info(self) -> cms.SignerInfo:
        one: cms.SignerInfo
        (one,) = self.data["signer_infos"]
        return one

    @property
    def certificate(self) -> asn1_x509.Certificate:
        return signer_of(self.data)


def signatures_of(pdf: bytes) -> tuple[cms.SignedData, ...]:
    """What stands in each signature of ``pdf``, in the order they were made."""
    return tuple(_read(place[1]) for place in _PLACE.finditer(pdf))


def newest_of(pdf: bytes) -> Signed:
    """The last signature of ``pdf``, over all of it but the place of the signature itself.

    Raises:
        ValueError: there is none, or it signs other bytes.
    """
    *_, place = (None, *_PLACE.finditer(pdf))
    if place is None:
        raise ValueError("nothing is signed")
    before, after, rest = (int(number) for number in place.groups()[1:])
    gap = pdf[before:after]
    if gap != b"<%b>" % place[1] or after + rest != len(pdf):
        raise ValueError("the newest signature is not over the whole file")
    digest = sha256(pdf[:before] + pdf[after:]).digest()
    return Signed(_read(place[1]), digest, len(place[1]) // 2)


def _read(contents: bytes) -> cms.SignedData:
    found: cms.SignedData = cms.ContentInfo.load(bytes.fromhex(contents.decode()))["content"]
    return found
