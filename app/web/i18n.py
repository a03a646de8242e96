"""Which language a reader gets, and how money and dates are written in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_percent
from babel.support import NullTranslations
from flask import Flask, Response, request
from flask_babel import Babel, Domain
from flask_babel import get_locale as babel_locale
from werkzeug.wrappers import Response as AnyResponse

from app.core.money import Money
from app.core.periods import Every
from app.translations.catalog import load
from app.web import again
from app.web.deps import maybe_who
from app.web.fields import Words
from app.web.wording import FREQUENCIES

COOKIE = "lang"
COOKIE_AGE = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is ours, ``locale`` is CLDR's, ``tag`` goes into HTML, ``name`` is its own."""

    code: str
    locale: str
    tag: str
    name: str


LANGUAGES = {
    "en": Language("en", "en", "en", "English"),
    "zh": Language("zh", "zh_Hans", "zh-Hans", "中文"),
}
_DAY = {"en": "d MMMM y", "zh": "y年M月d日"}
_MOMENT = {"en": "d MMMM y, HH:mm 'UTC'", "zh": "y年M月d日 HH:mm 'UTC'"}


class Catalogs(Domain):
    """All catalogs by language. The library's own makes the locale's name anew for each word."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library types few of its own
        self.by_code = {code: load(one.locale) for code, one in LANGUAGES.items()}

    def get_translations(self) -> NullTranslations:
        return self.by_code[language().code]


def init_app(app: Flask) -> None:
    """Install Flask-Babel with catalogs compiled in memory, so none can be stale."""
    babel = Babel()
    babel.init_app(app, locale_selector=lambda: LANGUAGES[chosen_code()].locale)
    babel.domain_instance = Catalogs()
    again.init_app(app, LANGUAGES)

    @app.after_request
    def keep(response: Response) -> Response:
        if (code := again.language()) is not None:
            remember(response, code)
        return response


def remember(response: AnyResponse, code: str) -> None:
    """Keep the chosen language on this device, for a year."""
    response.set_cookie(
        COOKIE,
        code,
        max_age=COOKIE_AGE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def chosen_code() -> str:
    """The reader's language: the page's button, the link's, the cookie's, the account's, the browser's, English."""
    who = maybe_who()
    asked = (
        again.language(),
        request.args.get("lang") if request.method in {"GET", "HEAD"} else None,
        request.cookies.get(COOKIE),
        who.language if who else None,
    )
    for code in asked:
        if code in LANGUAGES:
            return code
    # "zh-CN" and "zh-Hant" readers both read our Chinese more easily than English.
    for tag, _ in request.accept_languages:
        code = tag.replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def language() -> Language:
    """The language this page is in."""
    here = babel_locale()
    if here is None:
        raise LookupError("nobody reads")
    return LANGUAGES[here.language]


def other() -> Language:
    """The language this page is not in."""
    here = language()
    return next(one for one in LANGUAGES.values() if one is not here)


def money(value: Money) -> str:
    """``£1,250.50``: the currency is always shown, and never ambiguous between two."""
    return _written(value, language().locale)


@lru_cache(maxsize=4096)
def _written(value: Money, locale: str) -> str:
    """One page may say the same amount a hundred times."""
    amount = Decimal(value.minor).scaleb(-value.currency.exponent)
    return format_currency(amount, value.currency.value, locale=locale)


def day(value: date) -> str:
    """``13 March 2027`` or ``2027年3月13日``: no reader takes the month for the day."""
    here = language()
    return format_date(value, _DAY[here.code], locale=here.locale)


def month(value: date) -> str:
    """``March 2027`` or ``2027年3月``."""
    here = language()
    pattern = {"en": "MMMM y", "zh": "y年M月"}[here.code]
    return format_date(value, pattern, locale=here.locale)


def month_name(number: int) -> str:
    """``January`` or ``1月`` for 1."""
    here = language()
    return format_date(date(2000, number, 1), "LLLL", locale=here.locale)


def moment(value: datetime) -> str:
    """Day and time, in UTC and saying so."""
    here = language()
    return format_datetime(value, _MOMENT[here.code], locale=here.locale)


def sentences(said: Iterable[Words]) -> str:
    """Sentences one after another, without the empty ones. Chinese has no space between them."""
    return ("" if language().code == "zh" else " ").join(str(one) for one in said if one)


def percent(value: Fraction) -> str:
    """A rate a year as ``24.9%``; two decimals, half up, trailing zeros left out."""
    exact = Decimal(value.numerator * 100) / Decimal(value.denominator)
    shown = exact.quantize(Decimal("0.01"), ROUND_HALF_UP) / 100
    return format_percent(shown, "#,##0.##%", locale=language().locale)


def every(value: Every) -> Words:
    """``every 4 weeks``."""
    return FREQUENCIES[value]
