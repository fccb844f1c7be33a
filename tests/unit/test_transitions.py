"""The tables of states: what may follow what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.transitions import (
    ASK,
    MATCH,
    MEMBER,
    MESSAGE,
    NEED,
    OFFER,
    TABLES,
    TransitionTable,
    drawing,
    legal,
    sources,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_name_only_states_they_know(table: TransitionTable[str]) -> None:
    assert set(table.beginnings) <= set(table.states)
    assert {new for following in table.moves.values() for new in following} <= set(table.states)
    assert not any(state in following for state, following in table.moves.items())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_state_can_be_reached(table: TransitionTable[str]) -> None:
    reached, fresh = set(table.beginnings), set(table.beginnings)
    while fresh:
        fresh = {new for state in fresh for new in table.moves[state]} - reached
        reached |= fresh
    assert reached == set(table.states)


@given(st.data())
def test_sources_and_legal_agree(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES))
    old, new = (data.draw(st.sampled_from(table.states)) for _ in range(2))
    assert legal(table, old, new) == (old in sources(table, new))


@given(st.data())
def test_nothing_leaves_a_terminal_state(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES))
    terminal = data.draw(st.sampled_from(sorted(table.terminal) or ["-"]))
    for new in table.states:
        assert terminal not in sources(table, new)


def test_terminal_states() -> None:
    assert NEED.terminal == {"withdrawn", "expired"}
    assert ASK.terminal == {"withdrawn", "failed", "released"}
    assert MATCH.terminal == {"released", "withdrawn", "reported"}
    assert OFFER.terminal == {"ended"}
    assert MEMBER.terminal == {"erased"}
    assert MESSAGE.terminal == {"delivered", "undelivered", "failed", "canceled"}


def test_a_need_is_accepted_only_while_it_is_open() -> None:
    assert sources(NEED, "matched") == ("seeking", "escalated")
    assert set(sources(NEED, "withdrawn")) == {"seeking", "escalated", "matched"}
    assert set(sources(NEED, "expired")) == {"seeking", "escalated", "matched"}


def test_a_late_yes_counts_and_a_released_one_does_not() -> None:
    assert set(sources(ASK, "accepted")) == {"sent", "lapsed", "declined", "covered"}
    assert not legal(ASK, "released", "accepted")
    assert not legal(ASK, "withdrawn", "accepted")


def test_what_is_over_is_not_sent_again() -> None:
    assert sources(MESSAGE, "queued") == ("sending", "unclear", "sent")
    assert sources(MESSAGE, "sending") == ("queued",)
    assert sources(MESSAGE, "canceled") == ("queued",)


def test_unknown_states_are_refused() -> None:
    with pytest.raises(KeyError, match="need has no state"):
        sources(NEED, "lost")
    with pytest.raises(KeyError):
        legal(NEED, "seeking", "lost")
    with pytest.raises(KeyError):
        legal(NEED, "lost", "seeking")


def test_the_drawing_shows_every_arrow() -> None:
    assert drawing(OFFER) == (
        "stateDiagram-v2\n"
        "    [*] --> active\n"
        "    active --> paused\n"
        "    active --> ended\n"
        "    paused --> active\n"
        "    paused --> ended\n"
        "    ended --> [*]\n"
    )
