"""What people read: the HTML page, the pages of documentation made from declarations, and the SQL files they rest on.

Belongs here: reading `sql/`, querying a finished warehouse, drawing and writing pages.
Does not belong here: computing anything that is not already in the warehouse.
"""

from pipeline.report.page import write

__all__ = ["write"]
