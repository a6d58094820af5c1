"""The presenter's window: what the lecturer sees and the hall does not, beside a stage that follows."""
