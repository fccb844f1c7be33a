"""Settings from the environment."""

import base64
from pathlib import Path

import pytest

from hotline.config import (
    DEMO_ACCOUNT_SID,
    DEMO_KEY,
    TWILIO_API_URL,
    ConfigFault,
    load_community,
    read_settings,
)
from hotline.domain.community.community import CommunityFault

KEY = base64.b64encode(bytes(range(32))).decode()
OLD_KEY = base64.b64encode(bytes(32)).decode()
TOKEN = "a-token-nobody-may-see"
GOOD = {
    "TWILIO_ACCOUNT_SID": "AC" + "0a" * 16,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "HOTLINE_NUMBER": "+96170000001",
    "HOTLINE_PUBLIC_URL": "https://line.example.org/",
    "HOTLINE_KEY": KEY,
}
DEMO = {"HOTLINE_DEMO": "1"}


def faults(environ: dict[str, str], serving: bool = True) -> tuple[str, ...]:
    with pytest.raises(ConfigFault) as caught:
        read_settings(environ, serving)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def test_what_has_a_default() -> None:
    settings = read_settings(GOOD)
    data = Path.cwd() / "data"
    assert settings.data == data
    assert settings.database_url == f"sqlite:///{data}/hotline.db"
    assert settings.redis_url == f"unix://{data}/redis.sock"
    assert settings.redis_socket == data / "redis.sock"
    assert settings.twilio_api_url == TWILIO_API_URL
    assert settings.public_url == "https://line.example.org"
    assert (settings.key, settings.old_keys) == (bytes(range(32)), ())
    assert (settings.community, settings.demo) == (None, False)


def test_an_empty_value_is_none() -> None:
    empty = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "HOTLINE_DATA", "HOTLINE_COMMUNITY"), " ")
    assert read_settings({**GOOD, **empty}) == read_settings(GOOD)


def test_the_data_directory_holds_what_is_embedded(tmp_path: Path) -> None:
    settings = read_settings({**GOOD, "HOTLINE_DATA": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/hotline.db"
    assert settings.redis_socket == tmp_path / "redis.sock"


def test_the_demo_needs_nothing() -> None:
    settings = read_settings(DEMO)
    assert settings.demo
    assert settings.twilio_account_sid == DEMO_ACCOUNT_SID
    assert settings.twilio_api_url.startswith("http://127.0.0.1")
    assert settings.key == base64.b64decode(DEMO_KEY)


def test_migrations_need_no_account_and_no_key() -> None:
    settings = read_settings({}, serving=False)
    assert (settings.key, settings.twilio_auth_token, settings.public_url) == (b"", "", "")
    assert read_settings({"HOTLINE_DATA": "/" + "long/" * 30}, serving=False)  # nor a socket
    assert len(faults({"HOTLINE_NUMBER": "12"}, serving=False)) == 1


@pytest.mark.parametrize("name", sorted(GOOD))
def test_serving_needs_all_of_it(name: str) -> None:
    rest = {key: value for key, value in GOOD.items() if key != name}
    (told,) = faults(rest)
    assert told.startswith(f"{name} is not set")


def test_all_mistakes_are_told_at_once() -> None:
    assert len(faults({"DATABASE_URL": "mysql://x", "REDIS_URL": "http://x"})) == 7


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgres://u:p@h/d?sslmode=require", "postgresql+psycopg://u:p@h/d?sslmode=require"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql:///d?host=/run/pg", "postgresql+psycopg:///d?host=/run/pg"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
)
def test_addresses_of_databases(url: str, normal: str) -> None:
    assert read_settings({**GOOD, "DATABASE_URL": url}).database_url == normal


@pytest.mark.parametrize("url", ["redis://h:6379/0", "rediss://:pw@h/1", "unix:///run/r.sock"])
def test_a_redis_of_ones_own(url: str) -> None:
    settings = read_settings({**GOOD, "REDIS_URL": url})
    assert settings.redis_url == url
    assert settings.redis_socket is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://u:secret@h/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://"),
        ("HOTLINE_DATA", "/" + "long/" * 30),
        ("HOTLINE_NUMBER", "70000001"),
        ("HOTLINE_NUMBER", "+961 70 000 001"),
        ("HOTLINE_PUBLIC_URL", "http://line.example.org"),
        ("HOTLINE_PUBLIC_URL", "https://line.example.org/?a=b"),
        ("HOTLINE_PUBLIC_URL", "https://user:pw@line.example.org"),
        ("HOTLINE_PUBLIC_URL", "line.example.org"),
        ("HOTLINE_PUBLIC_URL", "https://line.example.org:x"),
        ("TWILIO_API_URL", "http://api.example.org"),
        ("TWILIO_API_URL", "ftp://127.0.0.1"),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("HOTLINE_KEY", "short"),
        ("HOTLINE_KEY", base64.b64encode(bytes(31)).decode()),
        ("HOTLINE_KEY", f"{KEY},short"),
        ("HOTLINE_DEMO", "perhaps"),
    ],
)
def test_a_mistake_is_told_by_name(name: str, value: str) -> None:
    (told,) = faults({**GOOD, name: value})
    assert told.startswith(f"{name}: ")


