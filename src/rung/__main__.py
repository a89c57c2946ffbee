"""`python -m rung` is the `rung` command."""

from rung.app.command import main

main()
