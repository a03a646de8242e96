"""What a charity could read or do a moment ago, tried once more after the borrower stopped it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from app.core.access import Actor
from app.core.disclosure import LOOKING, DataClass, Purpose, wording
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases import authority
from app.usecases.consenting import DROPPED, GIVEN, REVOKED, STOPPED
from app.usecases.deps import Deps
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.gates.figures import measured
from tests.stage import Clock, Visitor
from tests.town import Town

PATHS = {
    "list": "/counselor/looking",
    "debt": "/counselor/looking/cases/{case_id}",
    "totals": "/counselor/looking/cases/{case_id}/totals",
    "happened": "/counselor/looking/cases/{case_id}/happened",
    "file": "/counselor/looking/cases/{case_id}/file",
    "payments": "/counselor/looking/cases/{case_id}/payments.csv",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """The sealed case of the town's first borrower."""

    app: Flask
    deps: Deps
    clock: Clock
    town: Town
    tenant_id: UUID
    borrower: str

    @property
    def people(self) -> Mapping[str, Actor]:
        return self.town.people

    @property
    def case_id(self) -> UUID:
        return self.town.agreed["a"]

    @property
    def household_id(self) -> UUID:
        return self.town.households["a"]

    def browser(self, who: str) -> Visitor:
        return Visitor.open(self.app, self.deps, self.people[who])


@dataclass(frozen=True, slots=True)
class Said:
    """Statuses before the end, the text after it, and what queued work did meanwhile."""

    before: tuple[int, ...]
    after: str
    effects: int = 0


def prepare(ground: Ground) -> Ready:
    town, deps = ground.town, ground.town_deps
    with deps.reading() as uow:
        person = uow.people.find(town.people["owner"].person_id)
        header = uow.cases.find(town.agreed["a"])
    assert person is not None
    assert header is not None
    clock = deps.now
    assert isinstance(clock, Clock)
    ready = Ready(ground.town_app, deps, clock, town, header.tenant_id, person.name)
    # The charity looks at one case alone: what it sees of another is no answer of this class.
    _stop(ready, ready.browser("owner"), LOOKING, town.cases["a"])
    return ready


def send(ready: Ready, one: Input) -> Ran:
    match one.send.get("by"):
        case "authority":
            return _by_authority(ready, one.send["then"])
        case "referral":
            return _by_referral(ready)
        case _:
            return _by_consent(ready, one.send)


def _by_consent(ready: Ready, sent: Mapping[str, Any]) -> Ran:
    owner, charity = ready.browser("owner"), ready.browser("consented counselor")
    _stop(ready, owner, LOOKING)
    _let(ready, owner, sent["parts"])
    paths = [
        PATHS[one].format(case_id=ready.case_id) for one in (sent["then"], sent.get("and")) if one
    ]
    before = tuple(charity.get(path).status_code for path in paths)
    _stop(ready, owner, sent.get("ends", LOOKING))
    if "again" in sent:
        _let(ready, owner, sent["again"])
    if "days" in sent:
        ready.clock.move(days=sent["days"])
        charity = ready.browser("consented counselor")
    answers = [charity.get(path) for path in paths]
    return Ran.of(*answers, did=2, said=Said(before, answers[0].text))


def _by_authority(ready: Ready, what: str) -> Ran:
    helper, read = ready.browser("counselor"), f"/agreements/{ready.case_id}/file"
    charity = ready.town.charities["a"]
    authority.give(ready.deps, ready.people["owner"], ready.household_id, charity)
    before = [helper.get(read).status_code]
    if what == "copy":
        asked = {"kind": "large-print", "spoken": "zh"}
        before.append(helper.post(f"/agreements/{ready.case_id}/copies", asked).status_code)
    loaded = {"csrf_token": helper.token("/guide"), "words": "A note."}
    known = _copies(ready)
    _end_authority(ready)
    if what == "note":
        path = f"/counselor/clients/{ready.household_id}/notes"
        headers = {"Sec-Fetch-Site": "same-origin"}
        answer = helper.client.post(path, data=loaded, headers=headers)
    else:
        answer = helper.get(read)
    Runner(ready.deps.unit_of_work, handlers(ready.deps), ready.deps.now).drain()
    return Ran.of(answer, did=2, said=Said(tuple(before), answer.text, _copies(ready) - known))


def _by_referral(ready: Ready) -> Ran:
    """The part with the name is stopped on the page: the request itself is gone with it."""
    charity, path = ready.browser("idle counselor"), "/counselor/requests"
    mine = f"{path}/{ready.town.referrals['a']}"
    before = (charity.get(mine).status_code,)
    _stop(ready, ready.browser("owner"), [DataClass.CONTACT], ready.town.cases["a"])
    answer = charity.get(mine)
    return Ran.of(answer, did=2, said=Said(before, answer.text + charity.get(path).text))


def _let(ready: Ready, owner: Visitor, parts: list[str]) -> None:
    until = (ready.deps.now().date() + timedelta(days=30)).isoformat()
    form = {"charity": str(ready.town.charities["consented"]), "parts": parts, "until": until}
    answer = owner.post(f"/cases/{ready.case_id}/who-sees/look", form)
    assert answer.status_code == 303, answer.text


def _stop(
    ready: Ready, owner: Visitor, parts: Collection[str], case_id: UUID | None = None
) -> None:
    named = case_id or ready.case_id
    with ready.deps.reading() as uow:
        live = uow.consents.live(ready.tenant_id, named, ready.deps.now())
    for one in live:
        if one.data_class in parts and one.grantee_org_id != one.tenant_id:
            answer = owner.post(f"/cases/{named}/who-sees/end", {"chosen": str(one.id)})
            assert answer.status_code == 303, answer.text


def _end_authority(ready: Ready) -> None:
    owner = ready.browser("owner")
    with ready.deps.reading() as uow:
        given = uow.consents.authorities(ready.people["owner"].person_id)
    for one in given:
        if one.revoked_at is None:
            path = f"/household/{ready.household_id}/help/end"
            assert owner.post(path, {"chosen": str(one.id)}).status_code == 303


def _copies(ready: Ready) -> int:
    with ready.deps.reading() as uow:
        record = uow.agreements.latest(ready.tenant_id, ready.case_id)
        assert record is not None
        return len(uow.copies.of(record.tenant_id, record.id, record.version))


@check
def nothing_reaches_the_charity(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if wrong := [code for code in result.said.before if code not in (200, 303)]:
            yield f"{name}: was not open before, {wrong}"
    reads = [name for name, result in ran.items() if ready.borrower in result.said.after]
    yield from (f"{name}: the borrower's name" for name in reads)
    effects = [name for name, result in ran.items() if result.said.effects]
    yield from (f"{name}: queued work went on" for name in effects)
    measured("G4", "reads_after_revocation", len(reads), exactly=0)
    measured("G4", "effects_after_revocation", len(effects), exactly=0)


@check
def grant_and_revocation_are_in_the_log(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    with ready.deps.reading() as uow:
        rows = uow.audit.of(f"case:{ready.case_id}", 1_000)
    noted = {(row.action, row.rules_version) for row in rows}
    for part in (DataClass.DEBT, DataClass.HARDSHIP, DataClass.AGREEMENT):
        version = wording(Purpose.ADVICE, part).version
        said = f"{ready.town.charities['consented']} {part} {version}"
        yield from (f"no row {a} {said}" for a in (GIVEN, STOPPED) if (a, said) not in noted)
    if "queued-export" in ran and (DROPPED, REVOKED) not in noted:
        yield "no row says that queued work was dropped"
