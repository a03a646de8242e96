"""What each check asks, and what it found, in plain words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.sealed import Check
from app.web.fields import Words

QUESTIONS: dict[str, Words] = {
    "a": _l("Is it our final file, byte for byte?"),
    "b": _l("Are all signatures there, and no other?"),
    "c": _l("Is everything as it was when each party signed?"),
    "d": _l("Were the signatures made with the keys we gave out?"),
    "e": _l("Was nothing added at the end?"),
    "f": _l("Do the figures inside match our record?"),
    "g": _l("Could the whole file be read?"),
}

FOUND: dict[str, Words] = {
    "final": _l("It is our final file."),
    "earlier_copy": _l("It is an earlier copy, from before the end."),
    "not_final": _l("It is not our final file."),
    "as_expected": _l("All signatures are there."),
    "missing_or_extra": _l("A signature is missing, or there is one too many."),
    "unchanged": _l("Nothing was changed after anyone signed."),
    "no_signature": _l("There is no signature in it."),
    "our_keys": _l("The keys are ours."),
    "unknown_key": _l("It was signed with a key that we did not give out."),
    "covers_all": _l("Nothing was added."),
    "something_added": _l("Something was added at the end."),
    "no_archive": _l("The last seal is missing."),
    "figures_match": _l("The figures match."),
    "figures_differ": _l("The figures do not match."),
    "readable": _l("It could be read."),
    "unreadable": _l("It could not be read whole. Treat it as not genuine."),
    "not_reached": _l("We could not come this far."),
}

STATES: dict[str, Words] = {
    "issuing": _l("It is being written down. Nobody has signed it."),
    "open": _l("It is being signed. It binds nobody yet."),
    "signed": _l("Everybody has signed. It is being sealed."),
    "sealed": _l("It is signed by everybody and sealed."),
    "declined": _l("It was not signed by everybody. It binds nobody."),
    "expired": _l("The time to sign ran out. It binds nobody."),
    "superseded": _l("A newer version took its place."),
    "cancelled": _l("It was left in the cooling-off time. It binds nobody now."),
}


def found_words(check: Check) -> Words:
    """The sentence for one check; it names who had signed before a change."""
    if check.code == "changed_after":
        return _("It was changed after %(name)s signed.", name=check.detail)
    return FOUND[check.code]
