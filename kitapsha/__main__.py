"""`python -m kitapsha`, which is what build.py hands over to."""

import sys


def _run() -> int:
    """Run the command line, whose own loading may be interrupted as well."""
    try:
        from .cli import main
    except KeyboardInterrupt:
        return 130
    return main()


if __name__ == "__main__":
    sys.exit(_run())
