"""Names of any length or script in mails and texts: one subject, one line, and no header of theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.core.letters import LETTERS, Kind
from app.core.text import NAME_LIMIT, TextFault, printable
from app.documents.letters import FOLDER, TEXTS, letter
from app.gateways.mail import Letter, message
from tests.documents.messages_kept import LANGUAGES, names, values

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
FINE = ["A" * NAME_LIMIT, "Zoë d'Ærø-Łódź", "欧阳龘骨直", "O'Neill & Sons: Ltd", "Subject: Bcc: x"]
HOSTILE = [
    "A\r\nBcc: all@example.org",
    "A\nB",
    "A\u2028B",
    "A\x85B",
    "A\x0bB",
    "\u202eevil",
    "A\u200fB",
    "A\u2066B\u2069",
    "A\x00B",
    "A\ufeffB",
]


def test_every_letter_that_can_leave_is_in_the_table_and_every_text_is_a_letter() -> None:
    assert set(names(FOLDER)) == set(LETTERS)
    assert set(names(TEXTS)) < set(LETTERS)
    assert not [name for name in names(TEXTS) if LETTERS[name] in (Kind.ASKED, Kind.WORK)]


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("theirs", FINE)
def test_a_name_makes_no_header_and_breaks_no_line(name: str, spoken: str, theirs: str) -> None:
    assert printable(theirs) == theirs
    given = values(spoken, details=True) | {"name": theirs, "lender": theirs}
    text = letter(name, LANGUAGES[spoken], given)
    kept = letter(name, LANGUAGES[spoken], values(spoken, details=True))
    assert text.body.count("\n") == kept.body.count("\n")
    sent = message(Letter(str(uuid4()), "to@example.org", text.subject, text.body, AT), "us@x.org")
    assert sorted(sent.keys()) == sorted({*sent.keys()})
    assert sent["Bcc"] is None
    assert sent["Subject"] == text.subject
    assert sent["From"] == "us@x.org"


@pytest.mark.parametrize("theirs", HOSTILE)
def test_a_name_that_could_is_no_name_here(theirs: str) -> None:
    with pytest.raises(TextFault):
        printable(theirs)
