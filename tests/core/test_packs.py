from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.core import packs
from app.core.errors import NotFound
from app.core.hardship import codes, hardship_types, help_kinds
from app.core.packnode import PackError
from app.core.policy import Severity

LONGEST_CLAUSE = 26
UK = Path(packs.__file__).parent / "packs" / "uk.json"


@pytest.mark.parametrize("jurisdiction", packs.JURISDICTIONS)
def test_every_jurisdiction_loads_with_its_sources(jurisdiction: str) -> None:
    pack = packs.load(jurisdiction)

    assert pack.id == jurisdiction
    assert pack.version == "2026.11"
    assert pack.cooling_off.days >= 14
    for rule in pack.rules.values():
        assert rule.citation.sources
        assert all(s.url.startswith("http") for s in rule.citation.sources)
        assert rule.citation.verified is (rule.citation.verification != "none")
        assert rule.citation.as_at.isoformat() == "2026-11-21"


@pytest.mark.parametrize(
    ("jurisdiction", "rules", "card_months", "loan_months", "currency"),
    [
        ("CN", 51, 60, 60, "CNY"),
        ("US", 29, 60, 60, "USD"),
        ("UK", 32, 72, 72, "GBP"),
        ("AU", 9, 60, 60, "AUD"),
        ("EU", 8, 72, 72, "EUR"),
    ],
)
def test_packs_keep_their_figures(
    jurisdiction: str, rules: int, card_months: int, loan_months: int, currency: str
) -> None:
    pack = packs.load(jurisdiction)

    assert len(pack.rules) == rules
    assert pack.term_cap("credit_card") == card_months
    assert pack.term_cap("personal_loan") == loan_months
    assert pack.currency == currency


@pytest.mark.parametrize("jurisdiction", packs.JURISDICTIONS)
def test_what_a_pack_says_is_said_in_chinese_too(jurisdiction: str) -> None:
    pack = packs.load(jurisdiction)
    said = [rule.text_zh for rule in pack.rules.values()]
    said += [hold.name_zh for hold in pack.holds]
    said += [table.note_zh for table in pack.living_standards if table.note_zh]
    figures = [rule.figure_zh for rule in pack.rules.values() if rule.figure_zh]

    for words in said:
        assert re.search("[\u4e00-\u9fff]", words)
    for words in said + figures:
        assert not re.search("[a-z]", words), words
        assert not re.search("[\u4e00-\u9fff][,:;?!.]|[,:;?!.][\u4e00-\u9fff]", words), words
        clauses = re.split("[\uff0c\u3002\uff1b\uff1a\u3001\uff08\uff09]", words)
        assert all(len(clause) <= LONGEST_CLAUSE for clause in clauses), words


@pytest.mark.parametrize("jurisdiction", packs.JURISDICTIONS)
def test_a_figure_in_words_has_the_numbers_of_its_value(jurisdiction: str) -> None:
    for rule in packs.load(jurisdiction).rules.values():
        told = re.findall(r"\d+", (rule.figure_zh or "").replace(",", ""))
        assert {int(n) for n in re.findall(r"\d+", rule.value or "")} <= {int(n) for n in told}


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        ("CN-P01", "60 months", "60 个月"),
        ("CN-V07", "30% above the loss", "高出损失 30%"),
        ("DE-F01", "€1,555.00 a month", "每月 €1,555.00"),
        ("UK-F01", None, None),
    ],
)
def test_a_figure_reads_as_people_say_it(code: str, en: str | None, zh: str | None) -> None:
    named = packs.rule_named(code)

    assert named is not None
    assert (named[1].figure_en, named[1].figure_zh) == (en, zh)


def test_rules_behind_other_data_exist() -> None:
    for jurisdiction in packs.JURISDICTIONS:
        pack = packs.load(jurisdiction)
        named = [pack.max_term.rule, pack.limitation.rule]
        named += [hold.rule for hold in pack.holds]
        named += [item.rule for item in pack.agreement_items]
        assert {rule for rule in named if rule} <= pack.rules.keys()


def test_limitation_is_known_by_place_and_shortest_where_it_is_not_said() -> None:
    limits = packs.load("UK").limitation

    assert limits.years_in("england_wales") == 6
    assert limits.years_in("scotland") == 5
    assert limits.years_in(None) == 5
    assert packs.load("CN").limitation.years_in(None) == 3
    assert packs.load("US").limitation.years_in("CA") is None


