"""The demonstration's people: what they owe, what they tell, and how far their case goes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.core.caselines import DebtLine, HardshipLine, Household, Line, Wishes
from app.core.household_record import Told
from app.core.money import Currency, Money
from app.core.periods import Every

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 4 + "-Müller-Lüdenscheidt"


@dataclass(frozen=True, slots=True)
class Story:
    """One borrower. ``row`` is the lender's export: principal, interest, fees, rate, arrears.

    ``first`` lent it, ``assignments`` say who held it since; ``goes`` names the steps of
    ``demo.play`` in order.
    """

    key: str
    place: str
    name: str
    words: dict[str, str]
    row: tuple[str, str, str, str, str]
    goes: tuple[str, ...] = ()
    told: Told | None = None
    product: str = "Credit card"
    last_payment: str = "2026-08-03"
    first: str = ""
    assignments: str = ""


def _line(n: int, kind: str, entry: tuple[str, Every, str], currency: Currency) -> Line:
    category, every, amount = entry
    return Line(f"{kind}{n}", category, every, Money.parse(amount, currency))


def told(
    currency: Currency,
    income: tuple[tuple[str, Every, str], ...],
    spending: tuple[tuple[str, Every, str], ...],
    *,
    household: Household | None = None,
    extra: tuple[Line, ...] = (),
    other_debts: tuple[DebtLine, ...] = (),
    hardship: tuple[HardshipLine, ...] = (),
    wishes: Wishes | None = None,
    subdivision: str | None = None,
) -> Told:
    """A household's budget from short lists of (category, how often, amount)."""
    return Told(
        household=household or Household(adults=1, children=0, partner=False),
        income=(*(_line(n, "i", e, currency) for n, e in enumerate(income, 1)), *extra),
        spending=tuple(_line(n, "s", e, currency) for n, e in enumerate(spending, 1)),
        other_debts=other_debts,
        hardship=hardship,
        wishes=wishes or Wishes(),
        subdivision=subdivision,
    )


def _months(category: str, amounts: tuple[str, ...], currency: Currency) -> Line:
    monthly = tuple(Money.parse(a, currency) for a in amounts)
    return Line("season", category, Every.IRREGULAR, monthly=monthly)


def _creditors(count: int, currency: Currency) -> tuple[DebtLine, ...]:
    zero = Money.zero(currency)
    return tuple(
        DebtLine(
            id=f"other{n}",
            creditor=f"Creditor {n}",
            kind="credit_card",
            priority=False,
            secured=False,
            principal=Money(20000 + 1700 * n, currency),
            interest=zero,
            fees=zero,
            arrears=zero,
            annual_rate=Fraction(0),
            contractual_payment=None,
            last_payment_on=None,
            acknowledged_on=None,
            disputed=False,
        )
        for n in range(1, count + 1)
    )


M, W, F = Every.MONTHLY, Every.WEEKLY, Every.FOUR_WEEKLY
GBP, CNY = Currency.GBP, Currency.CNY
ENGLAND = "england_wales"

_WORKING = told(
    GBP,
    (("salary", W, "250.00"), ("main_benefit", M, "486.20"), ("child_benefit", F, "104.20")),
    (
        ("rent", M, "640.00"),
        ("council_tax", Every.TEN_A_YEAR, "118.00"),
        ("electricity", M, "92.50"),
        ("groceries", W, "84.00"),
        ("public_transport", W, "17.50"),
        ("mobile", M, "12.00"),
    ),
    household=Household(adults=1, children=1, partner=False),
    subdivision=ENGLAND,
)
_FOUR_WEEKLY = told(
    GBP,
    (("salary", F, "1420.00"),),
    (("rent", M, "610.00"), ("groceries", W, "62.00"), ("electricity", M, "85.00")),
    subdivision=ENGLAND,
)
_DEFICIT = told(
    GBP,
    (("salary", M, "980.00"),),
    (("rent", M, "690.00"), ("groceries", W, "72.00"), ("electricity", M, "110.00")),
    household=Household(adults=1, children=2, partner=False),
    subdivision=ENGLAND,
)
_SEASONAL = told(
    GBP,
    (),
    (("rent", M, "520.00"), ("groceries", W, "55.00"), ("electricity", M, "70.00")),
    extra=(
        _months(
            "other_earnings",
            (
                "980.00",
                "980.00",
                "1180.00",
                "1500.00",
                "1900.00",
                "2300.00",
                "2500.00",
                "2500.00",
                "1700.00",
                "1300.00",
                "1000.00",
                "1250.00",
            ),
            GBP,
        ),
    ),
    wishes=Wishes(follow_months=True),
    subdivision=ENGLAND,
)
_JOINT = told(
    GBP,
    (("salary", M, "1650.00"), ("partner_salary", M, "1380.00")),
    (("mortgage", M, "880.00"), ("groceries", W, "120.00"), ("electricity", M, "140.00")),
    household=Household(adults=2, children=2, partner=True),
    subdivision=ENGLAND,
)
_MANY = told(
    GBP,
    (("salary", M, "2100.00"),),
    (("rent", M, "750.00"), ("groceries", W, "70.00")),
    other_debts=_creditors(24, GBP),
    subdivision=ENGLAND,
)
_CITY = told(
    CNY,
    (("salary", M, "6800.00"),),
    (("rent", M, "2300.00"), ("groceries", M, "1500.00"), ("public_transport", M, "260.00")),
)
_FAMILY = told(
    CNY,
    (("salary", M, "7600.00"), ("partner_salary", M, "3900.00")),
    (("mortgage", M, "3800.00"), ("groceries", M, "2400.00"), ("electricity", M, "380.00")),
    household=Household(adults=2, children=1, partner=True),
)

