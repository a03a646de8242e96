"""Papers that a household brings: the least that shows something, kept for whom they let see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.evidence import sha256_hex
from app.core.exhibits import (
    About,
    Brought,
    Exhibit,
    ExhibitRefused,
    State,
    Version,
    Why,
    shown_name,
    told_abouts,
)
from app.gateways.clamd import ScannerDown
from app.gateways.files import FileMissing
from app.store.errors import PayloadErased
from app.store.unit_of_work import UnitOfWork
from app.usecases import throttle
from app.usecases.budget import Home, home
from app.usecases.deps import Deps
from app.usecases.exhibit_reading import Read, picture, read_apart
from app.usecases.throttle import TooMany

SEALED = ".sealed"
ORIGINAL, PICTURES = "original", "pictures"
READ_JOB = "exhibit"


def add(
    deps: Deps,
    actor: Actor,
    household_id: UUID,
    about: About,
    name: str,
    data: bytes,
    newer_than: UUID | None = None,
) -> UUID:
    """Take a file that shows what the household told.

    It is the next version of ``newer_than``, or of a paper whose file has the same name. It counts before anything looks into it, and stays counted when it is refused.

    Raises:
        ExhibitRefused: why it was not taken; nothing of it was kept.
        NotFound: no such household or paper for this actor, or it told no such thing.
    """
    with deps.reading() as uow:
        place_for(uow, actor, Action.ADD_EXHIBIT, household_id, about, deps.now())
    try:
        throttle.count(deps, "exhibit.household", str(household_id))
    except TooMany:
        raise ExhibitRefused(Why.ENOUGH_TODAY) from None
    try:
        read = read_apart(deps.reader, data)
        read_now: Read | None = read if _is_clean(deps, data) else None
    except ExhibitRefused:
        _note_refusal(deps, actor, household_id, about)
        raise
    at = deps.now()
    with deps.unit_of_work() as uow:
        place = place_for(uow, actor, Action.ADD_EXHIBIT, household_id, about, at)
        brought = (shown_name(name), data, read_now)
        exhibit = keep(deps, uow, place, actor, about, brought, at, newer_than)
        note(uow, actor, Action.ADD_EXHIBIT, exhibit, at)
        return exhibit.id


def keep(
    deps: Deps,
    uow: UnitOfWork,
    place: Home,
    actor: Actor,
    about: About,
    brought: tuple[str, bytes, Read | None],
    at: datetime,
    newer_than: UUID | None = None,
) -> Exhibit:
    """Inside a transaction: the sealed files, then the rows that name them.

    ``brought`` is the shown name, the file, and its pictures once a scanner has seen it.
    """
    name, data, read = brought
    if newer_than is not None:
        exhibit: Exhibit | None = found(uow, place.household_id, newer_than)
    else:
        exhibit = _of_that_name(uow, place.household_id, about, name)
    if exhibit is None:
        exhibit = Exhibit(place.owner_id, uuid4(), place.household_id, about.text, at)
        uow.exhibits.add(exhibit)
    number = len(exhibit.versions) + 1
    told = Brought(name, read.kind if read else "", sha256_hex(data), len(data))
    version = Version(number, actor.person_id, at, State.PENDING, told)
    version = replace(version, original=_put(deps, uow, exhibit, version, ORIGINAL, data))
    if read is None:
        uow.exhibits.add_version(exhibit, version)
        payload = {"household": str(place.household_id), "exhibit": str(exhibit.id)}
        key = f"{READ_JOB}:{exhibit.id}:{number}"
        uow.outbox.put(READ_JOB, key, payload | {"number": number}, at)
    else:
        uow.exhibits.add_version(exhibit, with_pictures(deps, uow, exhibit, version, read))
    return replace(exhibit, versions=(*exhibit.versions, version))


def with_pictures(
    deps: Deps, uow: UnitOfWork, exhibit: Exhibit, version: Version, read: Read
) -> Version:
    """``version`` once its pages are pictures in a file."""
    told = replace(version.told, kind=read.kind, pages=read.pages)
    name = _put(deps, uow, exhibit, version, PICTURES, read.pictures)
    return replace(version, state=State.READY, told=told, pictures=name)


def papers(deps: Deps, actor: Actor, household_id: UUID) -> tuple[Exhibit, ...]:
    """Everything that was brought, for the borrower's side.

    Raises:
        NotFound: no such household for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        home(uow, actor, Action.READ_EXHIBITS, household_id, at)
        return uow.exhibits.of(household_id)


