"""Is this PDF genuine? In words or as JSON, with the database or with the evidence alone."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from app.assembly import build, clock, upgrade
from app.commands.checking_words import (
    CHECKS,
    COPY_OF,
    FINDINGS,
    HEAD_FOUND,
    HEAD_LOST,
    STATES,
)
from app.core.plain import plain
from app.core.sealed import LARGEST, Check
from app.documents.sandbox import Sandbox
from app.gateways.offline import Brought
from app.gateways.trust import certificates
from app.settings import Settings, SettingsError
from app.usecases import verify as checks
from app.usecases.labels import other_readers
from app.usecases.verify import Answer


def verify(asked: argparse.Namespace) -> int:
    """0 accepted, 1 rejected, 2 could not check: whatever fails on our side is no verdict."""
    if (asked.evidence is None) != (asked.root is None):
        print("--evidence and --root belong together", file=sys.stderr)
        return checks.UNCHECKED
    if asked.renewals is not None and asked.evidence is None:
        print("--renewals goes with --evidence and --root", file=sys.stderr)
        return checks.UNCHECKED
    if asked.head is not None and not asked.head.strip():
        print("--head is empty: give the value from the mail, or leave it out", file=sys.stderr)
        return checks.UNCHECKED
    for name, root in (("--root", asked.root), ("--tsa-root", asked.tsa_root)):
        if root is not None and not _is_pem(_start_of(root)):
            print(f"{name} is no certificate in PEM", file=sys.stderr)
            return checks.UNCHECKED
    try:
        data = _start_of(asked.file)
        answer = _alone(asked, data) if asked.evidence else _with_database(data, asked.head or "")
    except (FileNotFoundError, IsADirectoryError, PermissionError, SettingsError):
        raise
    except Exception as error:  # noqa: BLE001  # 1 would mean that the file is not genuine
        print(f"{_both(FINDINGS['unjudged'])} ({type(error).__name__})", file=sys.stderr)
        return checks.UNCHECKED
    if answer is None:
        print("there is no database here; give --evidence and --root", file=sys.stderr)
        return checks.UNCHECKED
    _print(asked.file, answer, as_json=asked.json)
    return answer.exit_code


def _start_of(file: Path) -> bytes:
    """Enough to see that a file is larger than any of ours; it may be without an end."""
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _is_pem(bundle: bytes) -> bool:
    try:
        return bool(certificates(bundle))
    except ValueError:
        return False


def _alone(asked: argparse.Namespace, data: bytes) -> Answer:
    """With what somebody has, and nothing of this deployment's."""
    renewals = _start_of(asked.renewals) if asked.renewals else b""
    times = _start_of(asked.tsa_root) if asked.tsa_root else b""
    brought = Brought(data, _start_of(asked.evidence), renewals, asked.head or "")
    with Sandbox(checks.CHECKING) as sandbox:
        return checks.offline(sandbox, brought, _start_of(asked.root), clock(), times)


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
        deps.close()


def _print(file: Path, answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told(answer), ensure_ascii=False))
        return
    why = f" ({answer.why})" if answer.why else ""
    headline = f"{file.name}: {_both(_found(answer))}{why}"
    print(headline, file=sys.stderr if answer.exit_code == checks.UNCHECKED else sys.stdout)
    made = any(check.code != "not_reached" for check in answer.verdict.checks)
    for check in answer.verdict.checks if made else ():
        print(f"  {check.letter} {_said(check)}")
    if answer.copy_of is not None:
        of = answer.copy_of
        sealed = of.final_sha256 or "-"
        print(f"  {COPY_OF.format(id=of.agreement_id, version=of.version, sealed=sealed)}")
    others = other_readers(answer.label)
    for lang, words in answer.label.items():
        print(f"  {words}\n  {others[lang]}")
    if answer.standing is not None:
        print(f"  version {answer.standing.version}: {_both(STATES[answer.standing.state])}")
    if answer.head is not None:
        row = answer.head.row
        print(f"  {HEAD_LOST if row is None else HEAD_FOUND.format(row=row)}")


def _found(answer: Answer) -> tuple[str, str]:
    """The finding; of a file whose agreement no longer stands, that comes with it."""
    said, standing = FINDINGS[answer.finding], answer.standing
    if standing is None or standing.stands or not answer.verdict.accepted:
        return said
    en, zh = STATES[standing.state]
    day = f" ({standing.since.date()})" if standing.since else ""
    return f"{said[0]}, but {en}{day}", f"{said[1]}，但{zh}{day}"


def _said(check: Check) -> str:
    asked = _both(CHECKS[check.letter])
    if check.ok:
        return f"yes {asked}"
    if check.code == "not_reached":
        return f"-   {asked}"
    return f"no  {asked} ({check.code}{': ' + check.detail if check.detail else ''})"


def told(answer: Answer) -> dict[str, object]:
    """The answer as ``--json`` prints it; docs/verify.md says what each key means."""
    standing = answer.standing
    return {
        "accepted": answer.exit_code == checks.ACCEPTED,
        "finding": answer.finding,
        "why": answer.why,
        "checks": [asdict(check) for check in answer.verdict.checks],
        "label": dict(answer.label),
        "version": standing.version if standing else None,
        "state": standing.state if standing else None,
        "stands": standing.stands if standing else None,
        "since": plain(standing.since) if standing else None,
        "sealed_at": plain(standing.sealed_at) if standing else None,
        "head": asdict(answer.head) if answer.head else None,
        "copy_of": asdict(answer.copy_of) if answer.copy_of else None,
    }


def _both(words: tuple[str, str]) -> str:
    return " / ".join(words)
