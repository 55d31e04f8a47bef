"""Parquet tables, read batch by batch.

Belongs here: columns and types. Does not belong here: what a row's fields mean (`fields`).
"""

from collections.abc import Iterator
from typing import IO, Any

from pipeline.ingest.encoding import decode
from pipeline.ingest.formats.fields import NAME_IT, story_of
from pipeline.ingest.problems import BadInputError, LimitError, explain
from pipeline.ingest.records import META_NAMES, PAGE_NAMES, TEXT_NAMES, Notes, Record, column_key
from pipeline.ingest.streams import spooled
from pipeline.settings import IngestSettings

_ROWS = 64
_KNOWN = set(TEXT_NAMES).union(PAGE_NAMES, *META_NAMES.values())


def read_parquet(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A story a row; only columns with a known name are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(spooled(stream), pre_buffer=False)
        schema = file.schema_arrow
        sizes = [file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError, KeyError, UnicodeError) as error:
        raise BadInputError("damaged or no Parquet file: write it again") from error
    if sum(sizes) > settings.max_total_bytes:
        raise LimitError("max_total_bytes", settings.max_total_bytes, "the decompressed size of the table")
    if max(sizes, default=0) > settings.max_member_bytes:
        raise LimitError("max_member_bytes", settings.max_member_bytes, "the decompressed size of a row group")
    columns = [name for name in schema.names if column_key(name) in _KNOWN]
    _check_types(schema, columns)
    notes.encodings["utf-8"] += 1
    try:
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            for row in _rows(batch, columns):
                try:
                    fields = {n: notes.part(decode(v)) if isinstance(v, bytes) else v for n, v in row.items()}
                except BadInputError as error:
                    yield Record("", problem=str(error))
                    continue
                yield story_of(fields, notes, settings)
    except (pa.ArrowException, OSError, ValueError, UnicodeError, OverflowError) as error:
        raise BadInputError(f"the Parquet file is damaged ({explain(error)}): write it again") from error


def _rows(batch: Any, columns: list[str]) -> Iterator[dict[str, object]]:
    try:
        rows: list[dict[str, object]] = batch.to_pylist()
    except UnicodeDecodeError:  # a text column that is not UTF-8
        import pyarrow as pa

        arrays = [a.cast(pa.binary()) if pa.types.is_string(a.type) else a for a in batch.columns]
        rows = pa.RecordBatch.from_arrays(arrays, names=columns).to_pylist()
    yield from rows


def _check_types(schema: Any, columns: list[str]) -> None:
    import pyarrow as pa

    names = [c for c in columns if column_key(c) in TEXT_NAMES or column_key(c) in PAGE_NAMES]
    if not names:
        raise BadInputError(f"no column with the story's text among {', '.join(schema.names)[:300]}: {NAME_IT}")

    def holds_text(kind: Any) -> bool:
        if pa.types.is_dictionary(kind):
            return holds_text(kind.value_type)
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            return holds_text(kind.value_type)
        return any(
            test(kind)
            for test in (
                pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
                pa.types.is_binary, pa.types.is_large_binary,
            )
        )  # fmt: skip

    if not any(holds_text(schema.field(n).type) for n in names):
        kinds = ", ".join(f"{n} is {schema.field(n).type}" for n in names)
        raise BadInputError(f"no column of text: {kinds[:300]}; store the story as a string column")