def page_picture(
    deps: Deps, actor: Actor, household_id: UUID, exhibit_id: UUID, number: int, page: int
) -> bytes:
    """A JPEG of one page. That anybody but the borrower looked is written down.

    Raises:
        NotFound: there is no such picture for this actor.
    """
    at = deps.now()
    with deps.reading() as uow:
        if home(uow, actor, Action.READ_EXHIBITS, household_id, at).owner_id == actor.person_id:
            return one_page(deps, uow, found(uow, household_id, exhibit_id), number, page)
    with deps.unit_of_work() as uow:
        home(uow, actor, Action.READ_EXHIBITS, household_id, at)
        exhibit = found(uow, household_id, exhibit_id)
        note(uow, actor, Action.READ_EXHIBITS, exhibit, at)
        return one_page(deps, uow, exhibit, number, page)


def original(
    deps: Deps, actor: Actor, household_id: UUID, exhibit_id: UUID, number: int
) -> tuple[bytes, Version]:
    """The file as it was brought, for the borrower alone.

    Raises:
        NotFound: there is no such file for this actor, or it was refused.
    """
    at = deps.now()
    with deps.unit_of_work() as uow:
        home(uow, actor, Action.KEEP_OWN_EXHIBIT, household_id, at)
        exhibit = found(uow, household_id, exhibit_id)
        version = exhibit.version(number)
        if version is None or version.original is None:
            raise NotFound("exhibit")
        note(uow, actor, Action.KEEP_OWN_EXHIBIT, exhibit, at)
        return get(deps, uow, exhibit, version, ORIGINAL), version


def one_page(deps: Deps, uow: UnitOfWork, exhibit: Exhibit, number: int, page: int) -> bytes:
    """Raises NotFound: the version is not to be seen, or has no such page."""
    version = exhibit.version(number)
    if version is None or version.state is not State.READY:
        raise NotFound("exhibit")
    if not 1 <= page <= len(version.told.pages):
        raise NotFound("exhibit page")
    return picture(version.told.pages, get(deps, uow, exhibit, version, PICTURES), page)


def found(uow: UnitOfWork, household_id: UUID, exhibit_id: UUID) -> Exhibit:
    exhibit = uow.exhibits.find(household_id, exhibit_id)
    if exhibit is None:
        raise NotFound("exhibit")
    return exhibit


def get(deps: Deps, uow: UnitOfWork, exhibit: Exhibit, version: Version, what: str) -> bytes:
    """The opened file ``what`` of a version that has one.

    Raises:
        NotFound: it was erased.
    """
    name = version.original if what == ORIGINAL else version.pictures
    try:
        sealed = deps.exhibit_files.get(name or "", SEALED).decode()
        return uow.exhibits.open_file(exhibit, version.number, what, sealed)
    except (FileMissing, PayloadErased) as gone:
        raise NotFound("exhibit file") from gone


def note(uow: UnitOfWork, actor: Actor, action: Action, exhibit: Exhibit, at: datetime) -> None:
    uow.audit.write(actor.person_id, action, f"exhibit:{exhibit.id}", at)


def place_for(
    uow: UnitOfWork, actor: Actor, action: Action, household_id: UUID, about: About, at: datetime
) -> Home:
    """Raises NotFound: no such household for this actor, or it told no such thing."""
    place = home(uow, actor, action, household_id, at)
    if about not in told_abouts(place.record.told):
        raise NotFound("nothing of that kind was told")
    return place


def _is_clean(deps: Deps, data: bytes) -> bool:
    """Whether the scanner finds nothing; no when it does not answer, and it is asked again."""
    try:
        if deps.scanner.finds(data):
            raise ExhibitRefused(Why.HARMFUL)
    except ScannerDown:
        return False
    return True


def _of_that_name(uow: UnitOfWork, household_id: UUID, about: About, name: str) -> Exhibit | None:
    if not name:
        return None
    same = (one for one in uow.exhibits.of(household_id) if one.about == about.text)
    files = (one for one in same if one.versions[-1].state is not State.STATED)
    return next((one for one in files if one.versions[-1].told.name == name), None)


def _put(
    deps: Deps, uow: UnitOfWork, exhibit: Exhibit, version: Version, what: str, body: bytes
) -> str:
    sealed = uow.exhibits.seal_file(exhibit, version.number, what, body, version.at)
    return deps.exhibit_files.put(sealed.encode(), SEALED)


def _note_refusal(deps: Deps, actor: Actor, household_id: UUID, about: About) -> None:
    at = deps.now()
    with deps.unit_of_work() as uow:
        place_for(uow, actor, Action.ADD_EXHIBIT, household_id, about, at)
        uow.audit.write(actor.person_id, "exhibit.refused", f"household:{household_id}", at)
