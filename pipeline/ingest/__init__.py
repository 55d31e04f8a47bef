"""From a folder of raw files to stories: `inventory` finds and hashes them, `read_files` reads one partition's.

Belongs here: partitions and paths, containers and their limits, encodings, file formats, metadata given beside a story.
Does not belong here: what a line of a story is, dates, languages (`pipeline.clean`).
"""

from pipeline.ingest.files import read_files
from pipeline.ingest.partitions import folder_of, partition_of
from pipeline.ingest.raw_folder import inventory

__all__ = ["folder_of", "inventory", "partition_of", "read_files"]
