"""What all tests share."""

from hypothesis import settings

# A busy machine is no fault of the code: an example may take as long as it needs.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
