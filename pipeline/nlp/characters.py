"""Stanza's tokenizer on padded batches: from characters to words and sentences.

Belongs here: the forward pass, and Stanza's own reading of its labels. Does not belong here: what a sentence is
(`sentence_rule`).

Same network, weights, windows and URL rule as `stanza.Pipeline`; what differs is the speed of batching. Two differences in
the result, both by construction: a word never holds a space, and a window's result does not depend on its neighbours.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.nlp.annotator import Span, in_batches
from pipeline.progress import Progress

WINDOW = 1000  # characters; Stanza's own limit for one pass


def scores(model: Any, units: Any, features: Any, lengths: Any) -> Any:
    """Log-probabilities (batch, time, 3) of inside, word end, sentence end: Stanza's Tokenizer.forward on a dense batch."""
    import torch
    from torch.nn.functional import logsigmoid

    from pipeline.nlp.lstm import dense

    x = torch.cat([model.dropout(model.embeddings(units)), model.dropout_feat(features)], 2)
    x = model.dropout(dense(model.rnn, x, lengths))
    word, sentence = model.tok_clf(x), model.sent_clf(x)
    if model.args["hierarchical"]:
        if model.args["hier_invtemp"] > 0:
            x = x * (1 - model.toknoise(torch.sigmoid(-word * model.args["hier_invtemp"])))
        x = model.dropout(dense(model.rnn2, x, lengths))
        word, sentence = word + model.tok_clf2(x), sentence + model.sent_clf2(x)
    ends = logsigmoid(word)
    return torch.cat([logsigmoid(-word), ends + logsigmoid(-sentence), ends + logsigmoid(sentence)], 2)


class Tokenizer:
    """A Stanza tokenizer whose features are the default five."""

    def __init__(self, path: Path) -> None:
        from stanza.models.tokenization.trainer import Trainer

        trainer = Trainer(model_file=str(path))
        self._model = trainer.model.eval()
        self._ids = {trainer.vocab.id2unit(i): i for i in range(len(trainer.vocab))}

    def sentences(self, texts: Sequence[str], batch_chars: int, progress: Progress) -> list[list[list[Span]]]:
        """Word spans of each sentence of each paragraph, as the network has them."""
        labels = self._labels(texts, batch_chars, progress)
        return [spans_of(text, row) for text, row in zip(texts, labels, strict=True)]

    def _labels(self, texts: Sequence[str], batch_chars: int, progress: Progress) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in texts]

        def run(batch: list[int]) -> None:
            # A paragraph longer than a window goes on behind the last sentence that ended in it, as in Stanza.
            going = batch
            while going:
                pieces = [(len(out[i]), min(len(texts[i]), len(out[i]) + WINDOW)) for i in going]
                for i, (start, _), row in zip(going, pieces, self._predict(texts, going, pieces), strict=True):
                    if start < len(texts[i]) - WINDOW and 2 in row:
                        row = row[: len(row) - row[::-1].index(2)]
                    out[i].extend(row)
                going = [i for i in going if len(out[i]) < len(texts[i])]

        in_batches([min(len(t), WINDOW) for t in texts], batch_chars, run, progress)
        return out

    def _predict(self, texts: Sequence[str], batch: list[int], pieces: list[Span]) -> list[list[int]]:
        import numpy as np
        import torch

        lengths = [stop - start for start, stop in pieces]
        width = max(lengths)
        units = np.zeros((len(batch), width), dtype=np.int64)
        features = np.zeros((len(batch), width, 5), dtype=np.float32)
        for row, (i, (start, stop)) in enumerate(zip(batch, pieces, strict=True)):
            text = texts[i]
            piece = text[start:stop]
            n = len(piece)
            units[row, :n] = [self._ids.get(c, 1) for c in piece]
            features[row, :n, 0] = [c == " " for c in piece]
            features[row, :n, 1] = [c.isupper() for c in piece]
            features[row, :n, 2] = [c.isdecimal() for c in piece]
            features[row, n - 1, 3] = stop == len(text)
            features[row, 0, 4] = start == 0
        with torch.inference_mode():
            found = scores(self._model, torch.from_numpy(units), torch.from_numpy(features), torch.tensor(lengths))
            best = found.argmax(2).numpy()
        return [best[row, :n].tolist() for row, n in enumerate(lengths)]


def spans_of(text: str, labels: list[int]) -> list[list[Span]]:
    """Words and sentences that labels mean, addresses kept whole as Stanza does, and words cut at spaces."""
    from stanza.models.tokenization.utils import update_pred_regex

    if not text:
        return []
    labels = list(labels)
    labels[-1] = 2
    if "." in text or "@" in text:
        labels = list(update_pred_regex(list(text), labels))
    sentences: list[list[Span]] = [[]]
    start = 0
    for i, (char, label) in enumerate(zip(text, labels, strict=True)):
        if char == " ":
            if start < i:
                sentences[-1].append((start, i))
            start = i + 1
        elif label:
            sentences[-1].append((start, i + 1))
            start = i + 1
        if label == 2 and sentences[-1]:
            sentences.append([])
    return [words for words in sentences if words]
