"""What all tests share: property tests that draw the same cases every time."""

import os

from hypothesis import HealthCheck, settings

# Two workers share the cores: torch and BLAS with a pool of threads in each would only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A run is a function of the commit: the same cases each time, and nothing that depends on the clock.
settings.register_profile(
    "twofold", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("twofold")


def pytest_collection_modifyitems(items):
    """Whole sheets come first: a worker that runs out takes over the last tests of the other, which must be small."""
    items.sort(key=lambda item: item.path.name != "test_trust.py")
