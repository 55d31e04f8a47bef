"""What a partition is to Dagster: a drop, known by the escaped name of RAW's first folder level."""

import dagster as dg

DROPS = dg.DynamicPartitionsDefinition(name="drops")
"""Registered from what lies under RAW by the sensor, the schedule and `rasid run`."""
