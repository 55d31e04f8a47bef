"""A warehouse with every table and view and no rows: for the pages that describe it, and for trying SQL.

Does not belong here: publishing a real one (`pipeline.warehouse`).
"""

import duckdb

from pipeline import queries, schema


def blank_warehouse(path: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """An open connection to a new database that holds the published tables, empty, and the views, all with their comments."""
    connection = duckdb.connect(path)
    for table in schema.TABLES.values():
        if table.published:
            connection.execute(table.ddl)
    for script in queries.views():
        connection.execute(script)
    return connection
