"""What all tests share: how long Hypothesis searches, and that it finds the same things on every machine of CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.publications import sample, site

__all__ = ["sample", "site"]

# A shared machine is slow at times; a law does not fail because of that.
_ALL = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "max_examples": 60}

settings.register_profile("local", **_ALL)
settings.register_profile("ci", **_ALL, derandomize=True, database=None, print_blob=True)
settings.register_profile("long", **_ALL | {"max_examples": 5_000})
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))
