"""Train the coder's dependency parsers from Universal Dependencies: one pipeline per language, beside this file.

    python data/models/parsers.py TREEBANKS [LANGUAGE ...]

``TREEBANKS`` is a folder of ``.conllu.gz`` files; ``parsers.toml`` beside this file says which of them a language
is trained, tuned and tested on, and where each comes from. What is written: ``LANGUAGE/`` (a spaCy pipeline of tagger
and parser) with its scores and its attribution in ``LANGUAGE/meta.json``. About twenty minutes a language on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import tempfile
import tomllib
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.converters import conllu_to_docs
from spacy.training.initialize import init_nlp
from spacy.training.loop import train

HERE = Path(__file__).resolve().parent
STEPS = 4000
SEED = 20


def read(treebanks: Path, names: list[str]) -> list[Doc]:
    """Return the named treebanks in documents of ten sentences."""
    docs: list[Doc] = []
    for name in names:
        text = gzip.decompress((treebanks / f"{name}.conllu.gz").read_bytes()).decode("utf-8")
        docs += conllu_to_docs(text, n_sents=10, merge_subtokens=True, no_print=True)
    return docs


def corpus(docs: list[Doc], out: Path) -> Path:
    """Write documents as one binary corpus."""
    DocBin(docs=docs, store_user_data=False).to_disk(out)
    return out


def score(nlp: spacy.language.Language, path: Path) -> dict[str, float]:
    """Return attachment and tagging scores on a corpus, the raw text tokenised by the pipeline itself."""
    gold = DocBin().from_disk(path).get_docs(nlp.vocab)
    found = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
    return {key: round(found[key], 3) for key in ("dep_uas", "dep_las", "pos_acc", "sents_f")}


def plain(nlp: spacy.language.Language) -> spacy.language.Language:
    """Return the pipeline with a tokenizer of rules alone.

    The list of 16,000 hyphenated words that comes with Indonesian takes four seconds to load; not to cut at hyphens
    between letters does the same.
    """
    kept = [p for p in nlp.Defaults.infixes or [] if "-|–" not in p]
    nlp.tokenizer.rules = {}
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(kept).finditer
    nlp.config["nlp"]["lang"] = nlp.lang = nlp.meta["lang"] = "xx"
    return nlp


def build(language: str, plan: dict[str, list[str]], treebanks: Path) -> dict[str, object]:
    """Train one pipeline and put it beside this file; return its scores per test treebank."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        config = init_config(lang=language, pipeline=["morphologizer", "parser"], optimize="efficiency")
        docs = read(treebanks, plan["train"])
        tune = read(treebanks, plan["tune"]) if plan["tune"] else docs[::12]  # every twelfth document is held out
        kept = docs if plan["tune"] else [doc for number, doc in enumerate(docs) if number % 12]
        config["paths"]["train"] = str(corpus(kept, work / "train.spacy"))
        config["paths"]["dev"] = str(corpus(tune, work / "dev.spacy"))
        config["system"]["seed"] = SEED
        config["training"] |= {"max_steps": STEPS, "eval_frequency": 400, "patience": 0}
        config["training"]["score_weights"] = {"dep_uas": 0.3, "dep_las": 0.5, "pos_acc": 0.2}
        (work / "out").mkdir()
        nlp = init_nlp(config)
        train(nlp, work / "out", use_gpu=-1)
        best = spacy.load(work / "out" / "model-best")
        scores = {name: score(best, corpus(read(treebanks, [name]), work / "test.spacy")) for name in plan["test"]}
        best = plain(best) if plan["plain"] else best
        best.meta["name"] = "karabakh_timeline"
        best.meta["license"] = plan["licence"]
        best.meta["sources"] = plan["sources"]
        best.meta["performance"] = scores
        target = HERE / language
        shutil.rmtree(target, ignore_errors=True)
        best.to_disk(target)
    return {"language": language, "scores": scores}


def main() -> None:
    """Train the languages that the command names, or all."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("treebanks", type=Path)
    arguments.add_argument("languages", nargs="*")
    given = arguments.parse_args()
    plans = tomllib.loads((HERE / "parsers.toml").read_text(encoding="utf-8"))
    for language in given.languages or plans:
        print(json.dumps(build(language, plans[language], given.treebanks), indent=2), flush=True)


if __name__ == "__main__":
    main()
