"""What an agreement says about the age of its debt, before anybody signs."""

from __future__ import annotations

from app.core.agreement import Text
from app.core.debt import Age
from app.core.policy import PolicyPack

NOTICES = frozenset({"time_bar_notice", "time_barred_notice"})
"""Contents by which a pack asks for a note in every agreement."""

_TOO_OLD = Text(
    "This debt may be too old for a court. If you sign, you may lose that defence. "
    "Ask for free advice first.",
    "这笔债可能已过诉讼时效。签名以后，您可能失去这项抗辩。请先问免费咨询。",
)
_UNKNOWN = Text(
    "We do not know if this debt is too old for a court. If you sign, you may lose that "
    "defence. Free advice can tell you.",
    "这笔债是否已过诉讼时效，我们不知道。签名以后，您可能失去这项抗辩。免费咨询可以告诉您。",
)
_STARTS_AGAIN = Text(
    "The time limit for going to court may start again when you sign.",
    "签名以后，诉讼时效可能重新计算。",
)


def age_note(pack: PolicyPack, age: Age) -> Text | None:
    """The note for a debt of this age; none when it is young and no rule asks for one."""
    if not age.known:
        return _UNKNOWN
    if age.expired:
        return _TOO_OLD
    asked = any(item.key in NOTICES for item in pack.agreement_items)
    return _STARTS_AGAIN if asked else None
