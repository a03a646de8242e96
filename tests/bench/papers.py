"""CPU and bytes of one two-party agreement of 36 payments, warm, in this process.

Run as a program it prints one JSON object. Key making is not counted: the product
keeps fresh keys ready, and so does this.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

from app.core.agreement import AgreementFacts, facts_bytes
from app.core.evidence import sha256_hex
from app.core.sealed import Act, Drawn, Expected, Revision, Signatory, expected_fields
from app.documents import render, subsetting
from app.gateways.authority import open_authority
from app.gateways.inspect import inspect
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa
from tests.agreements import a_chinese_agreement, an_english_agreement

T = TypeVar("T")

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
WARM_UPS = 2
ROLES = ("lender", "borrower")
NAMES = {"en": ("Priya Shah", "Amelia Okafor"), "zh": ("沈佳", "欧阳修远")}
TAGS = {"en": "en", "zh": "zh-Hans"}
WRITTEN = {"en": "en", "zh": "zh_Hans"}


def measure(rounds: int) -> dict[str, float]:
    """Medians of ``rounds`` after the warm-ups: CPU milliseconds, bytes, wall milliseconds."""
    subsetting.choose()
    render.warm_up()
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        authority = open_authority(Path(folder) / "keys", AT)
        serial = count(1)
        tsa = LocalTsa(authority.tsa, lambda: AT, lambda: next(serial))
        sealer = LocalSealer(authority, tsa)
        for lang, facts in (("en", an_english_agreement()), ("zh", a_chinese_agreement())):
            found |= _language(sealer, lang, facts, rounds)
    return found


def _language(
    sealer: LocalSealer, lang: str, facts: AgreementFacts, rounds: int
) -> dict[str, float]:
    data = facts_bytes(facts)
    drawing, sealing, checking, size = [], [], [], 0
    for turn in range(WARM_UPS + rounds):
        sealer.keys.fill(len(ROLES))
        drawn, draw_ms = _cpu(partial(render.draw, data, WRITTEN[lang]))
        steps, seal_ms = _cpu(partial(_seal, sealer, drawn, lang))
        final = steps[-1].pdf
        expected = _expected(facts, data, steps, sealer.authority.root_pem)
        began = time.perf_counter()
        verdict = inspect(final, expected, AT)
        check_ms = (time.perf_counter() - began) * 1000
        if not verdict.accepted:
            raise RuntimeError(verdict)
        size = len(final)
        if turn >= WARM_UPS:
            drawing.append(draw_ms)
            sealing.append(seal_ms)
            checking.append(check_ms)
    draw, seal = statistics.median(drawing), statistics.median(sealing)
    figures = {
        f"draw_cpu_ms_{lang}": draw,
        f"seal_cpu_ms_{lang}": seal,
        f"seal_bytes_{lang}": size,
        f"seal_ratio_to_draw_{lang}": seal / draw,
    }
    return figures | ({"verify_ms": statistics.median(checking)} if lang == "en" else {})


def _seal(sealer: LocalSealer, drawn: Drawn, lang: str) -> tuple[Revision, ...]:
    people = tuple(
        Signatory(role, f"p-{role}", name, f"Signature of the {role}")
        for role, name in zip(ROLES, NAMES[lang], strict=True)
    )
    steps = [sealer.issue(drawn, people, AT)]
    for person in people:
        stamp = render.draw_stamp((person.name, person.role, "2026-11-21 09:30"), TAGS[lang])
        steps.append(sealer.apply(steps[-1].pdf, Act(person, "I agree", stamp), AT))
    closed = sealer.close(steps[-1].pdf, AT)
    return (*steps, closed.completed, closed.final)


def _expected(
    facts: AgreementFacts, data: bytes, steps: tuple[Revision, ...], root: bytes
) -> Expected:
    fields = expected_fields(ROLES)
    return Expected(
        final_sha256=steps[-1].sha256,
        earlier=tuple(step.sha256 for step in steps[:-1]),
        fields=fields,
        certificates=tuple(step.certificate_sha256 for step in steps),
        names=fields,
        facts_sha256=sha256_hex(data),
        version=facts.version,
        root=root,
    )


def _cpu(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    done = work()
    return done, (time.process_time() - began) * 1000


if __name__ == "__main__":
    if "FONTCONFIG_FILE" not in os.environ:
        sys.exit("run python -m tests.bench: it names the fonts that the product draws with")
    print(json.dumps(measure(int(sys.argv[1]))))
