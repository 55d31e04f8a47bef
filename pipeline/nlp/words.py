"""Stanza's tagger, parser and name tagger on batches of sentences of like length.

Belongs here: from words to labels. Does not belong here: tables (`annotate`) and lemmas (`lemmas`).

The networks, weights and decoding are Stanza's; the batches are ours: sentences of all stories together, by length, in a
bounded number of padded words, every distinct word's characters read once a batch. Labels of a sentence do not depend on
the others in its batch (rows are padded at their end only, and no network looks across rows).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.nlp.annotator import ModelError, Span, Tagged, in_batches
from pipeline.nlp.decode import best_paths, use_quick_decoding
from pipeline.nlp.lemmas import Lemmatizer
from pipeline.nlp.lookups import remember, use_quick_padding
from pipeline.nlp.lstm import cache_characters, use_dense
from pipeline.nlp.surface import forms
from pipeline.progress import Progress

PAIRS = 400_000  # head-dependent pairs scored at once: 60 MB for 35 relations
LONGEST = 400  # words; a longer sentence is annotated in pieces, since a parser's memory grows with the square


class _Columns:
    """What Stanza's loaders ask of a Document, without making its objects, which took a fifth of all time."""

    def __init__(self, rows: list[list[dict[str, Any]]]) -> None:
        self._rows = rows

    def get(self, fields: list[str], as_sentences: bool = True, from_token: bool = False) -> list[list[list[Any]]]:
        """The fields of every word; None where there is none."""
        del as_sentences, from_token
        return [[[word.get(field) for field in fields] for word in sentence] for sentence in self._rows]


