"""A paper that came while the scanner was down: looked at later, and shown to nobody until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.core.exhibits import Exhibit, ExhibitRefused, State, Version, Why
from app.usecases.deps import Deps
from app.usecases.exhibit_reading import Read, read_apart
from app.usecases.exhibits import ORIGINAL, SEALED, found, get, with_pictures

LASTING = frozenset({Why.BUSY})
"""Reasons of ours, not of the file: it is tried again."""


def look(deps: Deps, payload: Mapping[str, Any]) -> None:
    """Ask the scanner, and make the pictures or refuse the file. Harmless when done twice.

    Raises:
        ScannerDown: it does not answer; the job is tried again, for ever.
        ExhibitRefused: nobody had time to read the file; tried again as well.
    """
    household_id, exhibit_id = UUID(payload["household"]), UUID(payload["exhibit"])
    with deps.reading() as uow:
        exhibit = uow.exhibits.find(household_id, exhibit_id)
        version = exhibit.version(payload["number"]) if exhibit else None
        if exhibit is None or version is None or version.state is not State.PENDING:
            return
        data = get(deps, uow, exhibit, version, ORIGINAL)
    if deps.scanner.finds(data):
        _settle(deps, exhibit, version, Why.HARMFUL)
        return
    try:
        read = read_apart(deps.reader, data)
    except ExhibitRefused as refusal:
        if refusal.why in LASTING:
            raise
        _settle(deps, exhibit, version, refusal.why)
    else:
        _settle(deps, exhibit, version, read)


def _settle(deps: Deps, exhibit: Exhibit, version: Version, result: Read | Why) -> None:
    at, gone = deps.now(), version.original if isinstance(result, Why) else None
    with deps.unit_of_work() as uow:
        found(uow, exhibit.household_id, exhibit.id)
        if isinstance(result, Why):
            version = replace(version, state=State.REFUSED, why=result.value, original=None)
            name = "exhibit.refused"
        else:
            version = with_pictures(deps, uow, exhibit, version, result)
            name = "exhibit.read"
        uow.exhibits.change(exhibit, version)
        uow.audit.write(None, name, f"exhibit:{exhibit.id}", at)
    if gone is not None:
        deps.exhibit_files.remove(gone, SEALED)
