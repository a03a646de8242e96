"""An authority for time that wants to know who asks is told so, and nobody else is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from hashlib import sha256

import pytest

from app.gateways.external_tsa import ExternalTsa
from app.gateways.timestamp import TimeNotProven
from app.gateways.trust import name_in, signer_of
from tests.agreements import AT
from tests.authorities import Route, another, web
from tests.gateways.test_external_tsa import plainly, stamped

DIGEST = sha256(b"what is signed").digest()
SECRETS = {
    "me:p@ss:word": "Basic bWU6cEBzczp3b3Jk",
    "bearer t0ken": "Bearer t0ken",
    "Bearer t0ken": "Bearer t0ken",
}


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, Route]]]:
    routes: dict[str, Route] = {}
    with web(routes) as origin:
        yield origin, routes


@pytest.mark.parametrize("secret", SECRETS)
def test_each_is_told_its_own_secret_and_it_is_written_nowhere(
    site: tuple[str, dict[str, Route]], secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    origin, routes = site
    caplog.set_level(logging.DEBUG)
    other = another("Example Time", AT, stamps=True)
    refused = plainly(401, "text/plain", b"who are you?")
    routes |= {"/first": refused, "/second": refused}
    routes[f"/second {SECRETS[secret]}"] = stamped(other)
    urls = [f"{origin}/first", f"{origin}/second"]
    tsa = ExternalTsa(urls, other.root_pem, lambda: AT, auth=["", secret])
    token = asyncio.run(tsa.async_timestamp(DIGEST, "sha256"))
    assert name_in(signer_of(token["content"])) == "Example Time"
    hidden = secret.rsplit(maxsplit=1)[-1].split(":", 1)[-1]
    assert hidden.encode() not in token.dump()
    unsaid = ExternalTsa(urls, other.root_pem, lambda: AT)
    with pytest.raises(TimeNotProven, match="status 401") as failed:
        asyncio.run(unsaid.async_timestamp(DIGEST, "sha256"))
    for where in (caplog.text, str(failed.value)):
        assert hidden not in where
        assert SECRETS[secret] not in where
