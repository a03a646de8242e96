"""The words of an authority, as a borrower signs them: who, what, until when, and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from app.core.mandate_text import Mandated, mandate_text, text_sha256
from app.core.scopes import EVERYTHING, Scope

SAID = Mandated("Ann", "Clearway", "Jo Li", EVERYTHING, date(2027, 1, 3), date(2026, 12, 21))


def test_all_of_it_in_english() -> None:
    assert mandate_text(SAID, "en") == (
        "I am Ann. I let Jo Li of Clearway act for me with the people I owe money to.",
        "They may see my budget, my debts and my cases.",
        "They may dispute a debt, ask for time, complain and write messages for me.",
        "They may change my budget, and make and answer offers for me.",
        "I sign agreements myself.",
        "This ends after 3 January 2027. I can end it at any time, without a reason.",
        "I typed my name on 21 December 2026.",
    )


def test_all_of_it_in_chinese() -> None:
    assert mandate_text(SAID, "zh_Hans") == (
        "我是Ann。我授权Clearway的Jo Li就我的债务代我办理。",
        "可以查看我的预算、债务和案件。",
        "可以代我提出争议、申请暂停、投诉和写消息。",
        "可以代我修改预算，提出和答复方案。",
        "协议由我本人签署。",
        "到2027年1月3日为止。我可以随时收回，不用说明理由。",
        "我在2026年12月21日输入了姓名。",
    )


def test_without_a_name_the_whole_charity_acts_and_to_look_is_always_let() -> None:
    nothing = replace(SAID, counselor="", scopes=frozenset())
    assert mandate_text(nothing, "en")[:3] == (
        "I am Ann. I let Clearway act for me with the people I owe money to.",
        "They may see my budget, my debts and my cases.",
        "I sign agreements myself.",
    )
    last = replace(nothing, scopes=frozenset({Scope.NEGOTIATE}))
    assert len(mandate_text(last, "zh_Hans")) == len(mandate_text(nothing, "zh_Hans")) + 1
    with pytest.raises(KeyError):
        mandate_text(nothing, "fr")


def test_the_digest_is_of_every_line() -> None:
    assert text_sha256(("one", "two")) == sha256(b"one\ntwo").hexdigest()
