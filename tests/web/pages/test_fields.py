from __future__ import annotations

import unicodedata
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest

from app.core.money import Currency
from app.core.periods import Every
from app.web.forms import (
    ChoiceField,
    ChoicesField,
    CodeField,
    CountField,
    DateField,
    Form,
    FrequencyField,
    MoneyField,
    RateField,
    TextField,
    TickField,
    UploadField,
)

pytestmark = pytest.mark.usefixtures("asking")
calm = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANSWERS = [("y", "Yes"), ("n", "No")]


class Questions(Form):
    name = TextField("Name", most=20)
    words = TextField("What happened", most=2000, many_lines=True)
    amount = MoneyField("Rent")
    every = FrequencyField("How often")
    rate = RateField("Rate")
    adults = CountField("Adults", least=1, most=20)
    first = DateField("First payment", earliest=date(2027, 1, 1), latest=date(2057, 1, 1))
    partner = ChoiceField("Partner", choices=ANSWERS)
    happened = ChoicesField("Happened", choices=ANSWERS)
    agree = TickField("Agree")
    code = CodeField("Code", length=8)
    paper = UploadField("Paper", most_bytes=10)


class Required(Form):
    name = TextField("Name", missing="Enter your name")
    partner = ChoiceField("Partner", choices=ANSWERS, missing="Choose yes or no")
    happened = ChoicesField("Happened", choices=ANSWERS, missing="Choose what happened")
    agree = TickField("Agree", missing="Tick the box to go on")
    first = DateField("First payment", missing="Enter the first day")
    paper = UploadField("Paper", most_bytes=10, missing="Choose a file")


def answered(**answers: object) -> Questions:
    pairs = [
        (key.replace("__", "-"), value)
        for key, found in answers.items()
        for value in (found if isinstance(found, list) else [found])
    ]
    form = Questions(MultiDict(pairs), meta={"currency": Currency.GBP})
    form.validate()
    return form


def test_nothing_is_chosen_before_the_person_chooses() -> None:
    form = Questions(meta={"currency": Currency.GBP})
    assert (form.partner.data, form.every.data, form.happened.data) == (None, None, [])
    assert not form.agree.data


def test_everything_missing_is_asked_for_in_the_order_of_the_page() -> None:
    form = Required(MultiDict())
    assert not form.validate()
    assert [(p.at, str(p.message)) for p in form.problems()] == [
        ("name", "Enter your name"),
        ("partner", "Choose yes or no"),
        ("happened", "Choose what happened"),
        ("agree", "Tick the box to go on"),
        ("first", "Enter the first day"),
        ("paper", "Choose a file"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("a\u202eb", "a\u2066b", "a\u200bb", "a\ufeffb", "a\x00b", "a\x1bb", "a\U000e0041b"),
        *("a\u2028b", "a\u00adb", "a\ud800b", "a\ufffeb", "a\nb", "x" * 21, "a\u3164b"),
    ],
)
def test_text_with_something_invisible_or_too_long_is_asked_for_again(text: str) -> None:
    form = answered(name=text)
    assert form.name.data is None
    assert form.name.errors
    assert form.name._value() == text


@given(text=st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S"]), max_size=20))
@calm
def test_text_is_composed_or_refused(text: str) -> None:
    kept = answered(name=text).name.data
    assert kept in (None, unicodedata.normalize("NFC", text.strip()))


def test_names_of_the_world_are_fine() -> None:
    for name in ("李明", "שרה כהן", "O’Brien", "Zoë 🙂", "محمد"):
        assert answered(name=name).name.data == name


def test_a_story_may_have_lines() -> None:
    assert answered(words="one\r\ntwo").words.data == "one\ntwo"


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("24.9", Fraction(249, 1000)), ("24.9 %", Fraction(249, 1000)), ("0", Fraction(0))],
)
def test_a_rate_is_typed_in_percent_and_kept_exactly(typed: str, rate: Fraction) -> None:
    form = answered(rate=typed)
    assert form.rate.data == rate
    assert Questions(data={"rate": rate}, meta={"currency": Currency.GBP}).rate._value() in typed


@pytest.mark.parametrize("typed", ["-1", "1e2", "101x", "1,5", "٣", "24.9%%", "NaN"])
def test_rates_we_ask_about_again(typed: str) -> None:
    assert answered(rate=typed).rate.errors


@pytest.mark.parametrize("typed", ["0", "21", "-1", "1.5", "one", "²", "00000001"])
def test_counts_we_ask_about_again(typed: str) -> None:
    assert answered(adults=typed).adults.errors


def test_a_day_is_read_from_three_parts_or_in_one() -> None:
    parts = {"first__day": "13", "first__month": "3", "first__year": "2027"}
    assert answered(**parts).first.data == date(2027, 3, 13)
    assert answered(first="2027-03-13").first.data == date(2027, 3, 13)
    assert answered(**parts).first.typed == {"day": "13", "month": "3", "year": "2027"}


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        *(("30", "2", "2027"), ("13", "3", "27"), ("", "3", "2027"), ("0", "0", "0")),
        *(("１３", "3", "2027"), ("13", "3", "2090"), ("13", "13", "2027"), ("a", "b", "c")),
    ],
)
def test_days_we_ask_about_again_keep_what_was_typed(day: str, month: str, year: str) -> None:
    form = answered(first__day=day, first__month=month, first__year=year)
    assert form.first.data is None
    assert form.first.errors
    assert form.first.typed == {"day": day, "month": month, "year": year}


@pytest.mark.parametrize("typed", ["13/03/2027", "2027-3-13", "2027-02-30", "20270313", "tomorrow"])
def test_days_in_another_form_are_asked_about_again(typed: str) -> None:
    assert answered(first=typed).first.errors


def test_a_code_is_read_whatever_its_spaces() -> None:
    assert answered(code="1234 56-78").code.data == "12345678"
    assert answered(code="1234").code.errors


def test_an_answer_that_was_not_offered_is_refused() -> None:
    form = answered(partner="maybe", every="hourly", happened=["y", "x"], agree="on")
    assert form.partner.errors
    assert form.every.errors
    assert form.happened.errors
    assert form.agree.errors


def test_a_frequency_is_read_and_tells_the_page_its_yearly_count() -> None:
    form = answered(every="four_weekly")
    assert form.every.every is Every.FOUR_WEEKLY
    assert form.every.times_a_year("four_weekly") == 13


def test_a_file_is_read_up_to_its_limit() -> None:
    assert answered(paper=FileStorage(BytesIO(b"%PDF"), "a.pdf")).paper.data == b"%PDF"
    assert answered(paper=FileStorage(BytesIO(b"x" * 11), "a.pdf")).paper.errors
    assert answered(paper=FileStorage(BytesIO(b""), "a.pdf")).paper.errors


@pytest.mark.parametrize("body", ["name=a&role=admin", "name=a&name=b", "first-day=1&first-day=2"])
def test_an_unknown_or_repeated_field_stops_the_request(app: Flask, body: str) -> None:
    kind = "application/x-www-form-urlencoded"
    with (
        app.test_request_context("/", method="POST", data=body, content_type=kind),
        pytest.raises(BadRequest),
    ):
        Questions.read(currency=Currency.GBP)


def test_several_boxes_of_one_question_are_not_a_repetition(app: Flask) -> None:
    body = "happened=y&happened=n&csrf_token=x"
    kind = "application/x-www-form-urlencoded"
    with app.test_request_context("/", method="POST", data=body, content_type=kind):
        form = Questions.read(currency=Currency.GBP)
        assert form.accepted()
        assert form.happened.data == ["y", "n"]
        assert form.status == 200
