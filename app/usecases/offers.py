"""The borrower's side makes an offer: one of the options, or a plan of its own size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from app.core.access import Actor, Role
from app.core.caselines import DebtLine, LenderTerms
from app.core.chosen_terms import Own, own_terms
from app.core.errors import NotFound, OfferChanged, OfferRefused
from app.core.intake import OpenCase, debt_line, result_for, shared_budget
from app.core.lending import lending_for
from app.core.money import Money
from app.core.negotiation.affordable import blocks
from app.core.negotiation.case import Case
from app.core.negotiation.commands import CounterOffer, MakeOffer
from app.core.policy import PolicyPack
from app.core.results import Assessment, DebtResult, Option
from app.core.terms import Terms, terms_digest
from app.gateways.calendars import calendar_for
from app.usecases import negotiate
from app.usecases.budget import assessed, read, terms_today
from app.usecases.confirmed import confirmed_rules
from app.usecases.deps import Deps
from app.usecases.left_over import left_after
from app.usecases.scene import Scene

OWN = "own"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one debt may be offered now. ``earliest`` is the first day a plan may begin.

    ``terms`` are the lender's of today; ``pack`` has the rules that were confirmed up to today;
    ``creditors`` are those of debts told by the household, by the id of the debt.
    """

    scene: Scene
    assessment: Assessment
    result: DebtResult
    earliest: date
    terms: LenderTerms
    pack: PolicyPack
    creditors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer that is not sent. ``stretch``: above the recommended part. ``left`` may be below 0."""

    label: str
    terms: Terms
    digest: str
    left: Money
    stretch: bool
    option: Option | None = None


def choice(deps: Deps, actor: Actor, case_id: UUID) -> Choice:
    """The options of one case, worked out now.

    Raises:
        TransitionNotAllowed: nothing has been told yet.
    """
    scene, assessment = assessed(deps, actor, case_id)
    with deps.reading() as uow:
        terms = terms_today(uow, scene.header, scene.case, deps.now())
        pack = confirmed_rules(uow, scene.header.jurisdiction, assessment.as_of).pack
    # Nobody has looked at the months before: the household's sum begins there.
    earliest = pack.cooling_off.last_day(assessment.as_of)
    earliest = max(earliest, _first_month(assessment))
    told = read(deps, actor, scene.header.household_id).record.told
    creditors = {debt.id: debt.creditor for debt in (told.other_debts if told else ())}
    result = result_for(assessment, case_id)
    return Choice(scene, assessment, result, earliest, terms, pack, creditors)


def drafts(found: Choice) -> tuple[Draft, ...]:
    """Every option as it would be sent, in the engine's order."""
    return tuple(
        Draft(
            option.label.value,
            option.terms,
            terms_digest(option.terms),
            left_after(option.terms, found.assessment, found.result.id),
            option.stretch,
            option,
        )
        for option in found.result.options
    )


def option_draft(found: Choice, label: str) -> Draft:
    """Raises NotFound: there is no such option (any more)."""
    for draft in drafts(found):
        if draft.label == label:
            return draft
    raise NotFound("option")


def own_draft(found: Choice, asked: Own) -> Draft:
    """A plan of the person's own size, held to the same rules as every offer.

    Raises:
        NeverClears: it never repays the debt.
        OfferRefused: a rule blocks it; its codes are the message.
    """
    header, case, pack = found.scene.header, found.scene.case, found.pack
    line = _line(case, header.id)
    lending, _ = lending_for(
        line,
        found.terms,
        pack,
        line.principal.currency,
    )
    lending = replace(
        lending, max_term_months=min(lending.max_term_months, _months_left(found, asked))
    )
    calendar = calendar_for(header.jurisdiction, None, found.assessment.as_of.year)
    terms = own_terms(line, lending, calendar, asked)
    budget = shared_budget(found.assessment, header.id, uuid4())
    today = found.assessment.as_of
    broken = blocks(terms, case.debt, budget, by=Role.BORROWER, today=today, pack=pack)
    if broken:
        raise OfferRefused(broken)
    stretch = bool(blocks(terms, case.debt, budget, by=Role.LENDER, today=today))
    left = left_after(terms, found.assessment, found.result.id)
    return Draft(OWN, terms, terms_digest(terms), left, stretch)


def send(
    deps: Deps,
    actor: Actor,
    case_id: UUID,
    draft: Draft,
    *,
    words: str,
    shown: str,
    seen: str | None,
) -> Case:
    """Send ``draft``; with ``seen``, as the answer to the open offer of that digest.

    Raises:
        OfferChanged: the figures are not the ones that were shown any more.
        DomainError: as ``negotiate.submit``.
    """
    if shown != draft.digest:
        raise OfferChanged("the figures have moved")
    if not seen:
        command = MakeOffer(uuid4(), draft.terms, words, draft.label)
        return negotiate.submit(deps, actor, case_id, command)
    answer = CounterOffer(uuid4(), draft.terms, words, seen, draft.label)
    return negotiate.submit(deps, actor, case_id, answer)


def _first_month(assessment: Assessment) -> date:
    return date.fromisoformat(f"{assessment.horizon[0].month}-01")


def _months_left(found: Choice, asked: Own) -> int:
    """How many months of the household's sum are left from the first payment on."""
    first = _first_month(found.assessment)
    late = (asked.first_due.year - first.year) * 12 + asked.first_due.month - first.month
    return max(0, len(found.assessment.horizon) - late)


def _line(case: Case, case_id: UUID) -> DebtLine:
    return debt_line(OpenCase(case_id, "", case.debt, disputed=case.dispute is not None))
