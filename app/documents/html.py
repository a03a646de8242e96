"""From ``agreement.json`` to HTML: the article of a page, and the paper that is drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.core.evidence import sha256_hex
from app.documents.view import Facts, context, read

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"


def agreement_html(agreement: bytes, lang: str, prefix: str = "") -> Markup:
    """The agreement as an ``<article>`` for a page; ``prefix`` keeps its ids apart."""
    return _article(read(agreement), sha256_hex(agreement), lang, prefix)


def paper_html(agreement: bytes, lang: str, size: str = "normal") -> str:
    """The whole document as it is printed, translations after the language of record.

    ``size`` is ``normal`` for the file that is signed, or says how a copy in one language
    is drawn: ``large`` (18 pt), ``hand`` (lines to sign by hand), or both with a space.
    A translation in the same file does not repeat the table of payments.
    """
    facts, sha256 = read(agreement), sha256_hex(agreement)
    signed = lang == facts["language_of_record"] and size == "normal"
    hand = "hand" in size
    parts = [
        _article(facts, sha256, lang, "", boxes=signed, copy=not signed and not hand, hand=hand)
    ]
    if signed:
        parts += [
            _article(facts, sha256, other, other, follows=True, copy=True)
            for other in facts["translations"]
        ]
    template = environment().get_template("paper.html")
    return template.render(context(facts, sha256, lang), parts=parts, size=size)


def _article(
    facts: Facts,
    sha256: str,
    lang: str,
    prefix: str,
    *,
    boxes: bool = False,
    follows: bool = False,
    copy: bool = False,
    hand: bool = False,
) -> Markup:
    template = environment().get_template("agreement.html")
    values = context(facts, sha256, lang)
    how = {"boxes": boxes, "follows": follows, "copy": copy, "hand": hand}
    text = template.render(values, prefix=prefix, **how)
    return Markup(text)  # noqa: S704  # autoescaped


def stamp_html(lines: tuple[str, ...], tag: str, *, drawn: bool = False) -> str:
    """The little page that becomes a signature's picture; ``drawn`` leaves room for a drawing."""
    return environment().get_template("stamp.html").render(lines=lines, tag=tag, drawn=drawn)


@cache
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
