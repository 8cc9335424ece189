"""Arguments in, text and an exit code out: 0 done, 1 a problem told in one line, 2 wrong usage."""

import argparse
import io
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.bot import CITATIONS, Bot
from qa.config import READERS, Config
from qa.dataset import load_jsonl, load_squad
from qa.embed import SentenceEmbedder
from qa.errors import QAError
from qa.evaluate import METHODS, evaluate_answers, evaluate_reading, evaluate_retrieval, methods
from qa.metrics import metrics_library


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a curly quote still shows the rest
    arguments = _parser().parse_args(argv)
    try:
        given = {name: getattr(arguments, name) for name in ("article", "embeddings", "model", "reader")}
        given["feedback"] = getattr(arguments, "feedback", None)
        config = Config.from_env(**given)
        arguments.run(config, arguments)
    except QAError as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(
            f"{error.name} is not installed in this Python. Start with make run, or use .venv/bin/python.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130  # what a shell gives for Ctrl-C
    return 0


def _ask(config: Config, arguments: argparse.Namespace) -> None:
    bot, before = Bot(config), None
    for question in arguments.question:
        answer = bot.ask(question, before)
        before = before if answer.reply else answer
        print(_json(answer.to_dict()) if arguments.json else answer)


def _retrieve(config: Config, arguments: argparse.Namespace) -> None:
    hits = Bot(config).retrieve(arguments.question, arguments.k)
    print(_json(hits.to_dict()) if arguments.json else hits)


def _build(config: Config, arguments: argparse.Namespace) -> None:
    bot = Bot(config)
    index = bot.rebuild()
    about = {"folder": str(bot.index_folder), "passages": len(index.passages), "sentences": len(index.store)}
    print(_json(about) if arguments.json else "{folder}: passages {passages}, sentences {sentences}".format(**about))


def _evaluate(config: Config, arguments: argparse.Namespace) -> None:
    from tqdm import tqdm

    metrics_library()  # rather say now that it is missing than after the work
    with tempfile.TemporaryDirectory() as kept:
        if arguments.file.suffix == ".jsonl":
            bot = Bot(config)
            examples = load_jsonl(arguments.file, bot.article)
        else:
            article, examples = load_squad(arguments.file)
            bot = Bot(replace(config, min_chars=0, max_chars=sys.maxsize, embeddings=Path(kept)), article)
        queries = [
            bot.understand(e.question, bot.converse(e.earlier) if e.earlier else None)
            for e in tqdm(examples, desc="Questions")
        ]
        if arguments.own:
            report = evaluate_reading(bot.read, bot.searcher, examples, tqdm(queries, desc="Answers"))
            print(_json(report.to_dict()) if arguments.json else report)
            return
        plain = SentenceEmbedder(replace(bot.model, difference=None))  # what others have without training
        known = methods(bot.searcher, plain)
        method, against = known[arguments.method], known.get(arguments.against)
        report = evaluate_retrieval(method, examples, queries, bot.index, against)
        if arguments.method == METHODS[0]:
            answers = [bot.answer(query) for query in tqdm(queries, desc="Answers")]
            report = report.joined(evaluate_answers(answers, examples, probabilities=config.reader == READERS[0]))
    print(_json(report.to_dict()) if arguments.json else report)


def _serve(config: Config, arguments: argparse.Namespace) -> None:
    from qa.web import build_page, launch  # Gradio takes seconds to import

    bot = Bot(config)
    demo = build_page(bot)
    launch(demo, bot, arguments.host, arguments.port, share=arguments.share)
    print(f"Ask the Article is open at {demo.local_url}", flush=True)
    if arguments.share and not demo.share_url:
        print("No public link could be had, so the page is open on this machine only.", file=sys.stderr)
    bot.warm_up()
    demo.block_thread()


def _port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f'"{text}" is not a port, a number from 1 to 65535')
    return int(text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ask-article", description="Answers in the article's own words.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    settings = argparse.ArgumentParser(add_help=False)
    settings.add_argument("--article", type=Path, metavar="FILE", help="a UTF-8 text file (default: the one in seeds/)")
    settings.add_argument("--embeddings", type=Path, metavar="FOLDER", help="where indexes are kept")
    settings.add_argument("--model", metavar="NAME", help="a sentence-transformers model, by folder or hub name")
    settings.add_argument("--reader", choices=READERS, help="what answers: exact words, or the nearest sentence")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")

    ask = commands.add_parser("ask", parents=[settings, as_json], help="answer a question, or several in turn")
    ask.add_argument("question", nargs="+", help="each may lean on the one before (“And when?”)")
    ask.set_defaults(run=_ask)

    retrieve = commands.add_parser("retrieve", parents=[settings, as_json], help="find the passages on a question")
    retrieve.add_argument("question")
    retrieve.add_argument("-k", type=int, default=CITATIONS, help="how many passages (default: %(default)s)")
    retrieve.set_defaults(run=_retrieve)

    build = commands.add_parser("build", parents=[settings, as_json], help="make the article's index anew and store it")
    build.set_defaults(run=_build)

    evaluate = commands.add_parser("evaluate", parents=[settings, as_json], help="measure on a file of questions")
    evaluate.add_argument("file", type=Path, metavar="FILE", help=".jsonl on the article, or .json in SQuAD's format")
    evaluate.add_argument("--method", choices=METHODS, default=METHODS[0], help="what retrieves (default: %(default)s)")
    evaluate.add_argument("--against", choices=METHODS, help="also print what is gained over another method")
    evaluate.add_argument("--own", action="store_true", help="read only the passage that answers, not what is found")
    evaluate.set_defaults(run=_evaluate)

    serve = commands.add_parser("serve", parents=[settings], help="open the chat as a web page")
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument(
        "--port",
        type=_port_number,
        default=os.environ.get("GRADIO_SERVER_PORT"),
        help="port to listen on (default: the first free one from 7860)",
    )
    serve.add_argument("--feedback", metavar="FOLDER", help="let readers rate answers, and keep that in FOLDER")
    serve.add_argument("--share", action="store_true", help="ask Gradio for a public link, good for a week")
    serve.set_defaults(run=_serve)
    return parser
