"""What every test relies on: one way of drawing examples, and no settings of the user."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# Tests run in a process a core: more threads in each would only wait for one another.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# The gate draws the same examples on every run, so that it fails for what changed and for nothing
# else; HYPOTHESIS_PROFILE=thorough looks for new ones.
settings.register_profile(
    "gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

_HABITS = (
    "COLUMNS",
    "FORCE_COLOR",
    "MAKEFLAGS",
    "NO_COLOR",
    "PYTHON",
    "PYTHONHOME",
    "PYTHONPATH",
    "TZ",
    "VENV",
)


@pytest.fixture(autouse=True, scope="session")
def _plain_environment() -> None:
    # for the session's life, and not monkeypatched: fixtures of a module run programs too
    for name in [
        *_HABITS,
        *(name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "PANDERA_"))),
    ]:
        os.environ.pop(name, None)
    os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
    os.environ["GIT_CONFIG_NOSYSTEM"] = "1"
