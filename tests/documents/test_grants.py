"""What a lender grants is told in whole sentences, every switch of a break among them."""

from __future__ import annotations

from typing import get_args

import pytest

from app.core.accommodation import (
    Accommodation,
    HolidayInterest,
    PaymentHoliday,
    Pays,
    ReAmortise,
    Recover,
    TermExtension,
)
from app.core.money import Currency, Money
from app.core.plain import plain
from app.documents.view import grant
from app.documents.words import speech

PUT_OFF = Money(300, Currency.GBP)


def told(granted: Accommodation, lang: str) -> str:
    item = plain(granted)
    assert isinstance(item, dict)
    return grant(item, speech(lang))


@pytest.mark.parametrize(
    ("granted", "english", "chinese"),
    [
        (
            PaymentHoliday(1, after=2),
            (
                "You have a payment break of 1 month. It begins after payment 2. In the break you "
                "pay nothing. No interest is added in the break. The payments after it all fall due "
                "later by as long."
            ),
            (
                "您可以暂停还款 1 个月。从第 2 期之后开始。暂停期间不用还款。暂停期间不加利息。"
                "之后各期的日期顺延同样长的时间。"
            ),
        ),
        (
            PaymentHoliday(3, "interest", "accrue_simple", "spread"),
            (
                "You have a payment break of 3 months. In the break you pay only the interest. The "
                "payments after it are higher, and the last date stays."
            ),
            "您可以暂停还款 3 个月。暂停期间只付利息。之后每期多还一些，最后日期不变。",
        ),
        (
            PaymentHoliday(3, "nothing", "accrue_simple", "lump", put_off=PUT_OFF),
            (
                "You have a payment break of 3 months. In the break you pay nothing. £3.00 of interest "
                "from the break is paid after it. Until then it stands beside the balance. What was "
                "put off is due with the first payment after it."
            ),
            (
                "您可以暂停还款 3 个月。暂停期间不用还款。暂停期间的利息 £3.00，之后再付。付清之前，"
                "另记在余额之外。暂停期间少还的，随之后第一期一起还。"
            ),
        ),
        (
            TermExtension(1),
            "You get 1 more payment, so each one is lower.",
            "多分 1 期，每期还得更少。",
        ),
        (
            ReAmortise(24, after=6),
            "The balance is spread again over 24 payments. This begins after payment 6.",
            "余额重新分摊到 24 期。从第 6 期之后开始。",
        ),
    ],
)
def test_a_grant_reads_as_it_is_meant(granted: Accommodation, english: str, chinese: str) -> None:
    assert told(granted, "en") == english
    assert told(granted, "zh_Hans") == chinese


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_each_switch_of_a_break_changes_what_is_said(lang: str) -> None:
    said = {
        (pays, interest != "waive", recover): told(
            PaymentHoliday(
                3, pays, interest, recover, put_off=None if interest == "waive" else PUT_OFF
            ),
            lang,
        )
        for pays in get_args(Pays)
        for interest in get_args(HolidayInterest)
        for recover in get_args(Recover)
        if interest != "waive" or recover != "capitalise"
    }
    assert len(set(said.values())) == len(said)
