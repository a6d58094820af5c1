"""Many runs of the same settings, which differ in their seeds."""
