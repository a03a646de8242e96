"""What other people's tools say about a file; they confirm signatures, never that it is ours."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature

from tests.agreements import AT

MOMENT = str(int(AT.timestamp()))


@dataclass(frozen=True, slots=True)
class Opinion:
    """``qpdf``: no fault in the structure. ``valid``: how many signatures ``pdfsig`` confirms.

    ``whole``: one of them covers the file to its end, as ``pdfsig`` sees it.
    """

    qpdf: bool
    valid: int
    whole: bool


def ask(pdf: bytes, folder: Path) -> Opinion:
    file = folder / "asked.pdf"
    file.write_bytes(pdf)
    checked = _run(folder, "qpdf", "--check", file.name)
    told = _run(folder, "pdfsig", "-nocert", file.name).stdout
    return Opinion(
        qpdf=checked.returncode == 0,
        valid=told.count("Signature is Valid."),
        whole="- Total document signed" in told,
    )


def openssl_confirms(pdf: bytes, one: EmbeddedPdfSignature, root: bytes, folder: Path) -> bool:
    """Whether the signature over its ranges leads to ``root``, at the frozen time."""
    first, length, second, rest = (int(n) for n in list(one.byte_range))
    (folder / "range").write_bytes(pdf[first : first + length] + pdf[second : second + rest])
    (folder / "root.pem").write_bytes(root)
    (folder / "signature").write_bytes(cms.ContentInfo.load(one.pkcs7_content).dump())
    ran = _run(
        folder, "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any",
        "-attime", MOMENT, "-in", "signature", "-content", "range", "-CAfile", "root.pem",
        "-out", "out",
    )  # fmt: skip
    return ran.returncode == 0


def openssl_ts_confirms(token: bytes, subject: bytes, root: bytes, folder: Path) -> bool:
    """Whether the token is over ``subject`` and leads to ``root``, at the frozen time."""
    for name, data in (("token", token), ("subject", subject), ("root.pem", root)):
        (folder / name).write_bytes(data)
    ran = _run(
        folder, "openssl", "ts", "-verify", "-token_in", "-in", "token", "-data", "subject",
        "-CAfile", "root.pem", "-attime", MOMENT,
    )  # fmt: skip
    return ran.returncode == 0


def token_and_subject(pdf: bytes, one: EmbeddedPdfSignature) -> tuple[bytes, bytes]:
    """The timestamp that belongs to a signature field, and the bytes it is over."""
    if one.sig_object["/Type"] == "/DocTimeStamp":
        first, length, second, rest = (int(n) for n in list(one.byte_range))
        subject = pdf[first : first + length] + pdf[second : second + rest]
        return cms.ContentInfo.load(one.pkcs7_content).dump(), subject
    signer = one.signer_info
    token = find_unique_cms_attribute(signer["unsigned_attrs"], "signature_time_stamp_token")
    return token.dump(), signer["signature"].native


def signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    found: list[EmbeddedPdfSignature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return found


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )
