"""Row ids made by us, so that a column can be sealed for its row before the row exists.

They are random: an id that holds the time of its making, or rises with it, names whoever a phone company's
list of numbers and times puts there. What has an order says so in columns of its own.
"""

import itertools
import secrets

LARGEST_ID = 2**63 - 1
"""What a column of ids takes: a larger one, in an address or a form, is nobody's."""

_draw = secrets.randbelow
_turns = itertools.count(1)


def new_id() -> int:
    """A positive 63-bit id, random in every bit."""
    return _draw(LARGEST_ID) + 1


def next_turn() -> int:
    """A number that rises from call to call within this process, and begins at 1 in each.

    It orders rows of one moment while that matters, and is set to 0 once their times are made coarse
    (store/upkeep/coarsening.py): the order of rows would name people as well as their times.
    """
    return next(_turns)
