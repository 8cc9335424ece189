"""Prints how long the app takes to start and to answer, and the memory it needs: `python -m benchmarks.startup`.

Times are wall-clock seconds of one run each, so take them for their size, not their digits.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil
from gradio_client import Client

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "How much is the Nippon Steel deal worth?"


def main() -> None:
    """Measure and print."""
    bare = statistics.median(_run("pass") for _ in range(5))
    imported = statistics.median(_run("import qa") for _ in range(5))
    print(f"import qa, beyond starting Python ({bare:.2f} s): {imported - bare:.2f} s")

    start = time.perf_counter()
    app = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        assert app.stdout is not None
        address = re.search(r"http\S+", app.stdout.readline())
        assert address, "the app did not say where it is open"
        print(f"python app.py until the page is served: {time.perf_counter() - start:.1f} s")
        client = Client(address.group(), verbose=False)
        client.predict(QUESTION, api_name="/ask")
        print(f"python app.py until the first answer is served: {time.perf_counter() - start:.1f} s")
        times = [_timed(client) for _ in range(50)]
        print(f"one answer over HTTP, median of 50: {statistics.median(times) * 1000:.0f} ms")
        print(f"memory of the app (RSS): {psutil.Process(app.pid).memory_info().rss / 2**20:.0f} MiB")
    finally:
        app.terminate()
        app.wait()


def _run(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - start


def _timed(client: Client) -> float:
    start = time.perf_counter()
    client.predict(QUESTION, api_name="/ask")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
