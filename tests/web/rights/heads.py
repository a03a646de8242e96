"""The headers of every answer, and the policy of every page against what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from werkzeug.test import TestResponse

from app.web import security
from tests.web.rights.cells import Cell

POLICY = re.compile(
    r"default-src 'none'; script-src 'nonce-([\w-]{24})'; style-src 'nonce-\1'; img-src 'self'; "
    r"font-src 'self'; connect-src 'self'; form-action 'self' https://www\.wikipedia\.org; "
    r"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    r"trusted-types 'none'"
)
INLINE = re.compile(r"<[^>]+\s(?:on\w+|style)\s*=|javascript:", re.IGNORECASE)
DOWNLOADS = {
    "account.data.file",
    "account.data.paper",
    "agreement.calendar",
    "agreement.file",
    "agreement.records.trial_file",
    "borrower.exhibits.one_page",
    "borrower.exhibits.original",
    "counselor.looking.agreement",
    "counselor.looking.payments",
    "counselor.mandate.file",
    "evidence.paper",
    "evidence.record",
    "evidence.renewals",
    "exhibits.one_page",
    "legal.file",
    "verify.log_key",
    "verify.root",
}


@dataclass
class Heads:
    """What was wrong with the answers so far, and the number used once of each."""

    wrong: list[str] = field(default_factory=list)
    nonces: list[str] = field(default_factory=list)

    def note(self, cell: Cell, answer: TestResponse) -> None:
        self.wrong += [f"{cell.method} {cell.path}: {fault}" for fault in faults(cell, answer)]
        if read := POLICY.fullmatch(answer.headers.get("Content-Security-Policy", "")):
            self.nonces.append(read[1])


def faults(cell: Cell, answer: TestResponse) -> Iterator[str]:
    """What differs from the headers that every answer has, and what a page holds against them."""
    headers = answer.headers
    exact = {**security.HEADERS, "Cache-Control": "no-store"}
    yield from (name for name, value in exact.items() if headers.getlist(name) != [value])
    policies = headers.getlist("Content-Security-Policy")
    if cell.endpoint in DOWNLOADS and answer.status_code == 200:
        if policies != [security.DOWNLOAD_CSP]:
            yield f"a download with {policies}"
        return
    read = POLICY.fullmatch(policies[0]) if len(policies) == 1 else None
    if read is None:
        yield f"policies {policies}"
        return
    words = answer.text
    if not set(re.findall(r'nonce="([^"]*)"', words)) <= {read[1]}:
        yield "another number used once"
    if INLINE.search(words) or re.search(r"<script(?![^>]*\snonce=)", words):
        yield "a script or style of the page itself"
