"""Every word of the console stands in both languages, and is said somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from flows.wording.catalog import Catalog
from hotline.services.console import member_actions, need_actions
from hotline.web.console import rendering

ROOM = Path(rendering.__file__).parent
VIEWS = [path for path in sorted(ROOM.rglob("*.py")) if path.name != "word_ids.py"]
SAID = [*sorted(ROOM.rglob("*.html")), *VIEWS]
# Said with the name of a thing behind them: state-seeking, ask-sent …
FAMILIES = (
    *("state-", "ask-", "match-", "role-", "did-", "language-"),
    *("member-", "member-level-", "why-", "speaks-", "group-", "step-", "only-", "wording-"),
    *("bad-", "fate-", "change-", "no-sheet-", "act-", "kind-", "event-"),
    *("numbers-", "rows-", "within-", "band-", "series-", "figure-", "health-", "broadcast-"),
    *("report-is-", "report-by-"),
    *("word-", "unfit-"),
    *("duty-", "roster-no-people-", "shift-", "link-", "news-", "second-", "shown-"),
)


def ids() -> list[str]:
    return [id for catalog in rendering.catalogs() for id in catalog.ids()]


def test_no_id_stands_twice() -> None:
    assert len(ids()) == len(set(ids())) > 100


@pytest.mark.parametrize("catalog", rendering.catalogs(), ids=lambda one: one.ids()[0])
def test_both_languages_say_the_same_things_with_the_same_arguments(catalog: Catalog) -> None:
    assert set(catalog.languages()) == {"ar", "en"}
    for id in catalog.ids():
        assert catalog.has(id, "en"), f"en: {id}"
        assert catalog.has(id, "ar"), f"ar: {id}"
        # A number may be said in a word, so the Arabic may do without it in some forms but not in all.
        assert catalog.placeholders(id, "ar") == catalog.placeholders(id, "en"), id


def test_what_templates_and_views_say_is_there_and_nothing_else() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SAID)
    called = set(re.findall(r'say\("([a-z0-9-]+)"[,)]', text))
    assert called <= set(ids())
    quoted = set(re.findall(r'"([a-z0-9-]+)"', text))
    assert [id for id in ids() if id not in quoted and not id.startswith(FAMILIES)] == []


@pytest.mark.parametrize("module", [need_actions, member_actions])
def test_every_outcome_has_its_words(module: Any) -> None:
    source = Path(module.__file__).read_text("utf-8")
    outcomes = {*re.findall(r'(?:return|else|Shown\() ?"([a-z-]+)"', source), *module.DONE}
    outcomes -= {"gone", "shown", "takes-two"}  # a page says what it leads to
    outcomes -= {"too-many"}  # where it is shown: shown-too-many
    assert len(outcomes) > 9
    assert {f"did-{outcome}" for outcome in outcomes} <= set(ids())


def test_titles_say_nothing_of_the_project() -> None:
    shell = next(one for one in rendering.catalogs() if one.has("title", "en"))
    assert [shell.format("title", language, {}) for language in ("en", "ar")] == [
        "Notes",
        "ملاحظات",
    ]
