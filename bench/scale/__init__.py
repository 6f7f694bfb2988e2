"""What work costs as it grows: pages and nightly jobs on large registers and a year of findings, workers that look at websites."""