def test_only_verified_rules_of_the_uk_bind() -> None:
    pack = packs.load("UK")

    assert pack.rules["UK-F04"].severity is Severity.BLOCK
    assert pack.rules["UK-F04"].citation.provision == "CONC 7.3.10R"
    assert pack.rules["UK-S03"].citation.verified is False
    assert pack.cite("buffer") == "UK-S03"
    assert packs.load("CN").cite("buffer") == "house:buffer"


def test_an_unknown_jurisdiction_has_no_pack() -> None:
    with pytest.raises(NotFound):
        packs.load("FR")


def test_every_category_has_both_labels_and_a_heading() -> None:
    found = packs.categories()
    headings = {heading.id for heading in found.headings}
    lines = found.income + found.spending

    assert all(line.en and line.zh and line.group in headings for line in lines)
    assert all(heading.en and heading.zh for heading in found.headings)
    assert len({line.id for line in lines}) == len(lines) == 88
    assert {"main_benefit", "state_pension"} <= found.protected_ids
    assert "salary" not in found.protected_ids


def test_every_hardship_has_both_labels_and_known_help() -> None:
    known = {kind.code for kind in help_kinds()}

    assert len(hardship_types()) == len(codes()) == 24
    for kind in hardship_types():
        assert kind.en
        assert kind.zh
        assert kind.evidence_en
        assert kind.evidence_zh
        assert set(kind.accommodations) <= known
    assert {k.code for k in hardship_types() if k.human_first} == {
        "TERMINAL",
        "MENTAL_HEALTH",
        "BEREAVEMENT",
        "DOMESTIC_ABUSE",
        "ADDICTION_GAMBLING",
        "LOW_CAPACITY",
    }


