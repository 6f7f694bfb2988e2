"""Faults at any moment: what was acknowledged is there afterwards, what was left torn is repaired at the start."""
