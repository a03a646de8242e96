"""What somebody sees who shares a telephone, a mailbox or a device: nothing of a debt (E22)."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup

from app.core.reach import UNSAID
from app.gateways.mail import FolderMail
from app.translations.catalog import load
from app.usecases import demo
from tests.usecases.scenes import Scene, letters

ROOT = Path(__file__).parents[2]
FIRMS = [cast.lender for cast in demo.CASTS.values()]
TELLING = re.compile(
    r"debt|owe|loan|credit|repay|overdue|arrears|collect|lender|money|欠|债|贷|催|还款",
    re.IGNORECASE,
)
DOWNLOAD = re.compile(r"(?:download\([^)]*?name=f?|filename=)\\?\"([^\"\\]+)", re.DOTALL)


def test_details_are_off_until_the_person_turns_them_on() -> None:
    assert not UNSAID.details


def test_e22_sender_and_subject_name_no_lender_and_no_debt(done: Scene) -> None:
    assert isinstance(done.deps.mail, FolderMail)
    raw = [path.read_text() for path in done.deps.mail.folder.glob("*.eml")]
    senders = {re.findall(r"^From: (.*)$", one, re.MULTILINE)[0] for one in raw}
    assert senders == {done.deps.settings.support_email}
    shown = [*senders, *(letter.subject for letter in letters(done.deps))]
    assert not [one for one in shown if TELLING.search(one) or any(f in one for f in FIRMS)]
    assert not [one for one in raw if "Content-Disposition: attachment" in one]


def test_e22_no_file_to_keep_has_a_telling_name() -> None:
    names = [
        name
        for path in (ROOT / "app" / "web").rglob("*.py")
        for name in DOWNLOAD.findall(path.read_text())
    ]
    assert {"calendar.ics", "document-{code}.pdf"} <= set(names)
    assert not [name for name in names if TELLING.search(name)]


def test_e22_what_may_be_said_to_a_machine_tells_nothing() -> None:
    page = (ROOT / "templates" / "lender" / "call.html").read_text()
    box = BeautifulSoup(page, "html.parser").find(id="voicemail")
    assert box is not None
    said = re.findall(r"_\(\"(.*?)\"\)", box.get_text())
    assert len(said) == 1
    for words in (said[0], load("zh_Hans").gettext(said[0])):
        assert not TELLING.search(words)
        assert "%" not in words
