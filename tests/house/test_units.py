"""The files for systemd: each process may do what its work takes, and no more; only who needs a secret
is given one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "docs" / "deploy").glob("*.service"))
LEAST = 20  # systemd-analyze counts in tenths: 2.0

# What every unit says, whatever the systemd of this machine can judge.
ALWAYS = {
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "UMask": "0077",
    "NoNewPrivileges": "true",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "~@privileged @resources @obsolete",
    "MemoryDenyWriteExecute": "true",
    "LockPersonality": "true",
    "RestrictRealtime": "true",
    "RestrictSUIDSGID": "true",
    "RestrictNamespaces": "true",
    "RemoveIPC": "true",
    "KeyringMode": "private",
    "PrivateUsers": "true",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "DevicePolicy": "closed",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "ProtectProc": "invisible",
    "ProcSubset": "pid",
    "ProtectHostname": "true",
    "ProtectClock": "true",
    "ProtectControlGroups": "true",
    "ProtectKernelLogs": "true",
    "ProtectKernelModules": "true",
    "ProtectKernelTunables": "true",
}
# What is given to whom: the settings with their secrets, and the way to the key.
SETTINGS = {"web", "worker", "clock", "unlock"}
OFFLINE = {"redis", "key"}  # speak by a socket file alone


def directives(unit: Path) -> dict[str, str]:
    """What a unit says, by name; of what is said twice the last."""
    pairs = re.findall(r"^(\w+)=(.*)$", unit.read_text("utf-8"), re.MULTILINE)
    return dict(pairs)


def process(unit: Path) -> str:
    return unit.stem.removeprefix("hotline-")


@pytest.mark.parametrize("unit", UNITS, ids=process)
def test_every_unit_is_held_to_what_its_work_takes(unit: Path) -> None:
    said = directives(unit)
    assert {name: said.get(name) for name in ALWAYS} == ALWAYS
    assert "SystemCallFilter=@system-service\n" in unit.read_text("utf-8")
    assert said["User"] not in ("", "root")
    families = "AF_UNIX" if process(unit) in OFFLINE else "AF_INET AF_INET6 AF_UNIX"
    assert said["RestrictAddressFamilies"] == families
    assert ("PrivateNetwork" in said) == (process(unit) in OFFLINE)


def test_every_process_has_its_unit() -> None:
    named = re.findall(r"hotline-(\w+)\.service", (UNITS[0].parent / "hotline.target").read_text())
    assert sorted(named) == [process(unit) for unit in UNITS]
    assert {"web", "worker", "clock", "redis", "key", "unlock"} == set(named)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
@pytest.mark.parametrize("unit", UNITS, ids=process)
def test_systemd_finds_every_unit_hardly_exposed(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={LEAST}", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=process)
def test_settings_and_key_reach_whoever_needs_them_alone(unit: Path) -> None:
    said, name = directives(unit), process(unit)
    assert ("EnvironmentFile" in said) == (name in SETTINGS)
    hidden = said.get("InaccessiblePaths", "")
    assert ("/run/hotline-key" in hidden) == (name in ("clock", "redis"))
    if name not in SETTINGS:
        assert {"-/etc/hotline", "-/var/lib/hotline"} <= set(hidden.split())
    if name == "clock":
        kept_back = {"HOTLINE_KEY", "HOTLINE_KEY_SOCKET", "TWILIO_AUTH_TOKEN"}
        assert kept_back <= set(said["UnsetEnvironment"].split())
    assert (said["User"] == "hotline") == (name != "redis")


def test_the_key_stays_while_the_others_restart() -> None:
    (unit,) = (unit for unit in UNITS if process(unit) == "key")
    assert "PartOf" not in directives(unit)
    assert directives(unit)["RuntimeDirectoryMode"] == "0700"


def test_the_example_of_settings_leaves_the_key_out() -> None:
    lines = (UNITS[0].parent / "hotline.env").read_text("utf-8").splitlines()
    said = [line for line in lines if not line.startswith("#")]
    assert not [line for line in said if line.startswith("HOTLINE_KEY=")]
    assert "HOTLINE_KEY_SOCKET=/run/hotline-key/agent.sock" in said
