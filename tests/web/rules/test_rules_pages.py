from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag

from app.core import packs
from app.usecases.confirming import confirm
from app.usecases.demo import OPERATOR
from app.usecases.deps import Deps
from app.web.rules.words import CHANNELS, DAYS, PARTS, PERIODS, TOPICS
from tests.stage import Clock, Visitor
from tests.usecases.confirming import an_operator, beijing
from tests.web.pages.test_pages_lint import Page

Visit = Callable[..., Visitor]
PLACES = [place.lower() for place in packs.JURISDICTIONS]
ENGLISH_NAMES = re.compile(r"\S+@\S+|Plainpact|English")


def text(soup: Tag) -> str:
    return soup.get_text(" ", strip=True)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", PLACES)
def test_every_rule_is_on_its_page_with_its_source(visit: Visit, place: str, language: str) -> None:
    pack = packs.load(place.upper())
    browser = visit(language=language)
    answer = browser.get(f"/rules/{place}")
    page, soup = Page(answer.text), BeautifulSoup(answer.data, "html.parser")

    assert answer.status_code == 200
    assert page.open == []
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert all(attrs["href"][1:] in ids for attrs in page.all("a") if attrs["href"][:1] == "#")
    links = {attrs["href"] for attrs in page.all("a")}
    for code, rule in pack.rules.items():
        card = soup.find(id=code)
        assert card is not None
        shown = text(card)
        ours, other = (rule.text, rule.text_zh)[:: 1 if language == "en" else -1]
        assert ours in shown
        assert other not in shown
        cited = rule.citation
        here = cited.provision_zh if language == "zh" else None
        assert (here or cited.provision) in shown
        figure = rule.figure_en if language == "en" else rule.figure_zh
        assert figure is None or figure in shown
        assert all((s.official_url or s.url) in links for s in rule.citation.sources)
    assert pack.version in text(soup)


@pytest.mark.parametrize("place", PLACES)
def test_a_chinese_reader_is_told_where_each_rule_comes_from(visit: Visit, place: str) -> None:
    soup = visit(language="zh").soup(f"/rules/{place}")
    told = [
        text(line).removeprefix("出处：").strip()
        for line in soup.select("article.pp-card p")
        if text(line).startswith("出处：")
    ]
    assert len(told) == len(packs.load(place.upper()).rules)
    only_foreign = [one for one in told if not re.search("[\u4e00-\u9fff]", one)]
    assert [one for one in only_foreign if re.search("[a-z]{3,}|PIPL|GDPR|SFS|AFCA", one)] == []


@pytest.mark.parametrize("place", PLACES)
def test_no_page_of_rules_shows_a_day_as_data_has_it(visit: Visit, place: str) -> None:
    soup = visit().soup(f"/rules/{place}")
    for own_name in soup.select("main a, main span[lang]"):
        own_name.decompose()
    assert re.findall(r"\d{4}-\d\d-\d\d", text(soup)) == []


@pytest.mark.parametrize("place", PLACES)
def test_on_a_chinese_page_only_the_names_of_sources_are_english(visit: Visit, place: str) -> None:
    soup = visit(language="zh").soup(f"/rules/{place}")
    pack = packs.load(place.upper())
    cited = {rule.citation.provision for rule in pack.rules.values()}
    cited |= {s.title for rule in pack.rules.values() for s in rule.citation.sources}
    cited |= {table.source_title or "" for table in pack.living_standards}
    assert {text(marked) for marked in soup.select("main [lang=en]")} <= cited
    for marked in soup.select("[lang=en]"):
        marked.decompose()
    for link in soup.find_all("head"):
        link.decompose()
    lines = [ENGLISH_NAMES.sub("", line) for line in soup.get_text("\n").splitlines()]

    assert [line for line in lines if re.search(r"[a-z]{3,} [a-z]{3,}", line)] == []


@pytest.mark.parametrize(
    ("language", "hold", "note"),
    [
        ("en", "Mental-health-crisis Breathing Space", "For comparison, never a floor."),
        ("zh", "精神健康危机喘息期", "仅供比较，从不作保底线。"),
    ],
)
def test_holds_and_notes_are_told_in_the_reader_s_language(
    visit: Visit, language: str, hold: str, note: str
) -> None:
    shown = text(visit(language=language).soup("/rules/uk"))

    assert hold in shown
    assert note in shown


def test_the_list_leads_to_every_place(visit: Visit) -> None:
    soup = visit().soup("/rules")
    links = {a["href"] for a in soup.find_all("a")}

    assert {f"/rules/{place}" for place in PLACES} <= links


@pytest.mark.parametrize("place", ["fr", "UK", "people"])
def test_a_place_without_rules_does_not_exist(visit: Visit, place: str) -> None:
    assert visit().get(f"/rules/{place}").status_code == 404


def test_the_words_cover_every_pack() -> None:
    for jurisdiction in packs.JURISDICTIONS:
        pack = packs.load(jurisdiction)
        assert {rule.topic for rule in pack.rules.values()} <= TOPICS.keys()
        assert set(pack.allocation) <= PARTS.keys()
        for name in ("caps", "house_caps"):
            for cap in pack.contact[name]:  # type: ignore[attr-defined] # a raw table
                channels = cap["channel"]
                assert {channels} if isinstance(channels, str) else set(channels) <= CHANNELS.keys()
                assert cap["period"] in PERIODS or cap["period"].startswith("7 days after")
        for window in pack.contact["windows"]:  # type: ignore[attr-defined] # a raw table
            assert set(window["days"]) <= DAYS.keys()
            assert set(window["channel"]) <= CHANNELS.keys()


def test_an_expired_figure_says_that_it_ran_out(visit: Visit) -> None:
    soup = visit().soup("/rules/eu")
    row = next(row for row in soup.find_all("tr") if "The person alone" in text(row))

    assert "€1,555.00 a month" in text(row)
    assert "Ran out" in text(row)
    assert "30 June 2026" in text(row)


def test_a_confirmed_figure_says_who_confirmed_it(deps: Deps, visit: Visit) -> None:
    confirm(deps, an_operator(deps), "CN", beijing())
    shown = text(visit().soup("/rules/cn"))

    assert f"Confirmed by {OPERATOR}, 21 November 2026" in shown
    assert "3,100.00 a month" in shown


def test_a_wording_nobody_has_read_for_long_carries_a_warning(
    deps: Deps, visit: Visit, clock: Clock
) -> None:
    warning = "Nobody has looked at this for a long time"
    assert warning not in text(visit().soup("/rules/uk"))
    clock.move(days=(date(2028, 5, 22) - date(2026, 11, 21)).days)
    shown = text(visit().soup("/rules/uk"))

    assert shown.count(warning) == len(packs.load("UK").rules)
    assert deps.now().date() == date(2028, 5, 22)


def test_windows_and_terms_are_told(visit: Visit) -> None:
    shown = text(visit().soup("/rules/au"))

    assert "07:30 to 21:00" in shown
    assert "Monday to Friday" in shown
    assert "Saturday, Sunday" in shown
    assert "3, a week" in shown
    assert "Longest plan for a credit card 60 months" in shown
    assert "Time to leave an agreement 14 days" in shown
