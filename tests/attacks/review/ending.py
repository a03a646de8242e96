"""What happens before the review: all that is to be hidden is made, and then it is ended."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from app.core.disclosure import LOOKING, DataClass
from app.core.negotiation.commands import ConfirmDebt
from app.usecases import authority, copies, negotiate, notes, offers, recipients, referrals
from app.usecases.demo_steps import Part
from app.usecases.demo_stories import STORIES
from app.usecases.deps import Deps
from tests.attacks.review.ground import Ground, Target
from tests.attacks.review.table import CASE, ENDED, NOTES, OFFER
from tests.town import Town
from tests.usecases.scenes import another_lender, second_case

NOTE, SAID, LENDER = "Quillfeather", "Quartzbell", "Southbank"
"""Words of a counselor's note and of an offer, and the lender that it was made to."""
STRANGERS = ("other agent", "other borrower", "other counselor", "former agent", "operator")
STAFF = ("agent", "supervisor", "other counselor")
LOST = ("consented counselor", "counselor", "idle counselor", "ended")
"""Who could read something until it was ended, a session among it."""


def settled(app: Flask, deps: Deps, town: Town) -> Ground:
    """Everything that is to be hidden is there; nothing has been ended yet."""
    ground, second = Ground(app, deps, town), _at_another_lender(deps, town)
    notes.write(deps, town.people["counselor"], town.households["a"], f"{NOTE} is whom she fears.")
    with deps.reading() as uow:
        header = uow.cases.find(town.cases["a"])
        assert header is not None
        person = uow.people.find(header.borrower_id)
        assert person is not None
        account = uow.cases.account(header.tenant_id, header.id)
        live = uow.consents.live(header.tenant_id, header.id, deps.now())
    ground.consent = next(one.id for one in live if one.data_class == DataClass.DEBT)
    case, agreed, theirs = town.cases["a"], town.agreed["a"], (person.name, account)
    ground.targets = {
        CASE: Target(theirs, STRANGERS, case, agreed),
        OFFER: Target((SAID, LENDER), ("agent", "other agent"), second, second, beside=NOTES),
        NOTES: Target((NOTE,), STAFF, case, agreed, reader="agent", forms="/counselor/clients"),
        ENDED: Target((*theirs, NOTE), LOST, case, agreed),
    }
    return ground


def end(ground: Ground) -> None:
    """The borrower ends all that charities were let; a copy that one asked for still waits."""
    deps, town, owner = ground.deps, ground.town, ground.actor("owner")
    counselor = ground.actor("counselor")
    copies.ask(deps, counselor, town.agreed["a"], copies.LARGE_PRINT, "zh_Hans")
    ground.copies = ground.drawn()
    authority.revoke(deps, owner, town.households["a"], town.authorities["a"])
    referrals.take_back(deps, owner, town.cases["a"])
    for case_id in (town.cases["a"], town.agreed["a"]):
        with deps.reading() as uow:
            header = uow.cases.find(case_id)
            assert header is not None
            live = uow.consents.live(header.tenant_id, case_id, deps.now())
        for one in live:
            if one.data_class in LOOKING and one.grantee_org_id != one.tenant_id:
                recipients.stop(deps, owner, case_id, one.id)


def _at_another_lender(deps: Deps, town: Town) -> UUID:
    """The same borrower's case at a second lender, with an offer that waits there."""
    place, owner = another_lender(deps), town.people["owner"]
    cases = town.cases["a"], town.households["a"]
    part = second_case(Part(deps, place, STORIES[0], owner, *cases, lambda: None), place)
    negotiate.submit(deps, owner, part.case_id, ConfirmDebt())
    found = offers.choice(deps, owner, part.case_id)
    draft = offers.drafts(found)[0]
    words = f"{SAID}: this fits."
    offers.send(deps, owner, part.case_id, draft, words=words, shown=draft.digest, seen=None)
    return part.case_id