def test_a_mistake_is_never_told_by_its_value() -> None:
    mistaken = {
        "DATABASE_URL": "mysql://u:hidden@h/d",
        "REDIS_URL": "http://:hidden@h",
        "TWILIO_API_URL": "http://u:hidden@h",
        "TWILIO_ACCOUNT_SID": "hidden sid",
        "HOTLINE_PUBLIC_URL": "https://u:hidden@h",
        "HOTLINE_NUMBER": "hidden",
        "HOTLINE_KEY": "hidden",
        "HOTLINE_DEMO": "hidden",
    }
    told = faults({**GOOD, **mistaken})
    assert [one.split(":")[0] for one in told].count("HOTLINE_KEY") == 1
    assert len(told) == len(mistaken)
    assert "hidden" not in "".join(told)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:1", "http://[::1]:80"])
def test_this_machine_needs_no_https(url: str) -> None:
    assert read_settings({**GOOD, "HOTLINE_PUBLIC_URL": url}).public_url == url


@pytest.mark.parametrize("url", ["http://127.0.0.1:8010/", "http://carrier:80", "http://10.0.0.7"])
def test_another_server_may_stand_where_twilio_stands(url: str) -> None:
    environ = {**GOOD, "TWILIO_API_URL": url, "TWILIO_ACCOUNT_SID": "project-1"}
    assert read_settings(environ).twilio_api_url == url.rstrip("/")


def test_keys_that_are_being_replaced_follow_the_new_one() -> None:
    settings = read_settings({**GOOD, "HOTLINE_KEY": f"{KEY}, {OLD_KEY}"})
    assert (settings.key, settings.old_keys) == (bytes(range(32)), (bytes(32),))


@pytest.mark.parametrize(
    "real",
    [
        GOOD,
        {**GOOD, "TWILIO_API_URL": "http://127.0.0.1:8010"},
        {**DEMO, "TWILIO_API_URL": TWILIO_API_URL},
        {**DEMO, "TWILIO_API_URL": "https://api.dublin.ie1.twilio.com"},
        {**DEMO, "TWILIO_ACCOUNT_SID": GOOD["TWILIO_ACCOUNT_SID"]},
    ],
)
def test_the_key_of_the_demo_protects_nobody_else(real: dict[str, str]) -> None:
    (told,) = faults({**real, "HOTLINE_KEY": DEMO_KEY})
    assert "the demo's public key" in told
    assert DEMO_KEY not in told


def test_no_secret_shows() -> None:
    database, redis = "postgresql://u:hidden-1@h/d", "redis://:hidden-2@h/0"
    settings = read_settings({**GOOD, "DATABASE_URL": database, "REDIS_URL": redis})
    for secret in (TOKEN, "hidden-1", "hidden-2", KEY, str(bytes(range(32))), "70000001"):
        assert secret not in repr(settings)


def test_the_packaged_community_is_the_default() -> None:
    assert load_community(read_settings(DEMO)).region == "LB"


def test_a_community_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    settings = read_settings({**DEMO, "HOTLINE_COMMUNITY": str(path)})
    with pytest.raises(
        ConfigFault, match=r"HOTLINE_COMMUNITY: .*mine\.yaml cannot be read: No such"
    ):
        load_community(settings)
    path.write_bytes(b"name: \xff")
    with pytest.raises(ConfigFault, match="not UTF-8"):
        load_community(settings)
    path.write_text("name: Mine\nlanguages: [en]\nregion: LB\nareas: []\n")
    with pytest.raises(CommunityFault, match=r"mine\.yaml:4: areas: expected 1 to 89 entries"):
        load_community(settings)
    path.write_text(
        "name: Mine\nlanguages: [en]\nregion: LB\nareas: [{id: a, code: 1, names: {en: A}}]\n"
    )
    assert load_community(settings).name == {"en": "Mine"}
