"""What a story says against what happened, and a transcript that shows where they part."""

from __future__ import annotations

import re

from tests.transcripts.script import NEW_LINE, Arrival, Event

_NAMED = re.compile(r"\{(\w+)(:ar)?\}")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class References(dict[str, str]):
    """The numbers that have been seen, by the names that the story gives them."""

    def put_in(self, words: str) -> str:
        """`words` as they are typed, with the numbers in place of their names."""
        return _NAMED.sub(lambda m: self._number(m[1], m[2]), words)

    def match(self, pattern: str, words: str) -> bool:
        """Whether `words` are what the story has; new names take the numbers that stand there."""
        found = re.fullmatch(self._expression(pattern), words, re.DOTALL)
        if found is None:
            return False
        self.update(found.groupdict())
        return True

    def name_all(self, words: str) -> str:
        """`words` with the names of known numbers in place of them, as a story is written."""
        for name, number in self.items():
            words = re.sub(rf"(?<!\d){number}(?!\d)", f"{{{name}}}", words)
        return words

    def _number(self, name: str, arabic: str | None) -> str:
        return self[name].translate(_ARABIC) if arabic else self[name]

    def _expression(self, pattern: str) -> str:
        parts, end, seen = [], 0, set[str]()
        for found in _NAMED.finditer(pattern):
            parts.append(re.escape(pattern[end : found.start()]))
            name, end = found[1], found.end()
            if name in self:
                parts.append(self._number(name, found[2]))
            else:
                parts.append(f"(?P={name})" if name in seen else rf"(?P<{name}>\d{{2,6}})")
            seen.add(name)
        return "".join([*parts, re.escape(pattern[end:])])


def compare(event: Event, arrived: list[Arrival], known: References) -> list[str] | None:
    """None where the arrivals are the story's, else lines that show both, as in a diff."""
    left = list(arrived)
    lines, same = [], True
    for told in event.arrivals:
        found = next(
            (a for a in left if a.name == told.name and known.match(told.words, a.words)), None
        )
        if found is not None:
            left.remove(found)
        same = same and found is not None
        lines.append(f"{'  ' if found is not None else '- '}{shown(told)}")
    lines += [f"+ {shown(Arrival(a.name, known.name_all(a.words)))}" for a in left]
    if same and not left:
        same = _in_order(event, arrived, known)
        lines += [] if same else ["! the replies came in another order"]
    return None if same and not left else lines


def _in_order(event: Event, arrived: list[Arrival], known: References) -> bool:
    """Replies come in one answer, so their order is certain; that of other texts is not."""
    replies = [arrival.words for arrival in arrived if arrival.reply]
    told = [known.put_in(a.words) for a in event.arrivals if a.name == event.who]
    return [words for words in told if words in replies] == replies


def shown(arrival: Arrival) -> str:
    """An arrival as a line of a story."""
    return f"{arrival.name} < {arrival.words}".replace("\n", NEW_LINE)
