"""Which language decides: the borrower's choice, made with the acceptance or until they sign."""

from __future__ import annotations

from datetime import datetime

from app.core.access import Role
from app.core.errors import InvalidInput, Problem, TransitionNotAllowed
from app.core.languages import WRITTEN
from app.core.negotiation import budget_in_paper
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.events import Event
from app.core.negotiation.guards import BORROWER_SIDE, current, moving, only
from app.core.negotiation.language_commands import ChooseLanguage
from app.core.negotiation.language_events import LanguageChosen


def choose(case: Case, command: ChooseLanguage, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """A version in which ``command.language`` decides, on the terms that were accepted.

    A case keeps the choice for every later version. Raises as ``decide`` does.
    """
    only(by, *BORROWER_SIDE)
    agreement = current(case, command.agreement_id, command.version, Stage.SIGNING)
    moving(case, at)
    if not budget_in_paper.is_open(case, agreement):
        raise TransitionNotAllowed("a paper is in the post, or the borrower has signed")
    if case.language == _known(command.language):
        raise TransitionNotAllowed("this language decides already")
    return (LanguageChosen(command.language, by, at, command.agreement_id, command.version),)


def with_acceptance(language: str, *, by: Role, at: datetime) -> tuple[Event, ...]:
    """The choice that comes with an acceptance; whoever says nothing keeps what was chosen."""
    if not language:
        return ()
    only(by, *BORROWER_SIDE)
    return (LanguageChosen(_known(language), by, at),)


def _known(language: str) -> str:
    if language not in WRITTEN:
        raise InvalidInput((Problem("/language", "unknown_language", "choose en or zh"),))
    return language
