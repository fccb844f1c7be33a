"""Flow files: what they become, their versions, and the place of every mistake."""

from __future__ import annotations

import pytest

from flows.engine.definition import END, Action, Branch, Question, line_of
from flows.engine.parsing import load_library, parse_flow, read_library
from flows.text.errors import FlowFault

FLOW = """\
flow: tea
start: kind
steps:
  kind:
    ask: which-tea
    read: choice
    save: kind
    choices:
      1: {value: mint, words: [mint, نعنع]}
      2: {value: black, then: sugar}
    then: pour
  sugar:
    branch: sweet
    cases:
      any: pour
      none: {say: [no-sugar], set: {sweet: 0}, forget: [milk], then: pour}
  pour:
    do: pour
    with: [kind]
    outcomes:
      full: {flow: menu, carry: [kind]}
    then: end
"""


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FlowFault) as caught:
        parse_flow(text, "tea.yaml")
    assert all(fault.file == "tea.yaml" for fault in caught.value.faults)
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_the_three_kinds_of_step_are_read() -> None:
    flow = parse_flow(FLOW, "tea.yaml")
    kind, sugar, pour = flow.steps["kind"], flow.steps["sugar"], flow.steps["pour"]
    assert isinstance(kind, Question)
    assert isinstance(sugar, Branch)
    assert isinstance(pour, Action)
    assert (flow.name, flow.start, flow.file) == ("tea", "kind", "tea.yaml")
    assert kind.save == ("kind",)
    assert [(c.key, c.value, c.words) for c in kind.choices] == [
        ("1", "mint", ("mint", "نعنع")),
        ("2", "black", ()),
    ]
    assert kind.choices[0].move is None
    assert kind.choices[1].move is not None
    assert kind.choices[1].move.to == "sugar"
    none = sugar.cases["none"]
    assert (none.say, none.set, none.forget) == (("no-sugar",), {"sweet": 0}, ("milk",))
    assert (pour.effect, pour.read_only, pour.args) == ("pour", False, ("kind",))
    full = pour.outcomes["full"]
    assert (full.to, full.flow, full.carry) == (END, "menu", ("kind",))


def test_lines_are_those_of_the_file() -> None:
    flow = parse_flow(FLOW, "tea.yaml")
    kind = flow.steps["kind"]
    assert isinstance(kind, Question)
    assert line_of(kind) == 4
    assert line_of(kind, "ask") == 5
    assert line_of(kind.choices[1]) == 10
    assert line_of(flow.steps["pour"], "do") == 18


def test_yes_no_and_on_stay_words() -> None:
    choices = "{1: {value: yes, words: [on, yes]}, 2: {value: no}, 3: {value: true}}"
    text = FLOW.replace("    choices:\n      1: {value: mint, words: [mint, نعنع]}\n", "")
    text = text.replace("      2: {value: black, then: sugar}\n", f"    choices: {choices}\n")
    kind = parse_flow(text.replace("branch: sweet", "branch: kind"), "tea.yaml").steps["kind"]
    assert isinstance(kind, Question)
    assert [choice.value for choice in kind.choices] == ["yes", "no", True]
    assert kind.choices[0].words == ("on", "yes")


def test_the_version_follows_the_steps_and_nothing_else() -> None:
    flow = parse_flow(FLOW, "tea.yaml")
    laid_out = "# tea\n\n" + FLOW.replace("{value: mint, ", "{ value: 'mint',   ")
    assert parse_flow(laid_out, "other.yaml").version == flow.version
    assert len(flow.version) == 64
    for changed in (
        FLOW.replace("which-tea", "what-tea"),
        FLOW.replace("sweet: 0", "sweet: 1"),
        FLOW.replace("sweet: 0", "sweet: '0'"),
        FLOW.replace("1: {value: mint", "3: {value: mint"),
        FLOW.replace("    do: pour", "    look: pour"),
        FLOW.replace("flow: tea", "flow: teas"),
        FLOW.replace("نعنع", "نعناع"),
    ):
        assert parse_flow(changed, "tea.yaml").version != flow.version


def test_the_source_gives_the_same_flow_back() -> None:
    for flow in load_library().values():
        again = parse_flow(flow.source, "from the database")
        assert again == flow
        assert again.version == flow.version


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    read: choice\n", "", 5, "needs `read`"),
        ("start: kind", "start: king", 2, "`king`, which is no step"),
        ("then: sugar}", "then: suger}", 10, "`suger` is no step"),
        ("      any: pour\n", "", 13, "needs `else`"),
        ("    do: pour", "    make: pour", 17, "exactly one of `ask`"),
        ("    save: kind", "    saves: kind", 7, "knows no `saves`"),
        ("      2: {value", "      two: {value", 10, "not by `two`"),
        ("      2: {value", "      1: {value", 10, "stands twice"),
        ("  sugar:\n", "  end:\n", 12, "no step may be called `end`"),
        ("{flow: menu, carry: [kind]}", "{carry: [kind]}", 21, "needs `then:"),
        ("{flow: menu, ", "{flow: menu, then: end, ", 21, "one of the two"),
        ("    then: end\n", "    then: end\n  pour:\n    do: pour\n", 23, "stands twice"),
        ("    cases:\n", "    cases: [\n", 16, "expected"),
        ("flow: tea\n", "", 1, "a flow needs `flow`"),
        ("    read: choice", "    read: [choice]", 6, "must be one word"),
        ("    save: kind", "    save: kind\n    optional: maybe", 8, "true or false"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in FLOW
    found = faults_of(FLOW.replace(old, new, 1))
    assert any(at == line and said in message for at, message in found), found


def test_an_empty_file_is_a_fault() -> None:
    assert faults_of("# nothing\n")[0][0] == 1


@pytest.mark.parametrize(
    ("text", "line", "begins"),
    [
        ("flow: a\nsteps: [\n", 3, "not valid YAML: "),
        ("flow: a\nsteps: \x01", 2, "a character that YAML forbids: "),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(text: str, line: int, begins: str) -> None:
    ((at, message),) = faults_of(text)
    assert at == line and message.startswith(begins)


def test_every_mistake_is_found_at_once() -> None:
    broken = FLOW.replace("start: kind", "start: king").replace("then: sugar}", "then: suger}")
    assert [line for line, _ in faults_of(broken)] == [2, 10]


def test_a_fault_says_its_file_and_line() -> None:
    with pytest.raises(FlowFault, match=r"^tea\.yaml:2: "):
        parse_flow(FLOW.replace("start: kind", "start: king"), "tea.yaml")


def test_two_files_cannot_hold_one_flow() -> None:
    flows, faults = read_library({"a.yaml": FLOW, "b.yaml": FLOW, "c.yaml": "flow: c"})
    assert list(flows) == ["tea"]
    assert [fault.file for fault in faults] == ["b.yaml", "c.yaml", "c.yaml"]
