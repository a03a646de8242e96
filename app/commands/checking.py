"""Is this PDF genuine? In words or as JSON, with the database or with the evidence alone."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from app.assembly import build, clock, upgrade
from app.commands.checking_words import CHECKS, FINDINGS, HEAD_FOUND, HEAD_LOST, STATES
from app.core.plain import plain
from app.gateways.evidence_file import RecordNotGenuine
from app.settings import Settings
from app.usecases import verify as checks
from app.usecases.verify import Answer


def verify(asked: argparse.Namespace) -> int:
    """0 accepted, 1 rejected, 2 could not check."""
    data = asked.file.read_bytes()
    if (asked.evidence is None) != (asked.root is None):
        print("--evidence and --root belong together", file=sys.stderr)
        return checks.UNCHECKED
    if asked.evidence is not None:
        times = asked.tsa_root.read_bytes() if asked.tsa_root else b""
        try:
            answer = checks.offline(
                data,
                asked.evidence.read_bytes(),
                asked.root.read_bytes(),
                clock(),
                times,
                asked.head,
            )
        except RecordNotGenuine as error:
            print(f"the evidence record is not genuine / 证据不真实: {error}", file=sys.stderr)
            return checks.UNCHECKED
    else:
        known = _with_database(data, asked.head)
        if known is None:
            print("there is no database here; give --evidence and --root", file=sys.stderr)
            return checks.UNCHECKED
        answer = known
    _print(asked.file, answer, as_json=asked.json)
    return answer.exit_code


def _with_database(data: bytes, head: str) -> Answer | None:
    settings = Settings.from_env()
    path = settings.database_url.removeprefix("sqlite:///")
    if settings.database_url.startswith("sqlite:///") and not Path(path).exists():
        return None
    upgrade(settings)
    deps = build(settings)
    try:
        return checks.by_file(deps, data, head)
    finally:
        deps.sandbox.close()


def _print(file: Path, answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told(answer), ensure_ascii=False))
        return
    print(f"{file.name}: {_both(FINDINGS[answer.finding])}")
    for check in answer.verdict.checks:
        found = "" if check.ok else f" ({check.code}{': ' + check.detail if check.detail else ''})"
        print(
            f"  {check.letter} {'yes' if check.ok else 'no '} {_both(CHECKS[check.letter])}{found}"
        )
    for words in answer.label.values():
        print(f"  {words}")
    if answer.standing is not None:
        print(f"  version {answer.standing.version}: {_both(STATES[answer.standing.state])}")
    if answer.head is not None:
        row = answer.head.row
        print(f"  {HEAD_LOST if row is None else HEAD_FOUND.format(row=row)}")


def told(answer: Answer) -> dict[str, object]:
    """The answer as ``--json`` prints it; docs/verify.md says what each key means."""
    standing = answer.standing
    return {
        "accepted": answer.verdict.accepted,
        "finding": answer.finding,
        "checks": [asdict(check) for check in answer.verdict.checks],
        "label": dict(answer.label),
        "version": standing.version if standing else None,
        "state": standing.state if standing else None,
        "sealed_at": plain(standing.sealed_at) if standing else None,
        "head": asdict(answer.head) if answer.head else None,
    }


def _both(words: tuple[str, str]) -> str:
    return " / ".join(words)
