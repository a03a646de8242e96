"""Electronic records or paper: what is read, a file to try out, and the choice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from app.core.access import Action, Actor, Role
from app.core.errors import DomainError
from app.core.intent import RECORDS, records_sha256, records_text, sentence
from app.core.languages import written
from app.core.negotiation.commands import AgreeToRecords, AskPaper, SendPaper, WithdrawRecords
from app.documents.sandbox import Sandbox
from app.usecases import negotiate
from app.usecases.deps import Deps
from app.usecases.scene import enter

WORDS = {
    "en": ("river", "garden", "lantern", "bridge", "window", "harbor", "meadow", "bottle"),
    "zh_Hans": ("河流", "花园", "灯笼", "小桥", "窗户", "港湾", "草地", "水瓶"),
}
LINES = {
    "en": ("This is a test file.", "The word is:"),
    "zh_Hans": ("这是测试文件。", "词语是："),
}
_TAGS = {"en": "en", "zh_Hans": "zh-Hans"}
_DRAWN_AT_MOST = 32


class OtherWord(DomainError):
    """The typed word is neither that of the test file nor that of its page."""

    code = "other_word"


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """``since`` is when the person agreed; nothing when they have not, or took it back.

    ``signed``: the borrower has signed here, and paper to sign is not sent any more.
    """

    text: tuple[str, ...]
    sentence: str
    since: datetime | None
    paper_asked: bool
    paper_sent: bool
    signed: bool


def page(deps: Deps, actor: Actor, case_id: UUID, language: str) -> RecordsPage:
    """What is read before the choice, and the choice as it stands.

    Raises:
        NotFound: there is no such case for this actor.
        NotAllowed: the choice is the borrower's side's.
    """
    spoken = written(language)
    with deps.reading() as uow:
        case = enter(uow, actor, Action.CHOOSE_RECORDS, case_id, deps.now()).case
    given = case.records_of(actor.person_id)
    return RecordsPage(
        text=records_text(spoken),
        sentence=sentence(RECORDS, spoken),
        since=given.at if given else None,
        paper_asked=case.paper_asked,
        paper_sent=case.paper_sent,
        signed=case.agreement is not None and Role.BORROWER in case.agreement.signed,
    )


def trial_words(case_id: UUID, language: str) -> dict[str, str]:
    """The word of the test file and that of its page: they differ, to tell what was opened."""
    pool = WORDS[written(language)]
    first = case_id.int % len(pool)
    return {"pdf": pool[first], "page": pool[(first + 1) % len(pool)]}


def trial_file(deps: Deps, case_id: UUID, language: str) -> bytes:
    """A small PDF with the word to type; each word is drawn once."""
    spoken = written(language)
    return _drawn(deps.sandbox, spoken, trial_words(case_id, language)["pdf"])


def agree(deps: Deps, actor: Actor, case_id: UUID, typed: str, language: str) -> None:
    """Agree to electronic records, after the test file or its page could be read.

    Raises:
        OtherWord: the typed word is in neither.
        DomainError: refused otherwise (see ``negotiate.submit``).
    """
    plain = "".join(typed.split()).casefold()
    words = trial_words(case_id, language)
    opened = next((how for how, word in words.items() if word == plain), None)
    if opened is None:
        raise OtherWord("word")
    command = AgreeToRecords(actor.person_id, records_sha256(written(language)), opened)
    negotiate.submit(deps, actor, case_id, command)


def withdraw(deps: Deps, actor: Actor, case_id: UUID) -> None:
    negotiate.submit(deps, actor, case_id, WithdrawRecords(actor.person_id))


def ask_for_paper(deps: Deps, actor: Actor, case_id: UUID) -> None:
    negotiate.submit(deps, actor, case_id, AskPaper())


def paper_posted(deps: Deps, actor: Actor, case_id: UUID) -> None:
    negotiate.submit(deps, actor, case_id, SendPaper())


@lru_cache(maxsize=_DRAWN_AT_MOST)
def _drawn(sandbox: Sandbox, spoken: str, word: str) -> bytes:
    asked = {"lines": [*LINES[spoken], word], "tag": _TAGS[spoken]}
    return sandbox.run("stamp", json.dumps(asked).encode())
