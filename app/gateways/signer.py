"""Signing one revision of a PDF with a key that stays loaded."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from threading import Lock

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.core.sealed import COMPLETION
from app.gateways.authority import ONE_USE, Keyed, new_key
from app.gateways.timestamp import OWN_TOKEN

ATTRIBUTES = 1_200  # bytes: what is signed beside the document, and the wrapping
POOL = 8


class KeySigner(Signer):
    """pyHanko's signer over a loaded key: its own reads and checks the key every time."""

    def __init__(self, keyed: Keyed, issuers: Sequence[x509.Certificate] = ()) -> None:
        chain = SimpleCertificateStore.from_certs([plain(issuer) for issuer in issuers])
        super().__init__(
            signing_cert=plain(keyed.certificate), cert_registry=chain, embed_roots=False
        )
        self._key = keyed.key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError("we sign SHA-256 digests only")
        if dry_run:
            return bytes(self._key.key_size // 8)
        return self._key.sign(data, PKCS1v15(), SHA256())


class PartyKeys:
    """Fresh keys kept ready. Each is taken once and never stored."""

    def __init__(self) -> None:
        self._ready: deque[RSAPrivateKey] = deque()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._ready)

    def add(self) -> bool:
        """Make one key unless ``POOL`` are ready, for an idle moment; whether one was made."""
        if len(self) >= POOL:
            return False
        self._ready.append(new_key(ONE_USE))
        return True

    def take(self) -> RSAPrivateKey:
        with self._lock:
            return self._ready.popleft() if self._ready else new_key(ONE_USE)


def room(signer: Signer, timestamper: TimeStamper) -> int:
    """Hexadecimal digits that a signature with its certificates and its token may take."""
    own = signer.signing_cert
    if own is None:
        raise ValueError("a signer has a certificate")
    chain = {one.dump() for one in (own, *signer.cert_registry)}
    size = int(own.public_key.byte_size) + sum(len(one) for one in chain)
    return 2 * (size + ATTRIBUTES + token_room(timestamper))


def token_room(timestamper: TimeStamper) -> int:
    """Bytes that a token of this authority may take."""
    return int(getattr(timestamper, "largest", OWN_TOKEN))


def sign(
    pdf: bytes,
    signer: Signer,
    timestamper: TimeStamper,
    *,
    field: str,
    reason: str,
    name: str,
    at: datetime,
    commitment: GenericCommitment,
    stamp: bytes | None = None,
    certify: bool = False,
) -> bytes:
    """``pdf`` with one more revision that signs ``field``, PAdES B-T.

    Raises:
        SigningError: the field is missing or signed already.
    """
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=name,
        certify=certify,
        docmdp_permissions=MDPPerm.NO_CHANGES if field == COMPLETION else MDPPerm.FILL_FORMS,
        cades_signed_attr_spec=CAdESSignedAttrSpec(commitment_type=commitment.asn1),
    )
    style = _style(stamp) if stamp else None
    work = _TimedSigner(meta, signer, timestamper=timestamper, stamp_style=style)
    work.at = at
    out = BytesIO()
    work.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        existing_fields_only=True,
        bytes_reserved=room(signer, timestamper),
        output=out,
    )
    return out.getvalue()


def _style(stamp: bytes) -> StaticStampStyle:
    """The stamp as large as its place: it has margins of its own, and its words are small."""
    middle = AxisAlignment.ALIGN_MID
    return StaticStampStyle(
        background=StampPage(stamp),
        background_layout=SimpleBoxLayoutRule(middle, middle),
        border_width=0,
    )


class StampPage(PdfContent):
    """The first page of a small PDF held in memory, as a signature's picture."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        writer: BasePdfFileWriter = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)), page_ix=0)
        self.resources.xobject["/Stamp"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


class _TimedSigner(PdfSigner):
    """The time in ``/M`` is the one we were given, not the library's clock."""

    at: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def plain(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate as the library's type."""
    read: asn1_x509.Certificate = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return read
