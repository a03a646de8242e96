"""Is this PDF genuine? In words or as JSON, with the database or with the evidence alone."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from app.assembly import build, clock, upgrade
from app.gateways.evidence_file import RecordNotGenuine
from app.settings import Settings
from app.usecases import verify as checks
from app.usecases.verify import Answer

WORDS = {
    "a": "the whole file is the final file",
    "b": "the signatures are exactly those expected",
    "c": "nothing was changed after anyone signed",
    "d": "the certificates are those on record",
    "e": "nothing was added at the end",
    "f": "the figures inside are the figures printed",
    "g": "the file could be read",
}


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
                data, asked.evidence.read_bytes(), asked.root.read_bytes(), clock(), times
            )
        except RecordNotGenuine as error:
            print(f"the evidence record is not genuine: {error}", file=sys.stderr)
            return checks.UNCHECKED
    else:
        known = _with_database(data)
        if known is None:
            print("there is no database here; give --evidence and --root", file=sys.stderr)
            return checks.UNCHECKED
        answer = known
    _print(asked.file, answer, as_json=asked.json)
    return answer.exit_code


def _with_database(data: bytes) -> Answer | None:
    settings = Settings.from_env()
    path = settings.database_url.removeprefix("sqlite:///")
    if settings.database_url.startswith("sqlite:///") and not Path(path).exists():
        return None
    upgrade(settings)
    deps = build(settings)
    try:
        return checks.by_file(deps, data)
    finally:
        deps.sandbox.close()


def _print(file: Path, answer: Answer, *, as_json: bool) -> None:
    if as_json:
        told = {
            "accepted": answer.verdict.accepted,
            "checks": [asdict(check) for check in answer.verdict.checks],
            "state": answer.standing.state if answer.standing else None,
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{file.name}: {'genuine' if answer.verdict.accepted else 'not genuine'}")
    for check in answer.verdict.checks:
        found = "" if check.ok else f" ({check.code}{': ' + check.detail if check.detail else ''})"
        print(f"  {check.letter} {'yes' if check.ok else 'no '} {WORDS[check.letter]}{found}")
