"""Several templates a class against hidden features, with as many parameters."""
