from datetime import UTC, datetime, timedelta

from app.store.job_ids import next_id

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)


def test_what_was_asked_for_first_sorts_first() -> None:
    moments = [NOON, NOON, NOON, NOON + timedelta(milliseconds=1), NOON + timedelta(days=900)]
    made = [next_id(at) for at in moments for _ in range(20_000)]
    assert made == sorted(made) == sorted(set(made))
    assert [one.hex for one in made] == sorted(one.hex for one in made)
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
