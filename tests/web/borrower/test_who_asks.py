"""Who asks, for whom, and how to check it: on the first screen of a case, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.core.access import Actor
from app.core.packs import JURISDICTIONS, jurisdiction_of, load
from app.core.registers import registers
from app.store.organisations import Organisation
from app.usecases import demo, imports
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.stage import Clock, Stage, Visitor

Visit = Callable[..., Visitor]
MISSING_ZH = "这里没有记录"


def agency(deps: Deps, clock: Clock, place: str, key: str, licence: str = "") -> Part:
    """The story's case at an agency that collects for Northbank plc."""
    cast = replace(demo.CASTS[place], principal="Northbank plc", licence=licence)
    stage = Stage(deps, clock, {place: demo.set_up(deps, place, cast)[0]})
    return stage.part(key)


def first_screen(visit: Visit, part: Part, language: str = "en") -> str:
    page = visit(part.borrower, language=language).soup(f"/cases/{part.case_id}")
    return page.get_text(" ", strip=True)


def test_an_agency_says_for_whom_it_asks_and_the_way_of_the_debt_has_its_days(
    deps: Deps, clock: Clock, visit: Visit
) -> None:
    text = first_screen(visit, agency(deps, clock, "UK", "new", "FRN 1"))
    assert "A collection agency" in text
    assert "For whom Northbank plc" in text
    assert "Harbour Card Bank lent first" in text
    assert "Lowfield Finance, since 3 February 2025" in text
    assert "Northbank plc, since 11 May 2026" in text
    assert "Licence FRN 1" in text
    assert "We could not check it. You can." in text


def test_a_licence_nobody_gave_is_said(deps: Deps, clock: Clock, visit: Visit) -> None:
    text = first_screen(visit, agency(deps, clock, "UK", "new"))
    assert "None is on file here" in text
    assert "there is no licence to look up" in text


def test_it_stands_there_in_chinese_with_registers_of_that_country(
    stage: Stage, visit: Visit
) -> None:
    part = stage.part("cn-new")
    page = visit(part.borrower, language="zh").soup(f"/cases/{part.case_id}")
    text = page.get_text(" ", strip=True)
    assert "江城银行" in text
    assert "2026年4月20日" in text
    assert "出借人本身" in text
    assert page.select('a[href="https://xkz.nfra.gov.cn"]')


def at_an_agency(
    deps: Deps, country: str, licence: str | None, lent_first: str = "Harbour Card Bank"
) -> tuple[Actor, UUID]:
    """A debt that went through three hands and is asked for by an agency of ``country``."""
    at, currency = deps.now(), load(jurisdiction_of(country)).currency.value
    agency, principal, admin = uuid4(), uuid4(), uuid4()
    with deps.unit_of_work() as uow:
        for home, name, papers, behind in (
            (principal, "Northbank plc", None, None),
            (agency, "Fairway Collections", licence, principal),
        ):
            uow.organisations.add(
                Organisation(home, "lender", name, papers, behind, country, None, at)
            )
        uow.people.add(admin, name="Ann Low", email="ann@low.example", language="en", at=at)
        uow.organisations.add_member(agency, admin, "admin", at)
        uow.audit.write(None, "test.prepared", "test", at)
        staff = uow.people.actor(admin)
    head = "account,name,contact,principal,interest,fees,annual_rate,arrears,currency,product"
    row = f"A-1,Kim Doe,kim@doe.example,900.00,0.00,0.00,0.1,50.00,{currency},Card"
    held = "2025-02-03 Lowfield Finance; 2026-05-11 Northbank plc"
    data = f"{head},original_creditor,assignments\r\n{row},{lent_first},{held}\r\n"
    report = imports.import_debts(deps, staff, agency, data.encode())
    assert report.problem_count == 0
    with deps.reading() as uow:
        case = uow.cases.by_account(agency, "A-1")
        assert case is not None
        return uow.people.actor(case.borrower_id), case.id


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("place", "country"), [("UK", "GB"), ("CN", "CN"), ("US", "US"), ("AU", "AU"), ("EU", "PT")]
)
@pytest.mark.parametrize("licence", [None, "L-4711"])
def test_in_every_place_an_agency_its_principal_the_chain_and_the_registers_come_first(
    deps: Deps, visit: Visit, place: str, country: str, licence: str | None, language: str
) -> None:
    borrower, case_id = at_an_agency(deps, country, licence)
    page = visit(borrower, language=language).soup(f"/cases/{case_id}")
    text = page.get_text(" ", strip=True)
    for name in ("Fairway Collections", "Northbank plc", "Harbour Card Bank", "Lowfield Finance"):
        assert name in text
    kind = {"en": "A collection agency", "zh": "催收机构"}[language]
    assert kind in text
    missing = {"en": "None is on file here", "zh": MISSING_ZH}[language]
    assert (missing in text) is (licence is None)
    assert ("L-4711" in text) is (licence is not None)
    for one in registers(place, "lender"):
        assert page.select(f'a[href="{one.url}"]'), one.url


def test_a_lender_that_asks_for_itself_has_no_chain_to_show(stage: Stage, visit: Visit) -> None:
    text = first_screen(visit, stage.part("counter"))
    assert "For itself" in text
    assert "Whose debt it was" not in text


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_every_place_has_a_register_over_https_with_a_source(place: str) -> None:
    found = registers(place, "lender")
    assert found
    for one in (*found, *registers(place, "charity")):
        assert one.url.startswith("https://")
        assert one.source.startswith("https://")
        assert one.en
        assert one.zh


def test_an_address_that_we_did_not_find_is_said_to_be_unchecked(
    stage: Stage, visit: Visit
) -> None:
    us = registers("US", "lender")[0]
    assert not us.verified
    text = first_screen(visit, stage.part("cn-new"))
    assert "we could not check this address" in text
    assert "we could not check this address" not in first_screen(visit, stage.part("new"))
