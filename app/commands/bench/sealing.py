"""CPU and bytes of one two-party agreement, warm, in this process and on one core.

``python -m app.commands.bench.sealing ROUNDS`` prints one JSON object. The making of party
keys is not counted: the worker makes them while nothing is due, and so does this between rounds.
"""

from __future__ import annotations

import gc
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import count, pairwise
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from app.commands.bench.drafts import a_chinese_draft, an_english_draft
from app.commands.bench.worked import AT
from app.core.access import Role
from app.core.agreement import AgreementFacts, Party, facts_bytes
from app.core.evidence import chain, sha256_hex
from app.core.intent import CURRENT, sentence
from app.core.record import record
from app.core.sealed import Act, Expected, Revision, Signatory, expected_fields
from app.documents import render, tasks
from app.documents.drawing import draw, draw_stamp
from app.documents.forks import load
from app.documents.html import TEMPLATES, paper_html
from app.documents.sandbox import DRAWING, Sandbox
from app.gateways.authority import open_authority
from app.gateways.inspect import inspect
from app.gateways.offline import Trust, open_evidence
from app.gateways.seal import LocalSealer
from app.gateways.timestamp import LocalTsa

WARM_UPS = 2
INSTALMENTS = 36
GROWTH = (12, 36, 60, 120, 360)
STEPS = ("draw", "fields", "platform", "lender", "borrower", "completion", "dss", "archive")
"""What ends with one revision each, 0 to 8: there is no fifth without a counselor."""
EVIDENCE = "evidence"
HEAD = "7" * 64
"""The end of a chain: every reason carries one."""
_END = re.compile(rb"%%EOF\s")


@dataclass(frozen=True, slots=True)
class Paper:
    """Medians, all times CPU milliseconds: by step, of all, of the bare drawing, of a check.

    A check is all that one does: the evidence and its seal, the PDF, the seven checks.
    """

    cpu_ms: Mapping[str, float]
    size: Mapping[str, int]
    total_ms: float
    total_bytes: int
    bare_ms: float
    verify_ms: float


@dataclass(slots=True)
class Watch:
    """CPU milliseconds by step, as the steps are told."""

    spent: dict[str, float] = field(default_factory=dict)
    _since: float = 0.0

    def start(self) -> None:
        self.spent, self._since = {}, time.process_time()

    def lap(self, step: str) -> None:
        """Whatever went on since the last lap was part of ``step``."""
        now = time.process_time()
        self.spent[step] = self.spent.get(step, 0.0) + (now - self._since) * 1000
        self._since = now


class Here(Sandbox):
    """Draws in this process, where the time it takes can be counted."""

    def run(self, task: str, payload: bytes) -> bytes:
        return load(DRAWING[task])(payload)


LAPS = {"fields": "fields", "completed": "completion", "dss": "dss", "archived": "archive"}


