"""Rasid's work itself: pure functions from Polars frames or plain values to the same. Nothing here imports dagster."""

__version__ = "0.1.0"
