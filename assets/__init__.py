"""Rasid in Dagster: assets, checks, automation and the command line. Thin: every decision and computation is in `pipeline`."""
