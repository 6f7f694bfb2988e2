"""What a peer makes of sentences; run by `bench.proof` with the Python of an environment that holds it.

Reads {"lines": […], "list": {wrong: right}} from standard input, writes {"answers": […], "flags": n, "seconds": processor time}.
pycorrector brings no list of its own for this mode; it is given the fixed list.
"""

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def autocorrect(_: dict[str, str]) -> Callable[[str], str]:
    import autocorrect_py  # only the peer asked for is there

    return autocorrect_py.format


def confusion(known: dict[str, str]) -> Callable[[str], str]:
    """The one module, without the package around it, which wants model libraries that this mode does not use."""
    package = importlib.util.find_spec("pycorrector")
    assert package is not None
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location(
        "confusion_corrector", Path(package.origin).with_name("confusion_corrector.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    corrector = module.ConfusionCorrector(known)
    return lambda line: corrector.correct(line)["target"]


PEERS = {"autocorrect": autocorrect, "pycorrector": confusion}


def main() -> None:
    order = json.load(sys.stdin)
    correct = PEERS[sys.argv[1]](order["list"])
    start = time.process_time()
    answers = [correct(line) for line in order["lines"]]
    seconds = time.process_time() - start
    flags = sum(answer != line for answer, line in zip(answers, order["lines"], strict=True))
    json.dump({"answers": answers, "flags": flags, "seconds": seconds}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
