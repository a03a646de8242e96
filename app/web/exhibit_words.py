"""Papers in words: what each is about, what is enough, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFound
from app.core.exhibits import About, Exhibit, Side, State, Version, Why, about_of
from app.core.hardship import hardship_types
from app.core.packs import categories
from app.usecases.exhibit_names import Names
from app.web.fields import Words
from app.web.wording import bilingual

_BILL: Words = _l("One bill, or one line of a bank statement.")
_ENOUGH: dict[str, Words] = {
    "earnings": _l("One payslip, or one line of a bank statement."),
    "benefits": _l("The newest letter, or one line of a bank statement."),
    "pensions": _l("The newest letter, or one line of a bank statement."),
    "other": _l("One letter, or one line of a bank statement."),
}
_OWN_BUSINESS: Words = _l("Your account pages of the last 3 months.")
SELF_EMPLOYED = "other_earnings"

STATES: dict[State, Words] = {
    State.PENDING: _l("We still check that this file is safe. Nobody can see it yet."),
    State.READY: _l("Nobody has checked it yet. The figure is as told."),
    State.REFUSED: _l("We could not take this file."),
    State.STATED: _l("A counselor saw this and says so. There is no file."),
}

WHY: dict[Why, Words] = {
    Why.EMPTY: _l("This file is empty. Please choose it again"),
    Why.TOO_LARGE: _l("This file is larger than 10 MB. Send one page, or a photo of it"),
    Why.KIND: _l("We can read PDF files and photos: JPEG, PNG or WebP. Please send one of these"),
    Why.HEIC: _l(
        "We cannot read HEIC photos. On an iPhone, open Settings, Camera, Formats. "
        "Choose Most Compatible and take the photo again. A screenshot of it works, too"
    ),
    Why.LOCKED: _l(
        "This PDF asks for a password, so we cannot read it. Send a screenshot, "
        "or print it to a new PDF without a password"
    ),
    Why.PAGES: _l("This PDF has more than 50 pages. Send only the page that shows the amount"),
    Why.DOTS: _l("This picture is too large. Send a smaller one, or a screenshot of it"),
    Why.RATIO: _l("We cannot read this file safely. Send a screenshot or a photo of it"),
    Why.BROKEN: _l("We cannot read this file. It may be damaged. Send a photo of the page"),
    Why.SLOW: _l("This file takes too long to read. Send fewer pages, or a photo of one"),
    Why.HARMFUL: _l("This file may do harm, so we did not take it. Send a photo of the page"),
    Why.BUSY: _l("Many files come in now. Please send it again in a minute"),
    Why.ENOUGH_TODAY: _l("You sent 10 files in the last 24 hours. You can go on tomorrow"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Who has checked a version, for whom, when, and what they noted."""

    name: str
    organisation: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One version on a page: ``pages`` are numbers with the size of their pictures."""

    number: int
    name: Words
    by: str
    at: datetime
    state: State
    said: Words
    pages: tuple[tuple[int, int, int], ...]
    size: int
    sha256: str
    words: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper on a page, its newest version first."""

    exhibit: Exhibit
    about: Words
    versions: tuple[Shown, ...]


def named(about: About) -> Words:
    """The line or the happening that a paper is about, as forms call it."""
    if about.side is Side.HARDSHIP:
        kind = next(one for one in hardship_types() if one.code == about.code)
        return bilingual(kind.en, kind.zh)
    known = categories()
    lines = known.income if about.side is Side.INCOME else known.spending
    line = next(one for one in lines if one.id == about.code)
    return bilingual(line.en, line.zh)


def enough(about: About) -> tuple[Words, Words]:
    """The least that is enough, and what it is for."""
    if about.side is Side.HARDSHIP:
        kind = next(one for one in hardship_types() if one.code == about.code)
        because = bilingual(kind.because_en, kind.because_zh)
        return bilingual(f"{kind.evidence_en}.", f"{kind.evidence_zh}。"), because
    because = _l("It shows the amount.")
    if about.side is Side.SPENDING:
        return _BILL, because
    if about.code == SELF_EMPLOYED:
        return _OWN_BUSINESS, because
    group = next(one.group for one in categories().income if one.id == about.code)
    return _ENOUGH[group], because


def shown(
    exhibits: Iterable[Exhibit], names: Names, unchecked: Words = STATES[State.READY]
) -> tuple[Paper, ...]:
    """``unchecked`` is what is said of a version without a check that this reader may see."""
    return tuple(
        Paper(
            one,
            _about(one),
            tuple(_version(two, names, unchecked) for two in reversed(one.versions)),
        )
        for one in exhibits
    )


def version_of(papers: Iterable[Paper], exhibit_id: UUID, number: int) -> tuple[Paper, Shown]:
    """Raises NotFound: there is no such version among them."""
    for paper in papers:
        for version in paper.versions:
            if paper.exhibit.id == exhibit_id and version.number == number:
                return paper, version
    raise NotFound("exhibit")


def _about(exhibit: Exhibit) -> Words:
    about = about_of(exhibit.about)
    return named(about) if about else exhibit.about


def _version(version: Version, names: Names, unchecked: Words) -> Shown:
    said = unchecked if version.state is State.READY else STATES[version.state]
    said = WHY[Why(version.why)] if version.why else said
    told = version.told
    return Shown(
        number=version.number,
        name=_name(version),
        by=names.people.get(version.by_id, ""),
        at=version.at,
        state=version.state,
        said=said,
        pages=tuple((page, w, h) for page, (w, h, _) in enumerate(told.pages, 1)),
        size=told.size,
        sha256=told.sha256,
        words=told.words,
        marks=tuple(
            Mark(
                names.people.get(one.by_id, ""),
                names.organisations.get(one.organisation_id, ""),
                one.at,
                one.note,
            )
            for one in version.looked
        ),
    )


def _name(version: Version) -> Words:
    if version.state is State.STATED:
        return _l("A statement by %(charity)s", charity=version.told.name)
    return version.told.name or _l("A file without a name")
