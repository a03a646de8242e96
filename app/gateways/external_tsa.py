"""Time stated by other authorities over HTTP (RFC 3161), asked in the order we are given."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import encode_basic_auth
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app import faults, logs
from app.core.text import shown
from app.gateways.asking import answer_of
from app.gateways.timestamp import TimeNotProven, said
from app.gateways.trust import carried, certificates

_log = logging.getLogger(__name__)

TIMEOUT_S = 5
LARGEST = 10_000
"""Bytes of the longest token we keep room for; those of known authorities take 3,000 to 7,000."""
MOST = 4 * LARGEST
ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"


class ExternalTsa(TimeStamper):
    """Authorities below ``roots`` (PEM). ``clock`` gives aware UTC, to compare with theirs.

    ``auth`` has ``user:password``, ``bearer TOKEN`` or nothing for each address.
    """

    largest = LARGEST

    def __init__(
        self,
        urls: Sequence[str],
        roots: bytes,
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT_S,
        auth: Sequence[str] = (),
    ) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko gives no types here
        self._urls = tuple(urls)
        self._authorizations = tuple(map(_authorization, auth or [""] * len(self._urls)))
        self._timeout = timeout
        self._anchors = certificates(roots)
        self._clock = clock

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The first good token.

        Raises:
            TimeNotProven: no authority gave one; the message says why, host by host.
        """
        if md_algorithm != "sha256":
            raise ValueError("we stamp SHA-256 digests only")
        faulty = []
        for url, authorization in zip(self._urls, self._authorizations, strict=True):
            nonce, asked = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]  # nor here
            try:
                answer = await answer_of(
                    url,
                    most=MOST,
                    timeout_s=self._timeout,
                    post=(ASKED, asked.dump()),
                    kind=ANSWERED,
                    authorization=authorization,
                )
                read = tsp.TimeStampResp.load(answer)
                token = await self._good(read, message_digest, nonce)
            except Exception as error:  # noqa: BLE001  # whatever is wrong, the next one is asked
                host, fault = urlsplit(url).hostname, type(error).__name__
                why = shown(str(error))  # what a stranger answers may be anything
                # What ``why`` says is not ours, and stays out of the line that leaves.
                logs.tell(_log, logging.WARNING, "time not taken", host=host, fault=fault, why=why)
                faulty.append(f"{host}: {fault} {why}")
            else:
                faults.point("token_received")
                return token
        raise TimeNotProven("; ".join(faulty))

    async def _good(self, answer: tsp.TimeStampResp, digest: bytes, nonce: int) -> cms.ContentInfo:
        """The token of ``answer``, if it is one we may keep."""
        status = answer["status"]["status"].native
        if status != "granted":
            raise TimeNotProven(f"the answer is {status}")
        token: cms.ContentInfo = answer["time_stamp_token"]
        if len(token.dump()) > LARGEST:
            raise TimeNotProven("the token is longer than its room")
        data = token["content"]
        if data["encap_content_info"]["content"].parsed["nonce"].native != nonce:
            raise TimeNotProven("the token answers another question")
        if any(one.ocsp_urls and not one.crl_distribution_points for one in carried(data)):
            # What an online answer says is not kept in files: such an authority cannot be used.
            raise TimeNotProven("its certificates name OCSP and no list to keep")
        now = self._clock()
        told = said(data, digest, now)
        # Lists are fetched and held against the certificates once, when the file is closed.
        trust = ValidationContext(
            trust_roots=list(self._anchors),
            allow_fetching=False,
            revocation_mode="soft-fail",
            moment=now,
        )
        held = await validate_tst_signed_data(data, trust, lambda _: digest)
        if not TimestampSignatureStatus(**held).trusted:
            raise TimeNotProven(f"{told.authority} is not an authority we trust")
        return token


def _authorization(secret: str) -> str:
    """The header for a secret as the settings give it."""
    kind, _, token = secret.partition(" ")
    if kind.lower() == "bearer":
        return f"Bearer {token.strip()}"
    user, _, password = secret.partition(":")
    return encode_basic_auth(user, password, "utf-8") if secret else ""
