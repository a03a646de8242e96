"""How an agreement stands, and what became of a value from a mail, in plain words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.usecases.standing import Head
from app.usecases.verify import Answer
from app.web import i18n
from app.web.fields import Words
from app.web.verify.words import TONES

STATES: dict[str, Words] = {
    "issuing": _l("It is being written down. Nobody has signed it."),
    "open": _l("It is being signed. It binds nobody yet."),
    "signed": _l("Everybody has signed. It is being sealed."),
    "sealed": _l("It is signed by everybody and sealed."),
    "on_paper": _l("It was signed on paper and sealed here. The lender keeps the paper."),
    "suspended": _l(
        "The borrower says that the signature on paper is not theirs. "
        "It is suspended until that is settled."
    ),
    "disputed": _l(
        "It is sealed, and it is disputed now. It stays as it is until that is settled."
    ),
    "upheld": _l("A dispute about it was found to be right. Do not rely on it."),
    "replaced": _l("It was sealed, and a newer sealed version took its place."),
    "declined": _l("It was not signed by everybody. It binds nobody."),
    "expired": _l("The time to sign ran out. It binds nobody."),
    "superseded": _l("A newer version took its place."),
    "cancelled": _l("It was left in the cooling-off time. It binds nobody now."),
}


def fallen_words(answer: Answer) -> Words:
    """What stands above the answer for a file of ours whose agreement no longer simply stands."""
    standing = answer.standing
    if standing is None or standing.stands or TONES.get(answer.finding) != "success":
        return ""
    day = i18n.day(standing.since.date()) if standing.since else ""
    match standing.state:
        case "cancelled" if day:
            return _("Genuine, but it was left on %(day)s", day=day)
        case "suspended" if day:
            return _("Genuine, but it is suspended since %(day)s", day=day)
        case "disputed" if day:
            return _("Genuine, but it is disputed since %(day)s", day=day)
        case "upheld" if day:
            return _("Genuine, but a dispute ended it on %(day)s", day=day)
        case "replaced":
            return _("Genuine, but a newer version took its place")
        case _:
            return _("Genuine, but it does not stand now")


def head_words(head: Head | None) -> Words:
    """Whether the record has the value that somebody kept; nothing when none was asked for."""
    if head is None:
        return ""
    if head.row is None:
        return _("The value from your mail is not in it.")
    return _("The value from your mail is in it, as step %(row)d.", row=head.row)
