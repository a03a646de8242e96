"""The ledger as a borrower reads it: every part with its words and end, and who looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from app.core.budget_view import Level
from app.core.disclosure import WHAT, DataClass, Purpose, wording
from app.core.errors import BudgetStopped, NotAllowed
from app.store.consents import Consent
from app.usecases import consenting, offers, referrals, who_sees
from app.usecases.demo_steps import STEPS, Part
from app.usecases.scene import backstage
from app.usecases.seen_log import VIEWS
from app.web.disclosures import HAPPENED, REASONS
from tests.stage import Stage, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def offered(stage: Stage) -> Part:
    return stage.part("four-weekly", "confirm", "tell", "offer")


def rows(part: Part) -> tuple[Consent, ...]:
    with part.deps.reading() as uow:
        return uow.consents.ever(part.place.lender, part.case_id)


def let_look(visit: Visit, part: Part, *parts: str) -> int:
    until = part.deps.now().date() + timedelta(days=30)
    form = {"charity": str(part.place.charity), "parts": list(parts), "until": until.isoformat()}
    there = f"/cases/{part.case_id}/who-sees/look"
    return visit(part.borrower).post(there, form).status_code


def test_an_offer_leaves_one_row_with_the_words_that_stood_beside_the_button(
    visit: Visit, offered: Part
) -> None:
    (row,) = rows(offered)
    assert (row.grantee_org_id, row.data_class) == (offered.place.lender, "budget")
    assert (row.purpose, row.basis, row.revoked_at) == ("shared", "consent", None)
    with offered.deps.reading() as uow:
        kept = uow.consents.words(row.wording_version)
    assert kept == wording(Purpose.SHARED, DataClass.TOTALS)
    page = visit(offered.borrower).soup(f"/household/{offered.household_id}/who-sees")
    for line in kept.read_in("en"):
        assert line in page.get_text()
    assert row.wording_version in page.get_text()
    chinese = visit(offered.borrower, language="zh")
    assert (
        kept.read_in("zh_Hans")[0]
        in chinese.soup(f"/household/{offered.household_id}/who-sees").get_text()
    )


def test_each_recipient_and_part_has_one_live_row(visit: Visit, offered: Part) -> None:
    assert let_look(visit, offered, "ordinary", "hardship") == 303
    assert let_look(visit, offered, "hardship") == 303
    live = [(row.grantee_org_id, row.data_class) for row in rows(offered) if not row.revoked_at]
    assert len(live) == len(set(live)) == 3
    assert all(row.expires_at for row in rows(offered) if row.purpose == Purpose.ADVICE)


def test_nothing_is_ticked_for_the_borrower_and_something_has_to_be(
    visit: Visit, offered: Part
) -> None:
    there = f"/cases/{offered.case_id}/who-sees/look"
    page = visit(offered.borrower).soup(there)
    assert not page.select("[checked]")
    buttons = page.select("main .pp-buttons .pp-button")
    assert len({tuple(one["class"]) for one in buttons}) == 1
    assert let_look(visit, offered) == 422
    assert let_look(visit, offered, "contact") == 422
    assert len(rows(offered)) == 1


def test_only_the_borrower_lets_anybody_look(visit: Visit, offered: Part) -> None:
    STEPS["authority"](offered)
    there = f"/cases/{offered.case_id}/who-sees/look"
    for actor in (offered.place.counselor, offered.place.agent):
        assert visit(actor).get(there).status_code == 403
        assert visit(actor).post(there, {"parts": "ordinary"}).status_code == 403
        log = f"/household/{offered.household_id}/who-sees/log"
        assert visit(actor).get(log).status_code in {403, 404}
    charity, at = offered.place.charity, offered.deps.now()
    with offered.deps.reading() as uow:
        nobody = backstage(uow, offered.case_id)
        with pytest.raises(NotAllowed):
            consenting.let_see(uow, nobody, charity, DataClass.DEBT, Purpose.ADVICE, at)


def test_a_counselor_opens_no_budget_that_the_borrower_stopped(stage: Stage, visit: Visit) -> None:
    part = stage.part("counselor", "authority", "confirm", "tell")
    found = offers.choice(part.deps, part.place.counselor, part.case_id)
    draft = offers.drafts(found)[0]

    def send() -> None:
        actor = part.place.counselor
        offers.send(
            part.deps, actor, part.case_id, draft, words="It fits.", shown=draft.digest, seen=None
        )

    send()
    (row,) = rows(part)
    assert (row.basis, row.purpose) == ("authority", "for_me")
    who_sees.choose(part.deps, part.borrower, part.case_id, Level.NOTHING)
    STEPS["withdraw"](part)
    with pytest.raises(BudgetStopped):
        send()
    assert all(row.revoked_at for row in rows(part))
    answer = visit(part.place.counselor).post(f"/cases/{part.case_id}/share", {})
    assert answer.status_code == 409
    assert "Only the borrower can show them again" in answer.text


def test_a_request_for_help_shows_what_the_ledger_still_opens(stage: Stage, visit: Visit) -> None:
    part = stage.part("deficit", "confirm", "tell")
    referrals.ask(
        part.deps,
        part.borrower,
        part.case_id,
        part.place.charity,
        lets_see=("totals", "debts"),
        words="Please call me.",
        consent="They get your name.",
        language="en",
    )
    (asked,) = referrals.requests(part.deps, part.place.counselor)
    assert {"totals", "debts", "name"} <= asked.content.keys()
    stop(visit, part, "figures")
    left = referrals.opened(part.deps, part.place.counselor, asked.id).content
    assert "totals" not in left
    assert "debts" in left
    stop(visit, part, "contact")
    assert referrals.requests(part.deps, part.place.counselor) == ()
    assert all(row.revoked_at for row in rows(part))


def stop(visit: Visit, part: Part, data_class: str) -> None:
    (row,) = (one for one in rows(part) if one.data_class == data_class and not one.revoked_at)
    there = f"/cases/{part.case_id}/who-sees/end"
    assert visit(part.borrower).post(there, {"chosen": str(row.id)}).status_code == 303


def test_the_log_tells_each_grant_end_and_look_by_time(visit: Visit, offered: Part) -> None:
    assert let_look(visit, offered, "ordinary") == 303
    counselor = visit(offered.place.counselor)
    assert counselor.get(f"/counselor/looking/cases/{offered.case_id}").status_code == 200
    visit(offered.place.agent).get(f"/lender/cases/{offered.case_id}")
    stop(visit, offered, "ordinary")
    there = f"/household/{offered.household_id}/who-sees/log"
    text = visit(offered.borrower).soup(there).get_text(" ", strip=True)
    for said in ("You let them see this.", "They looked at your debt.", "This ended."):
        assert said in text
    assert "They looked at your budget." in text
    assert WHAT[DataClass.DEBT]["en"] in text
    assert "Somebody we cannot name" not in text
    assert offered.story.name not in text.replace("Sign out", "")


def test_every_look_and_every_reason_has_words() -> None:
    assert HAPPENED.keys() >= VIEWS
    assert set(REASONS) == set(Purpose)
    for purpose in Purpose:
        for part in DataClass:
            said = wording(purpose, part)
            assert len(said.read_in("en")) == len(said.read_in("zh_Hans"))


def test_a_charity_reads_the_part_that_is_open_and_its_list(visit: Visit, offered: Part) -> None:
    parts = ("ordinary", "budget", "hardship")
    assert let_look(visit, offered, *parts) == 303
    counselor = visit(offered.place.counselor)
    listed = counselor.soup("/counselor/looking")
    links = [str(a["href"]) for a in listed.select("main .pp-card a")]
    assert len(links) == len(parts)
    for link in links:
        assert counselor.get(link).status_code == 200
    csv = counselor.get(f"/counselor/looking/cases/{offered.case_id}/payments.csv")
    assert csv.text.startswith("due,amount,currency")
    assert counselor.get(f"/counselor/looking/cases/{offered.case_id}/file").status_code == 404
    assert counselor.get(f"/counselor/looking/cases/{UUID(int=7)}").status_code == 404


def test_totals_that_were_never_shared_are_an_empty_page(visit: Visit, stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm", "tell")
    assert let_look(visit, part, "ordinary", "budget") == 303
    there = f"/counselor/looking/cases/{part.case_id}/totals"
    assert "Nothing was told yet." in visit(part.place.counselor).soup(there).get_text()
