"""Every mail and text as its reader gets it, kept as text files so that a change of words is seen.

python -m tests.documents.messages_kept      write them anew
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.documents.letters import FOLDER, TEXTS, letter, text_message

KEPT = Path(__file__).parent / "snapshots" / "messages"
LANGUAGES = {"en": "en", "zh_Hans": "zh"}
LENDER = {"en": "Northgate Finance", "zh_Hans": "江南消费金融"}
NAMES = {"en": "Anna Example", "zh_Hans": "王小明"}
DAYS = {"en": "5 December 2026", "zh_Hans": "2026年12月5日"}
BASE = "https://plans.some-charity.example.org"


def values(spoken: str, *, details: bool) -> dict[str, str]:
    """What any message may be given."""
    return {
        "name": NAMES[spoken],
        "lender": LENDER[spoken] if details else "",
        "base": BASE,
        "link": f"{BASE}/sign-in",
        "stop": f"{BASE}/texts/ABCDEFGHJK",
        "code": "ABCD-EFGH-JKMN",
        "head": "0123456789abcdef" * 4,
        "about": "7d1f3a52-0000-4000-8000-000000000001:12",
        "day": DAYS[spoken],
    }


def names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted({path.name.partition(".")[0] for path in folder.glob("*.txt")}))


def mails(*, details: bool) -> Iterator[tuple[str, str, str]]:
    """(file, subject, body) of every mail in every language."""
    for name in names(FOLDER):
        for spoken, code in LANGUAGES.items():
            text = letter(name, code, values(spoken, details=details))
            yield f"mail-{name}.{spoken}{'-details' if details else ''}", text.subject, text.body


def texts(*, details: bool) -> Iterator[tuple[str, str]]:
    """(file, words) of every text in every language."""
    for name in names(TEXTS):
        for spoken, code in LANGUAGES.items():
            words = text_message(name, code, values(spoken, details=details))
            yield f"text-{name}.{spoken}{'-details' if details else ''}", words


def all_kept() -> dict[str, str]:
    """The whole content of every file by its name; with details only where they change it."""
    found = {name: f"{subject}\n\n{body}" for name, subject, body in mails(details=False)}
    found |= {name: f"{words}\n" for name, words in texts(details=False)}
    told = {name: f"{subject}\n\n{body}" for name, subject, body in mails(details=True)}
    told |= {name: f"{words}\n" for name, words in texts(details=True)}
    found |= {n: w for n, w in told.items() if w != found[n.removesuffix("-details")]}
    return {f"{name}.txt": words for name, words in found.items()}


def write() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.txt"):
        old.unlink()
    for name, words in all_kept().items():
        (KEPT / name).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    write()
