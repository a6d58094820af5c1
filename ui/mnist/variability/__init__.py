"""Images shifted, turned, scaled and skewed, and what that costs."""
