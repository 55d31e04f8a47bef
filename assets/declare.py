"""How Rasid's assets are declared: group, kinds, owners, versions, docs and checks follow from the stage's declaration."""

import warnings
from collections.abc import Callable

import dagster as dg

from assets.partitions import DROPS
from assets.steps import Result, definition_metadata
from pipeline import checks, corpus_checks
from pipeline.plan import PARTITION_STAGES, STAGES

OWNERS = ["team:rasid"]
Body = Callable[..., Result]


def check_specs(asset: str) -> list[dg.AssetCheckSpec]:
    """The partitioned checks of an asset; those of severity ERROR block what comes after."""
    with warnings.catch_warnings():
        # Checks with partitions are a preview in Dagster 1.13; the pin below 1.14 and the tests in tests/dagster guard them.
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return [_spec(asset, c) for c in checks.of(asset)]


def _spec(asset: str, c: checks.Check) -> dg.AssetCheckSpec:
    blocking = c.severity == "ERROR"
    return dg.AssetCheckSpec(c.name, asset=asset, description=c.about, blocking=blocking, partitions_def=DROPS)


def drop_asset(*, deps: list[str], group: str, kinds: set[str]) -> Callable[[Body], dg.AssetsDefinition]:
    """An asset with one partition for each drop; the function's name is the stage's."""

    def wrap(body: Body) -> dg.AssetsDefinition:
        name = body.__name__
        return dg.asset(
            name=name,
            deps=deps,
            partitions_def=DROPS,
            group_name=group,
            kinds={*kinds, "parquet"},
            owners=OWNERS,
            code_version=STAGES[name].code_version,
            check_specs=check_specs(name),
            metadata=definition_metadata(name),
            description=body.__doc__,
        )(body)

    return wrap


def corpus_asset(*, deps: list[str], group: str, kinds: set[str]) -> Callable[[Body], dg.AssetsDefinition]:
    """An asset over all accepted drops; the function's name is the stage's."""

    def wrap(body: Body) -> dg.AssetsDefinition:
        name = body.__name__
        return dg.asset(
            name=name,
            deps=after_all_drops(deps),
            group_name=group,
            kinds={*kinds, "parquet"},
            owners=OWNERS,
            code_version=STAGES[name].code_version,
            check_specs=[
                dg.AssetCheckSpec(check, asset=name, description=about)
                for check, about in corpus_checks.ABOUT[name].items()
            ],
            metadata=definition_metadata(name),
            description=body.__doc__,
        )(body)

    return wrap


def after_all_drops(names: list[str]) -> list[dg.AssetDep]:
    """Dependencies of a corpus-wide asset: every partition of an asset with partitions, or the whole of another."""
    drops = {s.name for s in PARTITION_STAGES}
    every = dg.AllPartitionMapping()
    return [dg.AssetDep(n, partition_mapping=every) if n in drops else dg.AssetDep(n) for n in names]
