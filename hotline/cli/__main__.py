"""`python -m hotline.cli …`: the command line of this very interpreter's environment."""

from hotline.cli import main

main(prog_name="hotline")