OFFERED = ("confirm", "tell", "offer")
SEALED = (*OFFERED, "counter", "accept", "sign")

STORIES = (
    Story(
        "new", "UK", "Sam Taylor",
        {"en": "A first message waits. Start here.", "zh": "有一条新消息，从这里开始。"},
        ("4000.00", "61.30", "24.00", "0.249", "276.00"),
        first="Harbour Card Bank", assignments="2025-02-03 Lowfield Finance; 2026-05-11 Northbank plc",
    ),
    Story(
        "four-weekly", "UK", "Priya Shah",
        {"en": "Paid every four weeks. Her offer waits for the lender.",
         "zh": "每四周领一次工资，方案正等出借人答复。"},
        ("2600.00", "18.00", "12.00", "0.189", "140.00"), OFFERED, _FOUR_WEEKLY,
    ),
    Story(
        "counter", "UK", "Dan Whitfield",
        {"en": "The lender made a counter-offer. He answers next.",
         "zh": "出借人另提了方案，轮到他答复。"},
        ("3400.00", "40.00", "0.00", "0.219", "205.00"), (*OFFERED, "counter"), _WORKING,
    ),
    Story(
        "deficit", "UK", "Leo Martin",
        {"en": "His costs are above his income. No plan is affordable now.",
         "zh": "支出高于收入，目前没有负担得起的方案。"},
        ("5200.00", "90.00", "36.00", "0.299", "410.00"), ("confirm", "tell"), _DEFICIT,
    ),
    Story(
        "seasonal", "UK", "Nia Okafor",
        {"en": "A trader: good summers, thin winters.", "zh": "做小生意，夏天旺、冬天淡。"},
        ("3000.00", "0.00", "0.00", "0", "120.00"), ("confirm", "tell"), _SEASONAL,
    ),
    Story(
        "joint", "UK", "Ana & Tom Reed",
        {"en": "Two earners, two children, one budget.", "zh": "双职工，两个孩子，一份预算。"},
        ("8200.00", "120.00", "24.00", "0.179", "380.00"), ("confirm", "tell"), _JOINT,
    ),
    Story(
        "counselor", "UK", "Grace Lin",
        {"en": "A counselor acts for her with her authority.", "zh": "顾问经她授权替她办理。"},
        ("3900.00", "55.00", "12.00", "0.239", "260.00"),
        ("authority", "confirm", "tell"), _WORKING,
    ),
    Story(
        "disputed", "UK", "\u0639\u0645\u0631 \u062d\u062f\u0627\u062f (Omar Haddad)",
        {"en": "He says this was paid. Everything waits.", "zh": "他说已经还清，一切暂停。"},
        ("760.00", "0.00", "25.00", "0", "760.00"), ("dispute",),
    ),
    Story(
        "withdrawn", "UK", "Ella \u0141\u0105cka-F\xf3x",
        {"en": "She made an offer and took it back.", "zh": "她提出方案后又撤回了。"},
        ("1900.00", "22.00", "0.00", "0.199", "95.00"), (*OFFERED, "withdraw"), _FOUR_WEEKLY,
    ),
    Story(
        "long-name", "UK", f"Max {LONG_WORD}",
        {"en": "A very long name, and a hold for time to think.",
         "zh": "名字很长，并要求暂停一段时间。"},
        ("1200.00", "0.00", "0.00", "0.099", "60.00"), ("hold",),
    ),
    Story(
        "many", "UK", "Una O'Brien",
        {"en": "Twenty-five creditors share one small sum.", "zh": "二十五个债权人分同一小笔钱。"},
        ("1450.00", "0.00", "0.00", "0", "145.00"), ("confirm", "tell"), _MANY,
    ),
    Story(
        "sealed", "UK", "Jack Hill",
        {"en": "Agreed, signed by all and sealed.", "zh": "已达成协议，各方签名并封印。"},
        ("2800.00", "30.00", "0.00", "0.209", "170.00"), SEALED, _WORKING,
    ),
    Story(
        "cn-new", "CN", "张伟",
        {"en": "A first message in Chinese.", "zh": "收到第一条中文消息。"},
        ("18000.00", "620.00", "200.00", "0.18", "2400.00"), product="信用卡",
        first="江城银行", assignments="2026-04-20 新桥消费金融",
    ),
    Story(
        "cn-offer", "CN", "刘洋",
        {"en": "Made an offer in Chinese.", "zh": "已用中文提出方案。"},
        ("23500.00", "900.00", "0.00", "0.1825", "2100.00"), OFFERED, _CITY, product="信用卡",
    ),
    Story(
        "cn-sealed", "CN", "欧阳龘骨直",
        {"en": "A rare name, signed and sealed.", "zh": "生僻字姓名，已签名并封印。"},
        ("30000.00", "1100.00", "0.00", "0.156", "3300.00"), SEALED, _FAMILY, product="信用卡",
    ),
)  # fmt: skip
