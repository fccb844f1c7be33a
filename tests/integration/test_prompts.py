"""Recorded prompts: which are played, who may fetch them, and what an operator is shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from flows.text.prompts import Prompt, as_message
from flows.wording.catalog import load_catalog
from hotline.cli import main
from hotline.config import read_settings
from hotline.gateway.prompts import Prompts, is_mp3
from hotline.gateway.voiceml import Played, SaidWords
from hotline.services.kernel.app import App
from hotline.store.db.database import Database
from hotline.store.db.migrate import migrate
from hotline.web.app import create_app
from hotline.wiring import build
from tests.conftest import NO_REDIS

PUBLIC = "https://line.example"
MP3 = b"ID3\x04" + bytes(200)
FRAME = b"\xff\xfb\x90\x44" + bytes(200)  # an MP3 without a tag


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "prompts"
    for language in ("ar", "en"):
        (folder / language).mkdir(parents=True)
    return folder


@pytest.fixture
def prompts(folder: Path) -> Prompts:
    return Prompts(folder, PUBLIC + "/", load_catalog())


@pytest.fixture
def app(folder: Path) -> Iterator[App]:
    """A App of its own: neither a provider nor Redis nor another database has a part in this."""
    environ = {
        "HOTLINE_DEMO": "1",
        "HOTLINE_DATA": str(folder.parent),
        "HOTLINE_PROMPTS": str(folder),
        "REDIS_URL": NO_REDIS,
    }
    settings = read_settings(environ)
    database = Database(settings.database_url, pool_size=1)
    migrate(database)
    database.dispose()
    app = build(settings)
    yield app
    app.doorbell.close()
    app.database.dispose()


# --- which are played --------------------------------------------------------------------------


def test_a_recording_is_played_in_its_own_language_only(folder: Path, prompts: Prompts) -> None:
    assert prompts.url("v-goodbye", "ar") is None
    (folder / "ar" / "v-goodbye.mp3").write_bytes(MP3)
    assert prompts.url("v-goodbye", "ar") == f"{PUBLIC}/prompts/ar/v-goodbye.mp3"
    assert prompts.url("v-goodbye", "en") is None
    (folder / "ar" / "v-goodbye.mp3").unlink()
    assert prompts.url("v-goodbye", "ar") is None


def test_words_of_the_community_can_be_recorded_words_of_one_call_cannot(
    folder: Path, prompts: Prompts
) -> None:
    for id in ("need-category", "welcome-first", "need-confirm", "crisis", "need-area"):
        (folder / "ar" / f"{id}.mp3").write_bytes(FRAME)
    assert prompts.url("need-category", "ar") and prompts.url("welcome-first", "ar")
    assert prompts.bound("need-category", "ar") and not prompts.bound("v-goodbye", "ar")
    for id in ("need-confirm", "crisis", "need-area"):
        assert prompts.url(id, "ar") is None


@pytest.mark.parametrize(
    "content", [b"", b"ID", b"RIFF\0\0\0\0WAVE", b"\xff\xf1\x50\x80", b"\0\0\0\x20ftypM4A "]
)
def test_what_is_no_mp3_is_not_played(folder: Path, prompts: Prompts, content: bytes) -> None:
    (folder / "en" / "v-goodbye.mp3").write_bytes(content)
    assert prompts.url("v-goodbye", "en") is None


def test_an_mp3_is_known_by_its_beginning(tmp_path: Path) -> None:
    for head in (b"ID3", b"\xff\xfb\x90", b"\xff\xf3\x44", b"\xff\xe3\x18", b"\xff\xfa\x90"):
        (tmp_path / "a").write_bytes(head)
        assert is_mp3(tmp_path / "a")
    assert not is_mp3(tmp_path) and not is_mp3(tmp_path / "nothing")


def test_strange_names_are_no_recordings(folder: Path, prompts: Prompts) -> None:
    (folder.parent / "secret.mp3").write_bytes(MP3)
    (folder / "en" / "other.mp3").write_bytes(MP3)
    for id, language in [
        ("other", "en"),
        ("../../secret", "en"),
        ("secret", ".."),
        ("v-goodbye", "fr"),
        ("", "en"),
        ("v-goodbye\0", "en"),
        ("stop", "en"),
    ]:
        assert prompts.url(id, language) is None


def test_no_directory_at_all_is_no_fault(tmp_path: Path) -> None:
    assert Prompts(tmp_path / "no", PUBLIC, load_catalog()).url("v-goodbye", "ar") is None


def test_a_message_recorded_in_one_language_can_be_in_the_other(prompts: Prompts) -> None:
    spoken = [id for id in load_catalog().ids() if load_catalog().has(id, "en", voice=True)]
    odd = [id for id in spoken if prompts.recordable(id, "ar") != prompts.recordable(id, "en")]
    assert odd == [] and sum(prompts.recordable(id, "ar") for id in spoken) > 90


def test_what_can_be_recorded_says_the_same_in_every_call(app: App, prompts: Prompts) -> None:
    """Nothing of one call is needed to say it: the speaker can do so without any argument."""
    for language in ("ar", "en"):
        for id in load_catalog().ids():
            if prompts.recordable(id, language):
                assert app.speaker.voice(Prompt(as_message(id)), language)


def test_a_prompt_is_played_where_it_is_recorded_and_said_where_not(
    app: App, folder: Path, prompts: Prompts
) -> None:
    for id in ("v-goodbye", "need-area-name", "v-reference"):
        (folder / "en" / f"{id}.mp3").write_bytes(MP3)
    heard = [
        prompts.line(app.speaker, prompt, "en")
        for prompt in (
            Prompt("v-goodbye"),
            Prompt("v-keys"),
            Prompt("v-reference", {"reference": "47"}),
            Prompt("need-area"),
        )
    ]
    said = "Your request has a number: four, seven. Once more: four, seven."
    assert heard[:3] == [
        Played(f"{PUBLIC}/prompts/en/v-goodbye.mp3"),
        SaidWords("You can press a key at any time, even while we speak.", "en"),
        SaidWords(said, "en"),
    ]
    # The question without the areas is another message: it is played only where that one is asked.
    short = app.speaker.area_question("need-area", "en", voice=True) == "need-area-name"
    assert isinstance(heard[3], Played) == short


# --- who may fetch them ------------------------------------------------------------------------


@pytest.fixture
def client(app: App) -> FlaskClient:
    return create_app(app).test_client()


def test_the_provider_fetches_a_recording_by_get_and_may_keep_it(
    client: FlaskClient, folder: Path
) -> None:
    (folder / "ar" / "v-goodbye.mp3").write_bytes(MP3)
    with client.get("/prompts/ar/v-goodbye.mp3") as answer:
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", MP3)
        assert answer.cache_control.max_age == 600
        again = {"If-None-Match": answer.headers["ETag"]}
    with client.get("/prompts/ar/v-goodbye.mp3", headers=again) as answer:
        assert answer.status_code == 304
    assert client.post("/prompts/ar/v-goodbye.mp3").status_code == 405


def test_only_recordings_are_served(client: FlaskClient, folder: Path) -> None:
    (folder.parent / "secret.mp3").write_bytes(MP3)
    (folder / "en" / "other.mp3").write_bytes(MP3)
    (folder / "en" / "need-confirm.mp3").write_bytes(MP3)
    (folder / "en" / "v-goodbye.mp3").write_bytes(b"not an mp3")
    for path in (
        "en/other.mp3",
        "en/need-confirm.mp3",
        "en/v-goodbye.mp3",
        "en/v-goodbye",
        "en/../../secret.mp3",
        "../secret.mp3",
        quote("../", safe="") + "secret.mp3",
        "en/" + quote("../../secret", safe="") + ".mp3",
        "en/" + quote("..\\..\\secret", safe="") + ".mp3",
        "en/" + quote("v-goodbye\0", safe="") + ".mp3",
        "",
    ):
        with client.get(f"/prompts/{path}") as answer:
            assert answer.status_code == 404, path


def test_recordings_live_in_the_data_directory_where_nothing_else_is_said(tmp_path: Path) -> None:
    settings = read_settings({"HOTLINE_DATA": str(tmp_path)}, serving=False)
    assert settings.prompts == tmp_path / "prompts"
    elsewhere = {"HOTLINE_DATA": str(tmp_path), "HOTLINE_PROMPTS": "sounds"}
    assert read_settings(elsewhere, serving=False).prompts == Path.cwd() / "sounds"


# --- what an operator is shown -----------------------------------------------------------------


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    for name in [name for name in os.environ if name.startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOTLINE_PROMPTS", str(folder))
    return lambda *arguments: CliRunner().invoke(main, ["prompts", *arguments])


def part(text: str, title: str) -> str:
    """What stands under a title of the list."""
    (found,) = [each for each in text.split("\n\n") if each.startswith(title)]
    return found


def test_the_list_tells_what_is_recorded_and_what_is_not(
    run: Callable[..., Result], folder: Path
) -> None:
    (folder / "ar" / "v-goodbye.mp3").write_bytes(MP3)
    result = run("list", "--language", "ar")
    assert result.exit_code == 0 and result.output.startswith("ar: 1 recorded, ")
    assert "v-goodbye" in part(result.output, "Recorded")
    missing = part(result.output, "Not recorded yet")
    assert "v-goodbye" not in missing and "Files that are not used" not in result.output
    (line,) = [line for line in missing.splitlines() if line.startswith("  v-silence-1 ")]
    assert "لا داعي للعجلة" in line


def test_the_list_tells_what_only_the_machine_can_say(run: Callable[..., Result]) -> None:
    output = run("list", "--language", "en").output
    machine = part(output, "Always the machine's voice")
    missing = part(output, "Not recorded yet")
    for id in ("need-confirm", "v-reference", "crisis", "need-area"):
        assert f"  {id}" in machine.splitlines() and f"  {id} " not in missing
    assert "  need-category* " in missing and "press one" in missing
    assert "label-food" not in output and "choice-food" not in output  # heard inside others only


def test_the_list_tells_which_files_are_not_used(run: Callable[..., Result], folder: Path) -> None:
    (folder / "en" / "godbye.mp3").write_bytes(MP3)
    (folder / "en" / "crisis.mp3").write_bytes(MP3)
    (folder / "en" / "v-goodbye.mp3").write_bytes(b"RIFF")
    (folder / "en" / "v-keys.wav").write_bytes(MP3)
    output = run("list", "--language", "en").output
    assert part(output, "Files that are not used").splitlines()[1:5] == [
        "  crisis.mp3: what this prompt says changes from call to call",
        "  godbye.mp3: no prompt has this name",
        "  v-goodbye.mp3: not an MP3, or not readable",
        "  v-keys.wav: no prompt has this name",
    ]
    assert "v-goodbye" in part(output, "Not recorded yet")


def test_every_language_is_listed_unless_one_is_named(run: Callable[..., Result]) -> None:
    output = run("list").output
    assert "ar: 0 recorded" in output and "en: 0 recorded" in output
    refused = run("list", "--language", "fr")
    assert refused.exit_code == 1 and "no language fr" in refused.output


def test_a_script_numbers_what_is_missing_and_says_when_it_is_heard(
    run: Callable[..., Result], folder: Path
) -> None:
    (folder / "en" / "v-silence-1.mp3").write_bytes(MP3)
    output = run("script", "--language", "en").output
    assert str(folder / "en") in output and "\n1. " in output
    assert ". v-silence-1.mp3" not in output
    assert ". v-silence-1.mp3" in run("script", "--language", "en", "--all").output
    _, _, after = output.partition(". v-silence-2.mp3\n")
    when, blank, wording, *_ = after.splitlines()
    assert when == "   (No key the second time; the short prompt follows.)" and not blank
    assert wording == "   One last time, then we look for a person."


def test_a_script_warns_of_words_that_the_community_may_change(run: Callable[..., Result]) -> None:
    output = run("script", "--language", "ar").output
    menu = output.partition(". menu.mp3\n")[2].partition(".mp3\n")[0]
    assert "community.yaml" in menu and "للطعام، الرقم واحد" in menu
    keys = output.partition(". v-keys.mp3\n")[2].partition(".mp3\n")[0]
    assert "community.yaml" not in keys


def test_nothing_is_left_to_say_where_everything_is_recorded(
    run: Callable[..., Result], folder: Path, prompts: Prompts
) -> None:
    for id in load_catalog().ids():
        if prompts.recordable(id, "ar"):
            (folder / "ar" / f"{id}.mp3").write_bytes(MP3)
    assert ", 0 not yet" in run("list", "--language", "ar").output
    assert ": 0 to record" in run("script", "--language", "ar").output
