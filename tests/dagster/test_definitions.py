"""What Dagster is told: one reviewed snapshot of assets, checks, jobs, sensors and schedules."""

import json
from pathlib import Path

import dagster as dg

from assets.definitions import build_defs
from pipeline.plan import World

SNAPSHOT = Path(__file__).with_name("definitions.json")


def described(world: World) -> dict[str, object]:
    defs = build_defs(world)
    graph = defs.resolve_asset_graph()
    assets = {}
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        assets[key.to_user_string()] = {
            "after": sorted(k.to_user_string() for k in node.parent_keys),
            "group": node.group_name,
            "kinds": sorted(node.kinds),
            "owners": sorted(node.owners),
            "partitioned": node.is_partitioned,
            "checks": sorted(c.name + (" (blocking)" if graph.get(c).blocking else "") for c in node.check_keys),
        }
    return {
        "assets": assets,
        "jobs": sorted(j.name for j in defs.resolve_all_job_defs() if not j.name.startswith("__")),
        "sensors": sorted(s.name for s in defs.sensors or []),
        "schedules": sorted(s.name for s in defs.schedules or [] if isinstance(s, dg.ScheduleDefinition)),
    }


def test_definitions_are_as_reviewed(world: World) -> None:
    """When this fails and the change is meant: delete definitions.json, run the test once, review the new file."""
    found = described(world)
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_asset_tells_its_columns_and_purpose(world: World) -> None:
    graph = build_defs(world).resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        if key.path[-1] not in ("warehouse", "report"):
            assert "dagster/column_schema" in node.metadata, key
