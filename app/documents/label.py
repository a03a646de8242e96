"""What kind of signature a file carries: from who stated its times and who sealed it."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.sealed import THIS_SERVER
from app.documents.words import Speech

NAMED_IN_EACH = "named_in_each_signature"
"""The source of time before anybody has signed, where other authorities are to be asked."""

JOINS = {"en": ("; ", " and "), "zh_Hans": ("；", "和")}


def signature_label(authorities: Iterable[str], seals: Iterable[str], words: Speech) -> str:
    """The whole label, with its full stop. Names are given once, in the order they came.

    It never says more than "simple": parties sign with keys that the server holds.
    """
    between, _ = JOINS[words.lang]
    sealers = _sealers(seals, words)
    kind = words.say("label_sealed_by", name=sealers) if sealers else words.say("label")
    return kind + between + _time(authorities, words) + words.say("stop")


def paper_label(
    on_paper: Iterable[str],
    authorities: Iterable[str],
    seals: Iterable[str],
    words: Speech,
    *,
    signed_here: bool,
) -> str:
    """The label of what these roles signed by hand: the file is no signature of theirs.

    ``signed_here`` says that others signed the file itself.
    """
    between, and_ = JOINS[words.lang]
    who = and_.join(words.say(f"paper_{role}") for role in on_paper)
    if signed_here:
        rest = words.say("paper_rest", label=signature_label(authorities, seals, words))
    else:
        sealers = _sealers(seals, words)
        seal = words.say("paper_seal_by", name=sealers) if sealers else words.say("paper_seal")
        rest = seal + between + _time(authorities, words) + words.say("stop")
    return words.say("paper_label", who=who) + words.say("stop") + words.say("gap") + rest


def ended(label: str, words: Speech) -> str:
    """A label with its full stop: records up to the third format hold it without."""
    stop = words.say("stop")
    return label if label.endswith(stop) else label + stop


def _sealers(seals: Iterable[str], words: Speech) -> str:
    """Whose seals they are, apart from ours."""
    _, and_ = JOINS[words.lang]
    return and_.join(name for name in dict.fromkeys(seals) if name != THIS_SERVER)


def _time(authorities: Iterable[str], words: Speech) -> str:
    times = list(dict.fromkeys(authorities))
    _, and_ = JOINS[words.lang]
    others = and_.join(name for name in times if name != THIS_SERVER)
    if times == [NAMED_IN_EACH]:
        return words.say("time_named_in_each")
    if not others:
        return words.say("time_this_server")
    return words.say("time_mixed" if THIS_SERVER in times else "time_other", name=others)