def changed(*path: str | int, to: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(UK.read_text(encoding="utf-8"))
    target: Any = data
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = to
    return data


@pytest.mark.parametrize(
    ("path", "to", "says"),
    [
        (("currency",), "XXX", "uk.json/currency: XXX is not one of"),
        (("version",), "", "uk.json/version: text is needed"),
        (("max_term", "months"), -1, "uk.json/max_term/months: a whole number"),
        (("max_term", "months"), True, "uk.json/max_term/months: a whole number"),
        (("rules", 0, "severity"), "loud", "uk.json/rules/0/severity: loud is not one of"),
        (("rules", 0, "verified"), "yes", "uk.json/rules/0/verified: true or false"),
        (("rules", 0, "as_at"), "2026-13-01", "uk.json/rules/0/as_at: a date"),
        (("rules", 0, "text_zh"), "", "uk.json/rules/0/text_zh: text is needed"),
        (
            ("rules", 0, "figure_zh"),
            "1",
            "uk.json/rules/0/figure_zh: has to go with uk.json/rules/0/v",
        ),
        (("rules", 6, "figure_zh"), None, "uk.json/rules/6/figure_zh: has to go with"),
        (("rules", 6, "figure_en"), None, "uk.json/rules/6/figure_en: has to go with"),
        (("holds", 0, "name_zh"), None, "uk.json/holds/0/name_zh: text is needed"),
        (
            ("living_standards", "UK_MIS", "note_zh"),
            None,
            "uk.json/living_standards/UK_MIS/note_zh: has",
        ),
        (("rules", 0, "extra"), 1, "uk.json/rules/0: missing or unknown extra"),
        (("rules",), {}, "uk.json/rules: a list is needed"),
        (("cites", "buffer"), "UK-Z99", "uk.json/cites/buffer: UK-Z99 is not one of"),
        (("holds", 0), 5, "uk.json/holds/0: an object is needed"),
        (("holds", 0, "rule"), "UK-Z99", "uk.json/holds/0/rule: UK-Z99 is not a rule of"),
        (("limitation", "rule"), "UK-Z99", "uk.json/limitation/rule: UK-Z99 is not a rule of"),
        (("limitation", "rule"), "UK-S03", "uk.json/limitation/verified: UK-S03 itself is not"),
        (("max_term", "rule"), "CN-P01", "uk.json/max_term/rule: CN-P01 is not a rule of"),
        (("rules", 1, "id"), "UK-F01", "uk.json/rules/1/id: UK-F01 is there twice"),
        (("rules", 0, "as_at"), "2026-11-22", "uk.json/rules/0/as_at: after the day of the pack"),
        (("rules", 0, "verification"), "none", "uk.json/rules/0/verified: does not go with"),
        (("rules", 0, "stale_after_months"), "1", "uk.json/rules/0/stale_after_months: a whole"),
        (("signing", "order"), ["lender", "borrower"], "uk.json/signing/order: each of borrower"),
        (("signing", "order"), ["lender", "borrower", "lender"], "uk.json/signing/order: each of"),
        (("signing", "order", 0), "system", "uk.json/signing/order/0: system is not one of"),
        (("zones", "names"), [], "uk.json/zones/names: at least one"),
        (("rules", 0, "check"), "yes", "uk.json/rules/0/check: an object is needed"),
        (("rules", 0, "check"), {}, "uk.json/rules/0/check: kind is missing"),
    ],
)
def test_a_broken_pack_says_where_it_is_broken(
    path: tuple[str | int, ...], to: object, says: str
) -> None:
    data = packs.read_data(json.dumps(changed(*path, to=to)), "uk.json")

    with pytest.raises(PackError) as refused:
        packs.pack_from(data)
    assert str(refused.value).startswith(says)


CAP = {
    "kind": "rate_cap",
    "multiple": "4",
    "table": [{"since": "2026-01-01", "rate": "0.03", "verified": True}],
    "debt_kinds": ["private_loan"],
}
FLOOR = {
    "kind": "keeps_at_least",
    "subdivision": "DE",
    "monthly": "1555.00",
    "first": "585.23",
    "each_next": "326.04",
    "most": 5,
    "until": "2026-06-30",
}


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ({"kind": "no_colour"}, "/kind: no_colour is not one of"),
        ({"kind": "same_debt", "months": 1}, ": missing or unknown months"),
        ({"kind": "longest_term", "months": 60}, ": missing or unknown debt_kinds"),
        ({"kind": "longest_term", "months": 0, "debt_kinds": ["rent"]}, "/months: a whole number from 1"),
        ({"kind": "longest_term", "months": 1, "debt_kinds": []}, "/debt_kinds: at least one"),
        ({"kind": "no_interest_on_interest", "debt_kinds": "rent"}, "/debt_kinds: a list is needed"),
        ({"kind": "share_of_income", "percent": 101}, "/percent: at most 100"),
        (CAP | {"multiple": "four"}, "/multiple: a number above 0 in text"),
        (CAP | {"multiple": "1/0"}, "/multiple: a number above 0 in text"),
        (CAP | {"table": []}, "/table: at least one row"),
        (CAP | {"table": CAP["table"] * 2}, "/table: at least one row, each later"),  # type: ignore[operator]  # it holds a list
        (CAP | {"table": [{"since": "2026-01-01", "rate": "0"}]}, "/table/0: missing or unknown verified"),
        (FLOOR | {"monthly": "1,555"}, "/monthly: an amount like 10.00"),
        (FLOOR | {"first": "1.005"}, "/first: an amount like 10.00"),
        (FLOOR | {"until": "soon"}, "/until: a date like"),
        ({"kind": "allocation_order", "order": ["fees", "fees", "interest"], "unless_agreed": True}, "/order: each of"),
    ],
)  # fmt: skip
def test_a_check_that_cannot_be_made_says_where_it_is_wrong(
    check: dict[str, Any], says: str
) -> None:
    data = packs.read_data(json.dumps(changed("rules", 0, "check", to=check)), "uk.json")

    with pytest.raises(PackError) as refused:
        packs.pack_from(data)
    assert str(refused.value).startswith(f"uk.json/rules/0/check{says}")


@pytest.mark.parametrize("check", [CAP, FLOOR])
def test_a_check_is_read_with_its_figures(check: dict[str, Any]) -> None:
    data = packs.read_data(json.dumps(changed("rules", 0, "check", to=check)), "uk.json")
    found = packs.pack_from(data).rules["UK-F01"].check

    assert found is not None
    assert found != packs.load("UK").rules["UK-F01"].check


@pytest.mark.parametrize(
    ("code", "pack"), [("CN-I01", "CN"), ("US-Z01", "US"), ("above_affordable", None)]
)
def test_a_rule_is_found_by_its_code(code: str, pack: str | None) -> None:
    named = packs.rule_named(code)

    assert (None if named is None else (named[0].id, named[1].code)) == (pack and (pack, code))


def test_a_pack_with_a_field_missing_names_it() -> None:
    data = json.loads(UK.read_text(encoding="utf-8"))
    del data["limitation"]["years"]

    with pytest.raises(PackError, match=r"uk\.json/limitation: years is missing"):
        packs.pack_from(packs.read_data(json.dumps(data), "uk.json"))


def test_a_file_that_is_not_json_names_its_line() -> None:
    with pytest.raises(PackError, match=r"uk\.json: line 2"):
        packs.read_data("{\n!", "uk.json")
