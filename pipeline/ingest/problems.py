"""How bad input is reported: one exception whose message says what is wrong and what to do about it.

Belongs here: the exception and the wording shared by several readers. Does not belong here: deciding that input is bad.
"""

import re

SUPPORTED = (
    ".txt, .html/.htm/.xhtml, .json, .jsonl/.ndjson, .csv, .tsv, .parquet, .warc and TREC <DOC> text, "
    "alone or inside .gz, .bz2, .xz, .zst, .zip or .tar"
)


class BadInputError(Exception):
    """A file, member or record that cannot be read. The message is the `reason` or `problem` a user sees."""


class LimitError(BadInputError):
    """A limit of `IngestSettings` was exceeded; reading of the whole file stops."""

    def __init__(self, setting: str, limit: int, what: str) -> None:
        super().__init__(
            f"{what} exceeds ingest.{setting} = {limit}: split the file, or raise the setting if you trust it"
        )
        self.setting = setting


def explain(error: BaseException) -> str:
    """An unexpected exception as one line without addresses of objects or paths of this machine."""
    text = re.sub(r"0x[0-9a-f]+|/\S*/", "…", " ".join(str(error).split()))
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__
