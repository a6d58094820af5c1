"""Twenty runs of one network: is it the settings, or the seed."""
