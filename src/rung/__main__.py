"""`python -m rung` is the `rung` command."""

import sys


def run() -> None:
    """Start the command; Ctrl-C while it is still loading ends quietly."""
    try:
        from rung.app.command import main  # noqa: PLC0415  loading is the slow part
    except KeyboardInterrupt:
        sys.exit(130)
    main()


if __name__ == "__main__":
    run()
