"""A second city, made without looking at the first: other makes of website, other words, faults dealt from the rulebook alone."""
