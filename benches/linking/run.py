#!/usr/bin/env python3
"""Measures how the time of linking grows with the number of calls.

    benches/linking/run.py BINARY [--millions 1 2 4] [--rounds 3] [--unlimited]

Calls are made up: about three per customer over a year, one in fifty with a request's id, and one number shared by
100,000 calls. With --unlimited that number isn't taken out by `at_most`, and its calls are one case. Times are those of
whole runs, from reading to writing: by the clock, and of all threads on processors, which a busy machine disturbs less.
The best of the rounds counts. Files are deleted.
"""

import argparse
import datetime
import pathlib
import random
import resource
import shutil
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).parent
SHARED = 100_000
SECONDS = 365 * 24 * 3600
START = datetime.datetime(2025, 1, 1)


def write_calls(path, count):
    """Writes so many calls, in no order."""
    rng = random.Random(count)
    customers = max(count // 3, 1)
    shared_every = max(count // SHARED, 1)
    moments = [(START + datetime.timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:") for minute in range(SECONDS // 60 + 120)]
    with open(path, "w", encoding="ascii") as file:
        file.write("id,request,number,issue,begin,end\n")
        rows = []
        for call in range(count):
            at = rng.randrange(SECONDS)
            end = at + rng.randrange(30, 3600)
            if call % shared_every == 0 and call // shared_every < SHARED:
                number, issue = "0299900000", "billing"
            else:
                number, issue = f"08{rng.randrange(customers):08d}", rng.choice(("billing", "delivery"))
            request = f"R{rng.randrange(count // 100 + 1)}" if call % 50 == 0 else ""
            begin, end = (f"{moments[each // 60]}{each % 60:02d}" for each in (at, end))
            rows.append(f"c{call:08d},{request},{number},{issue},{begin},{end}\n")
            if len(rows) == 100_000:
                file.writelines(rows)
                rows.clear()
        file.writelines(rows)


def run(binary, mapping, folder):
    """Seconds of one run: by the clock, on processors."""
    output = folder / "log"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [binary, "generate", "--quiet", "--mapping", mapping, "--input", folder / "in", "--output", output],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    elapsed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(output)
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary")
    arguments.add_argument("--millions", type=float, nargs="+", default=[1, 2, 4])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--unlimited", action="store_true")
    given = arguments.parse_args()
    first = None
    print("    calls  seconds  on processors  µs per call of these  to the first  peak MiB so far")
    for millions in given.millions:
        count = int(millions * 1_000_000)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "in").mkdir()
            mapping = folder / "mapping.yaml"
            text = (HERE / "mapping.yaml").read_text()
            mapping.write_text(text.replace(", at_most: 50", "") if given.unlimited else text)
            write_calls(folder / "in" / "calls.csv", count)
            rounds = [run(given.binary, mapping, folder) for _ in range(given.rounds)]
        clock, busy = (min(times) for times in zip(*rounds))
        each = busy / count * 1e6
        first = first or each
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{count:>9,}  {clock:>7.2f}  {busy:>13.2f}  {each:>20.2f}  {each / first:>12.2f}  {peak:>15,.0f}")


if __name__ == "__main__":
    main()
