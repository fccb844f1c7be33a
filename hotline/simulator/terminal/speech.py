"""Saying prompts aloud in the terminal, with espeak-ng where it is installed."""

import shutil
import subprocess
from collections.abc import Callable

_WORDS_A_MINUTE = "150"


def speaker() -> Callable[[str, str], None] | None:
    """What says `words` in a `language` (BCP 47, or `arb`) and returns when done; None without."""
    program = shutil.which("espeak-ng")
    if program is None:
        return None

    def speak(words: str, language: str) -> None:
        voice = "ar" if language.startswith("ar") else language.lower()
        # The words go by standard input: nothing that is said can be taken for an option.
        command = [program, "-v", voice, "-s", _WORDS_A_MINUTE, "--stdin"]
        subprocess.run(command, input=words.encode(), check=False, stderr=subprocess.DEVNULL)  # noqa: S603

    return speak
