"""Worked agreements: any number of monthly payments, in English and in Chinese."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from app.core.accommodation import FeeWaiver, RateCut
from app.core.agreement import (
    AgreementFacts,
    BudgetSummary,
    Clauses,
    DebtSplit,
    OriginalContract,
    Party,
    Route,
    Sharing,
    Text,
)
from app.core.dates import add_months
from app.core.money import Currency, Money
from app.core.periods import Every
from app.core.schedule import Instalment, Schedule
from app.core.terms import Terms

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
"""When the worked agreements are made."""


def level_terms(owed: int, fees: int, currency: Currency, months: int = 36) -> Terms:
    """``owed`` minor units of principal and ``fees`` waived, in equal parts, no interest."""
    zero, left = Money.zero(currency), Money(owed, currency)
    rows: list[Instalment] = []
    for n, amount in enumerate(Money(owed, currency).split(months), 1):
        left -= amount
        due = add_months(date(2026, 12, 15), n)
        rows.append(Instalment(n, due, due, amount, amount, zero, zero, left))
    return Terms(
        schedule=Schedule(tuple(rows)),
        frequency=Every.MONTHLY,
        rate=Fraction(0),
        owed=Money(owed + fees, currency),
        waived=Money(fees, currency),
        written_off=zero,
        accommodations=(
            RateCut(Fraction(199, 1000), Fraction(0)),
            FeeWaiver(Money(fees, currency)),
        ),
    )


def an_english_agreement(months: int = 36) -> AgreementFacts:
    gbp = Currency.GBP
    terms = level_terms(431550, 3600, gbp, months)
    return AgreementFacts(
        agreement_id="6b1f8f5e-3c52-4a7e-9a35-2f6f0f1c8d11",
        version=1,
        case_id="0d9a4a0c-55a5-4a52-8f4c-6d1f77a2f201",
        jurisdiction="UK",
        pack_id="uk",
        pack_version="2026-11-01.1",
        language_of_record="en",
        created_at=AT,
        parties=(
            Party(
                "lender",
                "p-lender",
                "Priya Shah",
                "****4410",
                "Northgate Finance Ltd",
                "FRN 000000",
                ("Harbour Bank plc",),
            ),
            Party("borrower", "p-borrower", "Amelia Okafor", "****6789"),
        ),
        contract=OriginalContract(
            "NB-2023-118822",
            "personal loan",
            "Harbour Bank plc",
            date(2023, 3, 6),
            ("Old Bank plc",),
        ),
        debt=DebtSplit(
            date(2026, 11, 20), Money(421550, gbp), Money(10000, gbp), Money(3600, gbp), True, True
        ),
        terms=terms,
        clauses=Clauses(
            allocation=("principal", "interest", "fees"),
            rounding="down",
            remainder="later",
            day_count="none",
            payment_method="bank_transfer",
            payment_reference="PP-118822",
            grace_days=14,
            review_on=date(2027, 6, 15),
            cooling_off_days=14,
            cooling_off_until=date(2026, 12, 8),
            credit_reporting="arrangement",
            counselor_reviews=True,
            complaints=(
                Route(
                    Text("Northgate complaints", "Northgate 投诉组"), "complaints@northgate.example"
                ),
                Route(Text("Financial Ombudsman Service", "金融申诉专员"), "0800 023 4567"),
            ),
            advice=(Route(Text("MoneyHelper", "MoneyHelper"), "0800 138 7777"),),
            contact=Route(Text("Northgate support", "Northgate 客服"), "support@northgate.example"),
            sharing=(
                Sharing("Eastside Advice", Text("this agreement and payments", "本协议和还款记录")),
            ),
        ),
        offer_digest="1" * 64,
        evidence_head="2" * 64,
        verify_url="https://plainpact.example/verify",
        verify_code="K7Q2-M9XD-4T",
        original_total=Money(561230, gbp),
        budget=BudgetSummary(
            Money(182000, gbp), Money(151000, gbp), Money(14000, gbp), Money(17000, gbp)
        ),
    )


def a_chinese_agreement(months: int = 36) -> AgreementFacts:
    cny = Currency.CNY
    english = an_english_agreement(months)
    clauses = replace(
        english.clauses,
        payment_reference="明约-118822",
        complaints=(
            Route(Text("Bank complaints", "海港银行投诉热线"), "400-000-0000"),
            Route(Text("NFRA hotline", "金融监管总局热线"), "12378"),
        ),
        advice=(Route(Text("Legal aid", "法律援助中心"), "12348"),),
        contact=Route(Text("Bank support", "海港银行客服"), "400-000-0001"),
        sharing=(Sharing("东城公益咨询", Text("this agreement and payments", "本协议和还款记录")),),
        limitation=Text(
            "The court time limit may start again when you sign.",
            "签名以后，诉讼时效可能重新计算。",
        ),
    )
    return replace(
        english,
        agreement_id="0f1c8d11-9a35-4a7e-3c52-6b1f8f5e2f6f",
        jurisdiction="CN",
        pack_id="cn",
        language_of_record="zh_Hans",
        parties=(
            Party(
                "lender",
                "p-lender",
                "王建国",
                "****4410",
                "海港银行股份有限公司",
                "B0000H200000001",
            ),
            Party("borrower", "p-borrower", "张伟", "****************1234"),
        ),
        contract=OriginalContract(
            "HG-2023-118822", "个人消费贷款", "海港银行股份有限公司", date(2023, 3, 6)
        ),
        debt=DebtSplit(
            date(2026, 11, 20),
            Money(4215500, cny),
            Money(100000, cny),
            Money(36000, cny),
            True,
            True,
        ),
        terms=level_terms(4315500, 36000, cny, months),
        clauses=clauses,
        original_total=Money(5612300, cny),
        budget=None,
    )