@dataclass(frozen=True, slots=True)
class Bench:
    """A sealer with keys of its own that tells its steps to the watch."""

    sealer: LocalSealer
    watch: Watch

    @classmethod
    def open(cls, folder: Path) -> Bench:
        watch, serial = Watch(), count(1)

        def point(name: str) -> None:
            if name in LAPS:
                watch.lap(LAPS[name])

        authority = open_authority(folder / "keys", AT)
        tsa = LocalTsa(authority.tsa, lambda: AT, lambda: next(serial))
        return cls(LocalSealer(authority, tsa, point=point), watch)

    def measure(self, facts: AgreementFacts, rounds: int, warm_ups: int = WARM_UPS) -> Paper:
        """Medians of ``rounds`` after the warm-ups.

        Raises:
            RuntimeError: the file that was made is not accepted.
        """
        spent: list[dict[str, float]] = []
        bare: list[float] = []
        checked: list[float] = []
        sizes: tuple[int, ...] = ()
        evidence = 0
        for _ in range(warm_ups + rounds):
            while self.sealer.prepare():
                pass
            bare.append(_bare_ms(facts))
            steps = self._seal(facts)
            expected = self._expected(facts, steps)
            self.watch.lap("")
            kept = self.sealer.evidence(_told(facts, expected), AT)
            self.watch.lap(EVIDENCE)
            evidence = len(kept)
            began = time.process_time()
            opened = open_evidence(kept, Trust(expected.root), sha256_hex(steps[-1].pdf))
            found = inspect(steps[-1].pdf, replace(opened.expected, root=expected.root), AT)
            checked.append((time.process_time() - began) * 1000)
            if not found.accepted:
                raise RuntimeError(found)
            spent.append(self.watch.spent)
            sizes = _sizes(steps[-1].pdf)
        counted = spent[warm_ups:]
        return Paper(
            cpu_ms={
                step: statistics.median(one[step] for one in counted) for step in (*STEPS, EVIDENCE)
            },
            size=dict(zip(STEPS, sizes, strict=True)) | {EVIDENCE: evidence},
            total_ms=statistics.median(sum(one[step] for step in STEPS) for one in counted),
            total_bytes=sum(sizes),
            bare_ms=statistics.median(bare[warm_ups:]),
            verify_ms=statistics.median(checked[warm_ups:]),
        )

    def _seal(self, facts: AgreementFacts) -> tuple[Revision, ...]:
        """All of it: drawn, frozen, signed by each party, completed and archived."""
        sealer, watch, here = self.sealer, self.watch, Here()
        gc.collect()
        watch.start()
        drawn = draw(here, facts_bytes(facts), facts.language_of_record)
        watch.lap("draw")
        # In the product this goes with the child that drew, and nobody collects it.
        gc.collect()
        watch.lap("")
        people = tuple(
            Signatory(party.role, party.id, party.name, f"Signature of the {party.role}")
            for party in facts.parties
        )
        steps = [sealer.issue(drawn, people, AT, HEAD)]
        watch.lap("platform")
        for person, party in zip(people, facts.parties, strict=True):
            steps.append(sealer.apply(steps[-1].pdf, _act(here, facts, person, party), AT))
            watch.lap(person.role)
        closed = sealer.close(steps[-1].pdf, AT, HEAD)
        watch.lap("archive")
        return (*steps, closed.completed, closed.final)

    def _expected(self, facts: AgreementFacts, steps: tuple[Revision, ...]) -> Expected:
        fields = expected_fields(party.role for party in facts.parties)
        return Expected(
            final_sha256=steps[-1].sha256,
            earlier=tuple(step.sha256 for step in steps[:-1]),
            fields=fields,
            certificates=tuple(step.certificate_sha256 for step in steps),
            names=fields,
            facts_sha256=sha256_hex(facts_bytes(facts)),
            version=facts.version,
            root=self.sealer.authority.root_pem,
        )


def _act(here: Sandbox, facts: AgreementFacts, person: Signatory, party: Party) -> Act:
    lang = facts.language_of_record
    stamp = draw_stamp(
        here,
        name=person.name,
        role=person.role,
        organisation=party.organisation,
        at=AT,
        lang=lang,
    )
    return Act(person, f"{sentence(CURRENT[Role(person.role)], lang)} [{HEAD}]", stamp)


def _bare_ms(facts: AgreementFacts) -> float:
    """CPU milliseconds of WeasyPrint alone, as its manual uses it, for the same document."""
    html = paper_html(facts_bytes(facts), facts.language_of_record)
    began = time.process_time()
    fonts = FontConfiguration()
    sheet = CSS(string=(TEMPLATES / "agreement.css").read_text("utf-8"), font_config=fonts)
    page = HTML(string=html, url_fetcher=render.DenyAll(), base_url=None)
    page.write_pdf(font_config=fonts, stylesheets=[sheet])
    return (time.process_time() - began) * 1000


def _told(facts: AgreementFacts, expected: Expected) -> dict[str, object]:
    return record(
        expected,
        agreement_id=facts.agreement_id,
        label={"en": "SES"},
        what={"version": facts.version},
        people=[{"role": party.role} for party in facts.parties],
        acts=[{"role": party.role} for party in facts.parties],
        fairness={},
        chain=chain([{"kind": "event"}] * 12),
    )


def _sizes(pdf: bytes) -> tuple[int, ...]:
    """How many bytes each revision added."""
    ends = [0, *(found.end() for found in _END.finditer(pdf))]
    return tuple(end - start for start, end in pairwise(ends))


def measure(rounds: int) -> dict[str, object]:
    """Both languages step by step, and the English one with more and more instalments."""
    tasks.warm_task(b"")
    makers: dict[str, Callable[[int], AgreementFacts]] = {
        "en": an_english_draft,
        "zh": a_chinese_draft,
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.open(Path(folder))
        return {
            lang: asdict(bench.measure(make(INSTALMENTS), rounds)) for lang, make in makers.items()
        } | {
            "growth": [
                (
                    months,
                    asdict(bench.measure(an_english_draft(months), max(rounds // 3, 1), 1)),
                )
                for months in GROWTH
            ]
        }


if __name__ == "__main__":
    if "FONTCONFIG_FILE" not in os.environ:
        sys.exit("run python -m app.cli bench signing: it names the fonts of the product")
    print(json.dumps(measure(int(sys.argv[1]))))
