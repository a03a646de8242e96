"""Which use case does which kind of background work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.jobs.runner import Handler
from app.usecases import (
    answer_time,
    authority_ends,
    checkpoints,
    complaint_time,
    copies,
    evidence,
    exhibit_scans,
    exhibits,
    hardship_apart,
    hold_reviews,
    looking_over,
    message_delivery,
    objections,
    overlap,
    own_erasure,
    post,
    proof_time,
    referrals,
    renewal,
    rotation,
    seal,
    signing_time,
    tidy,
)
from app.usecases.deps import Deps


def handlers(deps: Deps) -> Mapping[str, Handler]:
    return {
        "mail": partial(post.send, deps),
        "message": partial(message_delivery.check, deps),
        "issue": partial(seal.issue, deps),
        "answer-time": partial(answer_time.check, deps),
        "complaint-time": partial(complaint_time.check, deps),
        "authority-ends": partial(authority_ends.tell, deps),
        "proof-time": partial(proof_time.check, deps),
        "hold-review": partial(hold_reviews.ask, deps),
        "signing-time": partial(signing_time.check, deps),
        "objection": partial(objections.check, deps),
        "apply": partial(seal.apply, deps),
        "close": partial(seal.close, deps),
        "checkpoint": partial(checkpoints.keep, deps),
        "look-over": partial(looking_over.look, deps),
        "reseal": partial(rotation.reseal, deps),
        hardship_apart.JOB: partial(hardship_apart.run, deps),
        "copy": partial(copies.draw, deps),
        "evidence": partial(evidence.write, deps),
        exhibits.READ_JOB: partial(exhibit_scans.look, deps),
        "renew": partial(renewal.write, deps),
        "overlap-end": partial(overlap.end, deps),
        "referral": partial(referrals.check, deps),
        "tidy": partial(tidy.tidy, deps),
        "erase": partial(own_erasure.run, deps),
    }


def idle(deps: Deps) -> Callable[[], bool]:
    """What a worker does with a quiet moment: make one key for a party who will sign."""
    return lambda: deps.sealer().prepare()
