"""Which language decides in an agreement: read before the choice, and the choice itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.core.access import Action, Actor
from app.core.errors import NotFound
from app.core.languages import read_in
from app.core.negotiation.budget_in_paper import is_open
from app.core.negotiation.case import Stage, latest_date
from app.core.negotiation.language_commands import ChooseLanguage
from app.usecases import negotiate
from app.usecases.deps import Deps
from app.usecases.scene import enter


@dataclass(frozen=True, slots=True)
class LanguagePage:
    """``decides`` is ``en`` or ``zh``, in this version. ``may_choose``: another can be had."""

    version: int
    decides: str
    may_choose: bool


def page(deps: Deps, actor: Actor, case_id: UUID) -> LanguagePage:
    """How the newest version stands.

    Raises:
        NotFound: no such case for this actor, or nothing is written down.
        NotAllowed: the choice is the borrower's side's.
    """
    at = deps.now()
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.CHOOSE_LANGUAGE, case_id, at)
        record = uow.agreements.latest(scene.header.tenant_id, case_id)
    case = scene.case
    if record is None or case.agreement is None or record.id != case.agreement.id:
        raise NotFound("agreement")
    stands_still = case.dispute is not None or case.proof_stops or case.on_hold(latest_date(at))
    may_choose = case.stage is Stage.SIGNING and not stands_still and is_open(case, case.agreement)
    return LanguagePage(record.version, read_in(record.language), may_choose)


def choose(deps: Deps, actor: Actor, case_id: UUID, version: int, language: str) -> None:
    """Have a new version written in which ``language`` decides; ``version`` was looked at.

    Raises:
        NotFound: as ``page``.
        OfferChanged: another version stands.
        InvalidInput: it is none of our languages.
        DomainError: refused otherwise (see ``negotiate.submit``).
    """
    with deps.reading() as uow:
        scene = enter(uow, actor, Action.CHOOSE_LANGUAGE, case_id, deps.now())
    if scene.case.agreement is None:
        raise NotFound("agreement")
    command = ChooseLanguage(scene.case.agreement.id, version, language)
    negotiate.submit(deps, actor, case_id, command)
