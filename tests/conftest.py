"""What holds for all tests."""

from hypothesis import settings

# A slow machine is no fault: no test may depend on the time it takes.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")
