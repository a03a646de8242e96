"""The tenant of another lender in a request, and in what is asked of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.store.consents import Consent
from app.usecases.deps import Deps
from tests.attacks.crossing import leaks, rows_of
from tests.attacks.reading import Input, filled
from tests.attacks.running import Ground, Ran, check
from tests.stage import ORIGIN
from tests.town import Town
from tests.web.rights.asking import Browser


@dataclass(frozen=True, slots=True)
class Ready:
    town: Town
    deps: Deps
    browser: Browser
    words: dict[str, str]
    lenders: dict[str, UUID]
    before: tuple[object, ...]
    swept: tuple[int, list[str]]


def prepare(ground: Ground) -> Ready:
    app, deps, town = ground.town_app, ground.town_deps, ground.town
    lenders = {
        side: town.people[name].memberships[0].organisation_id
        for side, name in (("a", "agent"), ("b", "other agent"))
    }
    words = {"LENDER_B": str(lenders["b"]), "CASE_B": str(town.cases["b"])}
    browser = Browser.of(app, deps, town, "agent")
    swept = leaks(deps, town, lenders["a"], deps.now())
    return Ready(town, deps, browser, words, lenders, rows_of(deps, town), swept)


def send(ready: Ready, one: Input) -> Ran:
    match one.send:
        case {"request": dict(request)}:
            return _requested(ready, request)
        case {"query": "insert"}:
            return Ran(did=2, said=("parents", _inserted(ready)))
        case {"query": "count"}:
            return Ran(did=1, said=("ways", _counted(ready)))
        case {"query": "update" | "move" as how}:
            return Ran(did=1, said=("ways", _moved(ready, how)))
        case {"query": "ways back"}:
            tried, found = leaks(ready.deps, ready.town, uuid4(), ready.deps.now())
            return Ran(did=tried, said=("ways", found))
        case {"query": _}:
            return Ran(did=ready.swept[0], said=("ways", ready.swept[1]))
    raise ValueError(one.name)


def _requested(ready: Ready, request: dict[str, dict[str, str]]) -> Ran:
    said = {
        part: {name: filled(value, ready.words) for name, value in of.items()}
        for part, of in request.items()
    }
    path = f"/lender/cases/{ready.town.cases['a']}/offer"
    headers = {"Origin": ORIGIN, **said.get("headers", {})}
    form = {"csrf_token": ready.browser.token, "amount": "20.00", **said.get("form", {})}
    client = ready.browser.client
    answer = client.post(path, data=form, headers=headers, query_string=said.get("query"))
    return Ran.of(answer, said=("request", []))


def _inserted(ready: Ready) -> list[str]:
    """A consent of the one lender under the other's case, and under none: the same refusal."""
    faults = []
    for case_id in (ready.town.cases["b"], uuid4()):
        try:
            with ready.deps.unit_of_work() as uow:
                uow.consents.give(_consent(ready, case_id))
                uow.audit.write(None, "test.crossing", "test:store", ready.deps.now())
        except SQLAlchemyError as fault:
            faults.append(f"{type(fault).__name__} {getattr(fault, 'orig', '')}")
        else:
            faults.append("none")
    return faults


def _consent(ready: Ready, case_id: UUID) -> Consent:
    person = ready.town.people["owner"].person_id
    charity, at = ready.town.charities["idle"], ready.deps.now()
    return Consent(
        ready.lenders["a"], uuid4(), case_id, person, charity, "ordinary", "advice", "1", at
    )


def _counted(ready: Ready) -> list[str]:
    """The queue's own number is of one lender alone."""
    with ready.deps.reading() as uow:
        found = uow.reading.queue(ready.lenders["a"], ready.deps.now().date())
        own = uow.audit.connection.execute(
            text("SELECT count(*) FROM debt_case WHERE tenant_id = :of AND NOT restricted"),
            {"of": ready.lenders["a"].hex},
        ).scalar_one()
    foreign = [
        str(line.case.id) for line in found.lines if line.case.tenant_id != ready.lenders["a"]
    ]
    return foreign if found.total == own else [f"{found.total} counted, {own} are there"]


def _moved(ready: Ready, how: str) -> list[str]:
    """A case of the other lender restricted as one's own, or taken over with all that hangs on it."""
    case_id, own = ready.town.agreed["b"], ready.lenders["a"]
    try:
        with ready.deps.unit_of_work() as uow:
            uow.audit.write(None, "test.crossing", "test:store", ready.deps.now())
            if how == "update":
                uow.cases.restrict(own, case_id, restricted=True)
            else:
                uow.audit.connection.execute(
                    text("UPDATE debt_case SET tenant_id = :own WHERE id = :case"),
                    {"own": own.hex, "case": case_id.hex},
                )
    except SQLAlchemyError:
        return []
    return [] if rows_of(ready.deps, ready.town) == ready.before else [f"{how} reached it"]


@check
def rows_of_the_other_lender_are_as_they_were(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    if rows_of(ready.deps, ready.town) != ready.before:
        yield "something of the other lender has changed"


@check
def no_way_of_the_store_crosses(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        kind, found = result.said
        if kind == "ways":
            yield from (f"{name}: {leak}" for leak in found)


@check
def foreign_and_unknown_parents_are_refused_alike(
    _: Ready, ran: Mapping[str, Ran]
) -> Iterator[str]:
    for name, result in ran.items():
        kind, faults = result.said
        if kind == "parents" and (len(set(faults)) > 1 or "none" in faults):
            yield f"{name}: {faults}"
