"""Plots of copies: rates over partitions, and the calibration curve.

Belongs here: from a small frame to an SVG or PNG. Does not belong here: the figures themselves.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import altair as alt


def plot_rates(rates: pl.DataFrame, path: Path) -> None:
    """Share of copies by kind over the partitions, one line a source, as SVG or PNG by the path's suffix.

    Args:
        rates: `pipeline.duplicates.checks.copy_rates`.
        path: where the picture goes; its folder exists.
    """
    import altair as alt

    kinds = {"n_exact": "exact", "n_near": "near", "n_contained": "contained"}
    long = (
        rates.unpivot(list(kinds), index=["partition_key", "source", "n_stories"], variable_name="kind", value_name="n")
        .with_columns(pl.col("kind").replace(kinds), share=pl.col("n") / pl.col("n_stories"))
        .sort("kind", "source", "partition_key")
    )
    chart = (
        alt.Chart(_data(long), width=520, height=130)
        .mark_line(point=True)
        .encode(
            x=alt.X("partition_key:N", title="partition"),
            y=alt.Y("share:Q", title="share of stories", axis=alt.Axis(format="%")),
            color=alt.Color("source:N", title="source"),
            row=alt.Row("kind:N", title=None, sort=list(kinds.values())),
        )
        .properties(title="Stories with a copy")
    )
    save(chart, path)


def plot_calibration(curve: pl.DataFrame, path: Path) -> None:
    """Precision and recall of merging over one threshold, others as they are.

    Args:
        curve: setting, threshold, precision, recall, chosen (whether it is the threshold in use).
        path: where the picture goes; its folder exists.
    """
    import altair as alt

    long = curve.unpivot(
        ["precision", "recall"], index=["setting", "threshold", "chosen"], variable_name="measure", value_name="value"
    )
    base = alt.Chart().encode(
        x=alt.X("threshold:Q", title=None, scale=alt.Scale(zero=False)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0.7, 1])),
        color=alt.Color("measure:N", title=None),
    )
    chosen: Any = alt.datum.chosen
    chart = (
        alt.layer(base.mark_line(point=True), base.mark_point(size=140, filled=True).transform_filter(chosen))
        .properties(width=210, height=140)
        .facet(facet=alt.Facet("setting:N", title=None), columns=3, data=_data(long))
        .resolve_scale(x="independent")
        .properties(title="Merging against labelled pairs; the thresholds in use are the large points")
    )
    save(chart, path)


def _data(frame: pl.DataFrame) -> "alt.Data":
    import altair as alt

    return alt.Data(values=frame.to_dicts())  # type: ignore[no-untyped-call]


def save(chart: "alt.TopLevelMixin", path: Path) -> None:
    """Write the chart without a browser."""
    import vl_convert

    spec = chart.to_dict()
    if path.suffix == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(spec, scale=2))
    else:
        path.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
