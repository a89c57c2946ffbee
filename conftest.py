"""Settings every test shares."""

from hypothesis import settings

# A shared machine is slow now and then; a test that hangs is stopped by the run's own limit instead.
settings.register_profile("rung", deadline=None, max_examples=60)
settings.load_profile("rung")