class WordModels:
    """Everything that runs on words, loaded from files by processor name."""

    def __init__(self, paths: dict[str, Path]) -> None:
        from stanza.models.common.pretrain import Pretrain
        from stanza.models.depparse.trainer import Trainer as Parser
        from stanza.models.ner.trainer import Trainer as Names
        from stanza.models.pos.trainer import Trainer as Tagger

        try:
            pretrain = Pretrain(str(paths["pretrain"]))
            self._lemmatizer = Lemmatizer.load(paths["lemma"])
            self._tagger = Tagger(model_file=str(paths["pos"]), pretrain=pretrain)
            self._parser = Parser.load(str(paths["depparse"]), pretrain)
            self._names = Names(model_file=str(paths["ner"]), pretrain=pretrain)
        except (RuntimeError, KeyError, ValueError, EOFError) as error:
            raise ModelError(f"nlp.model: the weights cannot be read by this Stanza: {error}") from error
        self._pretrain = pretrain
        for trainer in (self._tagger, self._parser, self._names):
            trainer.model.eval()
            use_dense(trainer.model)
            cache_characters(trainer.model)
            vocabularies = trainer.vocab  # no dict: it knows its keys, but not how to go through them
            for vocabulary in map(vocabularies.__getitem__, vocabularies.keys()):
                remember(vocabulary)
        remember(pretrain.vocab)
        use_quick_padding()
        use_quick_decoding(self._parser.model)

    def tag(
        self, sentences: Sequence[tuple[str, Sequence[Span]]], batch_words: int, progress: Progress
    ) -> list[Tagged]:
        """Form, lemma, UPOS, features, head, relation and name tag of every word."""
        words = []
        for text, spans in sentences:
            surface = [text[a:b] for a, b in spans]
            joined = [i > 0 and spans[i - 1][1] == spans[i][0] for i in range(len(spans))]
            words.append(forms(surface, joined))
        pieces = [(i, at) for i, w in enumerate(words) for at in range(0, len(w), LONGEST)]
        found: list[Tagged] = [[] for _ in pieces]

        def run(batch: list[int]) -> None:
            chosen = [words[pieces[k][0]][pieces[k][1] : pieces[k][1] + LONGEST] for k in batch]
            for k, tagged in zip(batch, self._batch(chosen), strict=True):
                found[k] = tagged

        sizes = [min(LONGEST, len(words[i]) - at) for i, at in pieces]
        in_batches(sizes, batch_words, run, progress)
        out: list[Tagged] = [[] for _ in words]
        for (i, at), tagged in zip(pieces, found, strict=True):
            # A later piece's tree hangs on the first piece's root.
            root = next((n for n, t in enumerate(out[i], 1) if t[4] == 0), 0)
            out[i].extend(
                (*t[:4], t[4] + at if t[4] else root, t[5] if t[4] or not at else "parataxis", t[6]) for t in tagged
            )
        return out

    def _batch(self, sentences: list[list[str]]) -> list[Tagged]:
        import torch

        with torch.inference_mode():
            tags = self._upos(sentences)
            arcs = self._trees(sentences, tags)
            names = self._entities(sentences)
        lemma = self._lemmatizer.lemma
        return [
            [
                (form, lemma(form, upos), upos, feats, head, relation, name)
                for form, (upos, feats), (head, relation), name in zip(*columns, strict=True)
            ]
            for columns in zip(sentences, tags, arcs, names, strict=True)
        ]

    def _upos(self, sentences: list[list[str]]) -> list[list[tuple[str, str]]]:
        from stanza.models.pos.data import Dataset

        columns = _Columns([[{"text": w} for w in s] for s in sentences])
        data = Dataset(columns, self._tagger.args, self._pretrain, vocab=self._tagger.vocab, evaluation=True)
        found = self._tagger.predict(data.collate_fn([data[i] for i in range(len(sentences))]))
        return [[(t[0], t[2]) for t in tags] for tags in found]

    def _trees(self, sentences: list[list[str]], tags: list[list[tuple[str, str]]]) -> list[list[tuple[int, str]]]:
        from stanza.models.depparse.data import DataLoader, Dataset

        rows = [
            [
                {"text": w, "upos": t[0], "feats": t[1], "lemma": w, "head": 0, "deprel": "_"}
                for w, t in zip(s, ts, strict=True)
            ]
            for s, ts in zip(sentences, tags, strict=True)
        ]
        data = Dataset(_Columns(rows), self._parser.args, self._pretrain, vocab=self._parser.vocab, evaluation=True)
        step = max(1, PAIRS // max(len(s) + 1 for s in sentences) ** 2)
        found: list[Any] = []
        for at in range(0, len(sentences), step):
            batch = DataLoader.collate([data[i] for i in range(at, min(at + step, len(sentences)))])
            found.extend(self._parser.predict(batch))
        return [[(int(head), relation) for head, relation in arcs] for arcs in found]

    def _entities(self, sentences: list[list[str]]) -> list[list[str]]:
        from stanza.models.common.utils import unsort
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
        from stanza.models.ner.data import DataLoader
        from stanza.models.ner.trainer import fix_singleton_tags, unpack_batch

        columns = _Columns([[{"text": w, "ner": "O"} for w in s] for s in sentences])
        loader = DataLoader(columns, len(sentences), self._names.args, self._pretrain, vocab=self._names.vocab, evaluation=True,
                            preprocess_tags=False)  # fmt: skip
        # Running text for a character language model, which these models have not.
        loader.process_chars = lambda s: (*([[0]] * len(s) for _ in range(4)), [1] * len(s))
        inputs, order, word_order, char_order, lengths, word_lengths, char_lengths, offsets = unpack_batch(
            loader[0], None
        )
        words, word_chars, mask, chars, tags = inputs
        _, scores, moves = self._names.model(
            words, word_chars, mask, tags, word_order, lengths, word_lengths, chars, offsets, char_lengths, char_order
        )
        best = best_paths(scores[0].numpy(), moves[0].numpy(), lengths)
        names = [[(max(tag, VOCAB_PREFIX_SIZE),) for tag in path] for path in best]
        found = [fix_singleton_tags([t[0] for t in self._names.vocab["tag"].unmap(path)]) for path in names]
        in_order: list[list[str]] = unsort(found, order)
        return in_order
