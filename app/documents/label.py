"""What kind of signature a file carries: from who stated its times and who sealed it."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.sealed import THIS_SERVER
from app.documents.words import Speech

NAMED_IN_EACH = "named_in_each_signature"
"""The source of time before anybody has signed, where other authorities are to be asked."""

JOINS = {"en": ("; ", " and "), "zh_Hans": ("；", "和")}


def signature_label(authorities: Iterable[str], seals: Iterable[str], words: Speech) -> str:
    """The label, without a full stop. Names are given once, in the order they came.

    It never says more than "simple": parties sign with keys that the server holds.
    """
    times, sealed = list(dict.fromkeys(authorities)), dict.fromkeys(seals)
    between, and_ = JOINS[words.lang]
    others = and_.join(name for name in times if name != THIS_SERVER)
    if times == [NAMED_IN_EACH]:
        time = words.say("time_named_in_each")
    elif not others:
        time = words.say("time_this_server")
    elif THIS_SERVER in times:
        time = words.say("time_mixed", name=others)
    else:
        time = words.say("time_other", name=others)
    sealers = and_.join(name for name in sealed if name != THIS_SERVER)
    kind = words.say("label_sealed_by", name=sealers) if sealers else words.say("label")
    return kind + between + time
