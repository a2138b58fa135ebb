"""`python -m kitapsha`, which is what build.py hands over to."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
