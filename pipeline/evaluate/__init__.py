"""Quality against gold: how a published database compares with hand-made annotation.

Belongs here: figures and their text table. Does not belong here: making the database, or any rule that looks at gold.
"""

from pipeline.evaluate.gold import GoldError
from pipeline.evaluate.scores import evaluate
from pipeline.evaluate.table import render

__all__ = ["GoldError", "evaluate", "render"]
