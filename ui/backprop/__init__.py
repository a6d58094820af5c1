"""The page of back-propagation: every number of a pass forward and back."""
