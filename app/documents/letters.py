"""Mails and texts as words: one template a language; the first line of a mail is the subject."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.languages import written

FOLDER = Path(__file__).parents[2] / "templates" / "emails"
TEXTS = FOLDER.with_name("texts")
_SUBJECT = "Subject: "


@dataclass(frozen=True, slots=True)
class Text:
    subject: str
    body: str


def letter(name: str, language: str, values: dict[str, str]) -> Text:
    """The letter in the reader's language (``en``, ``zh``); English when we do not have it.

    Raises:
        jinja2.UndefinedError: a value is missing.
        jinja2.TemplateNotFound: no such letter.
    """
    spoken = written(language)
    text = _environment(FOLDER).get_template(f"{name}.{spoken}.txt").render(values)
    subject, _, body = text.partition("\n")
    return Text(subject.removeprefix(_SUBJECT).strip(), body.lstrip("\n"))


def has_text(name: str) -> bool:
    """Whether this letter can go as a text too."""
    return (TEXTS / f"{name}.en.txt").exists()


def text_message(name: str, language: str, values: dict[str, str]) -> str:
    """The words of a text, on one line, in the reader's language.

    Raises:
        jinja2.UndefinedError: a value is missing.
        jinja2.TemplateNotFound: no such text.
    """
    spoken = written(language)
    return " ".join(_environment(TEXTS).get_template(f"{name}.{spoken}.txt").render(values).split())


@lru_cache(maxsize=2)
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # plain text; its values never reach a page from here
        keep_trailing_newline=True,
    )
