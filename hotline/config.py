"""The settings of the processes, from the environment, and the community they serve.

Every mistake is told at once, with what to change; no message and no repr holds a secret.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from hotline.domain.community.community import Community
from hotline.domain.community.community_file import parse_community
from hotline.domain.phones import webhook_number

TWILIO_API_URL = "https://api.twilio.com"

# What the demo uses where nothing else is set. Its key is public, so it protects nobody: it is
# refused for any account but the demo's, and for Twilio itself.
DEMO_ACCOUNT_SID = "AC" + "de" * 16
DEMO_AUTH_TOKEN = "only-for-the-demo"  # noqa: S105  no secret: it opens nothing but the demo
DEMO_NUMBER = "+9611000000"
DEMO_API_URL = "http://127.0.0.1:8010"
DEMO_PUBLIC_URL = "http://127.0.0.1:8000"
DEMO_KEY = base64.b64encode(b"the key of the demo, for no one.").decode()

DEMO_KEYS = frozenset({base64.b64decode(DEMO_KEY)})

# A unix socket's path must fit 108 bytes (104 on some systems).
_LONGEST_SOCKET_PATH = 100
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ConfigFault(ValueError):
    """The environment cannot be used; `faults` says what to change, one line each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """What the environment says.

    URLs bear no slash at the end; `database_url` is SQLAlchemy's. `key` is the master key,
    32 bytes, and `old_keys` those before it, newest first. `community` is None for the packaged
    file; `prompts` is the directory of recordings, which need not exist. Without `metrics_token`
    there are no metrics. What comes by way of `proxies`, besides this machine itself, tells the address
    of whoever sent it. Where settings were read for a process that does not serve, what was not
    set is empty.
    """

    data: Path
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    twilio_account_sid: str
    twilio_auth_token: str = field(repr=False)
    twilio_api_url: str
    number: str = field(repr=False)
    public_url: str
    key: bytes = field(repr=False)
    old_keys: tuple[bytes, ...] = field(repr=False)
    community: Path | None
    prompts: Path
    demo: bool
    metrics_token: str = field(default="", repr=False)
    key_socket: Path | None = None
    proxies: tuple[Network, ...] = ()

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The master keys, newest first: the first one seals, all of them open."""
        return (self.key, *self.old_keys)

    @property
    def is_twilios_own(self) -> bool:
        """Whether the provider is Twilio itself, not a server that stands in for it."""
        return _host(self.twilio_api_url).endswith("twilio.com")

    @property
    def redis_socket(self) -> Path | None:
        """Where the embedded Redis listens; None where REDIS_URL names another one."""
        socket = _socket(self.data)
        return socket if self.redis_url == _socket_url(socket) else None


def read_settings(environ: Mapping[str, str], serving: bool = True) -> Settings:
    """The settings in an environment. Raises ConfigFault with every mistake.

    The key is empty where HOTLINE_KEY_SOCKET says that an agent holds it. With `serving` false
    nothing of the provider and no key is asked for: for migrations and the like. What is set must
    be right all the same.
    """
    reading = _Reading(environ, serving)
    data = Path(reading.value("HOTLINE_DATA", "./data")).absolute()
    settings = Settings(
        data=data,
        database_url=reading.database_url(data),
        redis_url=reading.redis_url(data),
        twilio_account_sid=reading.needed("TWILIO_ACCOUNT_SID", DEMO_ACCOUNT_SID),
        twilio_auth_token=reading.needed("TWILIO_AUTH_TOKEN", DEMO_AUTH_TOKEN),
        twilio_api_url=reading.api_url(),
        number=reading.number(),
        public_url=reading.public_url(),
        key=reading.keys[0] if reading.keys else b"",
        old_keys=reading.keys[1:],
        community=reading.path("HOTLINE_COMMUNITY"),
        prompts=reading.path("HOTLINE_PROMPTS") or data / "prompts",
        demo=reading.demo,
        metrics_token=reading.metrics_token(),
        key_socket=reading.key_socket,
        proxies=reading.proxies(),
    )
    _check_together(settings, reading)
    if reading.faults:
        raise ConfigFault(tuple(reading.faults))
    return settings


def load_community(settings: Settings) -> Community:
    """The community that the settings name. Raises CommunityFault, or ConfigFault for no file."""
    path = settings.community
    if path is None:
        packaged = files("hotline").joinpath("default_community.yaml")
        return parse_community(packaged.read_text("utf-8"), "default_community.yaml")
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigFault((f"HOTLINE_COMMUNITY: {path} cannot be read: {why}",)) from error
    return parse_community(text, path.name)


class _Reading:
    """The environment, read name by name; mistakes are collected."""

    def __init__(self, environ: Mapping[str, str], serving: bool) -> None:
        self._environ = environ
        self._serving = serving
        self.faults: list[str] = []
        self.demo = self._flag("HOTLINE_DEMO")
        self.key_socket = self.path("HOTLINE_KEY_SOCKET")
        self.keys = self._keys()

    def value(self, name: str, default: str = "") -> str:
        return self._environ.get(name, "").strip() or default

    def needed(self, name: str, in_demo: str) -> str:
        """A value that a serving process must have; the demo brings its own."""
        value = self.value(name, in_demo if self.demo else "")
        if self._serving and not value:
            self.faults.append(f"{name} is not set; set it, or HOTLINE_DEMO=1 for the demo")
        return value

    def path(self, name: str) -> Path | None:
        value = self.value(name)
        return Path(value).absolute() if value else None

    def number(self) -> str:
        number = self.needed("HOTLINE_NUMBER", DEMO_NUMBER)
        if number and webhook_number(number) is None:
            self.faults.append("HOTLINE_NUMBER: write it in full, + and digits, as in +96170000001")
        return number

    def public_url(self) -> str:
        url = self.needed("HOTLINE_PUBLIC_URL", DEMO_PUBLIC_URL).rstrip("/")
        parts = _split(url)
        if url and (parts is None or not (parts.scheme == "https" or _is_loopback(parts.hostname))):
            self.faults.append(
                "HOTLINE_PUBLIC_URL: must be the https address that Twilio posts to, without query"
                " (http only for this machine itself), as in https://line.example.org"
            )
        return url

    def api_url(self) -> str:
        default = DEMO_API_URL if self.demo else TWILIO_API_URL
        url = self.value("TWILIO_API_URL", default).rstrip("/")
        parts = _split(url)
        if parts is None or not (parts.scheme == "https" or _is_nearby(parts.hostname)):
            self.faults.append(
                "TWILIO_API_URL: must be an https address without query (http only inside one's"
                f" own network); leave it out for {TWILIO_API_URL}"
            )
        return url

    def metrics_token(self) -> str:
        token = self.value("HOTLINE_METRICS_TOKEN")
        if token and not re.fullmatch(r"[\w.~+/=-]{20,200}", token, re.ASCII):
            self.faults.append(
                "HOTLINE_METRICS_TOKEN: must be 20 to 200 letters and digits, as `hotline keys new`"
                " prints them; leave it out for no metrics"
            )
        return token

    def proxies(self) -> tuple[Network, ...]:
        named = [one for one in re.split(r"[,\s]+", self.value("HOTLINE_PROXIES")) if one]
        try:
            return tuple(ipaddress.ip_network(one) for one in named)
        except ValueError:
            self.faults.append(
                "HOTLINE_PROXIES: must be addresses or networks, with commas between them, as in"
                " 10.0.0.5,fd00::/8; leave it out where only this machine's own proxy stands in front"
            )
            return ()

    def database_url(self, data: Path) -> str:
        url = self.value("DATABASE_URL", f"sqlite:///{data / 'hotline.db'}")
        scheme, _, rest = url.partition("://")
        if scheme in ("postgresql", "postgres", "postgresql+psycopg") and rest:
            return f"postgresql+psycopg://{rest}"
        if scheme not in ("sqlite", "sqlite+pysqlite") or len(rest) < 2 or ":memory:" in rest:
            self.faults.append(
                "DATABASE_URL: must be postgresql://user:password@host/name or sqlite:///path;"
                " leave it out for a file under HOTLINE_DATA"
            )
        return url

    def redis_url(self, data: Path) -> str:
        url = self.value("REDIS_URL", "embedded")
        if url == "embedded":
            return self._embedded_redis(_socket(data))
        if not re.match(r"(redis|rediss|unix)://.", url):
            self.faults.append(
                "REDIS_URL: must be redis://host:6379/0, rediss://… or unix:///path; leave it out"
                " for the embedded one"
            )
        return url

    def _embedded_redis(self, socket: Path) -> str:
        if self._serving and len(str(socket).encode()) > _LONGEST_SOCKET_PATH:
            self.faults.append(
                "HOTLINE_DATA: the path is too long for the embedded Redis' socket; choose one"
                f" under {_LONGEST_SOCKET_PATH - 10} characters, or set REDIS_URL"
            )
        return _socket_url(socket)

    def _keys(self) -> tuple[bytes, ...]:
        """The master key, then, after commas, those it replaces."""
        elsewhere = self.key_socket is not None
        told = self.value("HOTLINE_KEY") if elsewhere else self.needed("HOTLINE_KEY", DEMO_KEY)
        texts = told.split(",")
        keys = tuple(_decoded(text.strip()) for text in texts if text)
        if not all(len(key) == 32 for key in keys):
            self.faults.append(
                "HOTLINE_KEY: must be base64 of 32 bytes; `hotline keys new` makes one"
            )
        return keys

    def _flag(self, name: str) -> bool:
        value = self.value(name).lower()
        if value not in _YES + _NO:
            self.faults.append(f"{name}: must be 1 or 0")
        return value in _YES


def _check_together(settings: Settings, reading: _Reading) -> None:
    """What shows only when several settings are seen at once."""
    real = settings.is_twilios_own
    demo_account = settings.twilio_account_sid in ("", DEMO_ACCOUNT_SID)
    if DEMO_KEYS & set(settings.keys) and (real or not demo_account):
        reading.faults.append(
            "HOTLINE_KEY: this is the demo's public key, which protects nothing; make one with"
            " `hotline keys new`"
        )
    sid = settings.twilio_account_sid
    if sid and not re.fullmatch(r"AC[0-9a-fA-F]{32}" if real else r"[\w-]+", sid, re.ASCII):
        reading.faults.append("TWILIO_ACCOUNT_SID: must be the account's SID, AC and 32 letters")


def _socket(data: Path) -> Path:
    return data / "redis.sock"


def _socket_url(socket: Path) -> str:
    return f"unix://{socket}"


def _decoded(text: str) -> bytes:
    """What base64 stands for; nothing where it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _split(url: str) -> SplitResult | None:
    """The parts of a plain http(s) address; None for anything else, or one with a login in it."""
    try:
        parts = urlsplit(url)
        strange = parts.query or parts.fragment or parts.username or parts.port == 0
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.hostname and not strange
    return parts if plain and url.isascii() and not re.search(r"\s", url) else None


def _host(url: str) -> str:
    parts = _split(url)
    return (parts.hostname or "") if parts else ""


def _is_loopback(host: str | None) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _is_nearby(host: str | None) -> bool:
    """This machine, a private network, or a bare name as containers give each other."""
    address = _address(host)
    bare = bool(host) and "." not in str(host) and ":" not in str(host)
    return bare or (address is not None and (address.is_private or address.is_loopback))


def _address(host: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host or "")
    except ValueError:
        return None
