#!/usr/bin/env python3
"""Runs the reference job in caseloom and in three peers, one after the other in each round, and compares.

    benches/reference/run.py BINARY [--cases 1000000] [--rounds 3] [--threads 2] [--folder target/bench] [--only NAME ...]

The data is made by generate.rs, once for each number of cases. Every tool writes events.csv and cases.csv; their rows have
to be the same. Before each run what was written before goes to disk, and the exports are read once, so that none waits for
another's output or for the disk. `--output` names a folder in memory (tmpfs), where the speed of a disk is to be left out;
temporary files of the run within a bound stay on disk. Every second round goes the other way round, so that none always
follows the same. Of each tool the median of the rounds counts: time by the clock, time of all threads on processors, and
peak memory, as the operating system tells them. One round alone says little where other work is done beside it.
"""

import argparse
import csv
import itertools
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = ["duckdb==2.0.0", "polars==2.1.0", "pandas==3.1.1", "pyarrow==26.0.1"]
SEED = 7


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "target" / "bench")
    parser.add_argument("--python", type=pathlib.Path, help="a Python that has the peers")
    parser.add_argument("--output", type=pathlib.Path, help="where tools write; the folder, where it isn't named")
    parser.add_argument("--only", nargs="*", help="names of tools, as the table shows them")
    return parser.parse_args()


def make_data(folder, cases):
    """The exports; made where they aren't there yet."""
    data = folder / f"data-{cases}"
    if not (data / "done").exists():
        generator = folder / "generate"
        subprocess.run(["rustc", "--edition", "2024", "-O", HERE / "generate.rs", "-o", generator], check=True)
        subprocess.run([generator, data, str(cases), str(SEED)], check=True)
        (data / "done").touch()
    return data


def python_with_peers(folder):
    python = folder / "python" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "python"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS], check=True)
    return python


def tools(options, data, python):
    """The command of each tool, but for its output folder."""
    mapping = ROOT / "tests" / "reference" / "mapping.yaml"
    own = [options.binary.resolve(), "generate", "--quiet", "--mapping", mapping, "--input", data, "--threads"]

    def peer(name, *more):
        return lambda out: [python, HERE / f"peer_{name}.py", data, out, *more]

    threads = str(options.threads)
    bounded = ["--memory", "512MiB", "--temporary", options.folder]
    return {
        "caseloom": lambda out: [*own, threads, "--output", out],
        "caseloom, 1 thread": lambda out: [*own, "1", "--output", out],
        "caseloom, --memory 512MiB": lambda out: [*own, threads, *bounded, "--output", out],
        "caseloom, scripts interpreted": lambda out: [*own, threads, "--no-lowering", "--output", out],
        "DuckDB": peer("duckdb", threads),
        "Polars": peer("polars"),
        "pandas": peer("pandas"),
    }


def measured(command, threads):
    """Seconds by the clock, seconds on processors, and peak memory in MiB."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    begun = time.monotonic()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    if status != 0:
        sys.exit(f"{command[0]} failed:\n{said.decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rows(path, header=None):
    """The rows of a table, in the order of some columns."""
    with open(path, newline="", encoding="utf-8") as file:
        records = csv.reader(file)
        own = next(records)
        places = [own.index(name) for name in header or own]
        yield [own[place] for place in places]
        for record in records:
            yield [record[place] for place in places]


def compare(ours, theirs, name):
    for table in ("events.csv", "cases.csv"):
        header = next(rows(theirs / table))
        pairs = itertools.zip_longest(rows(ours / table, header), rows(theirs / table))
        for number, (our, their) in enumerate(pairs):
            if our != their:
                sys.exit(f"{table}, row {number}: caseloom has {our}, {name} has {their}")


def start_alike(data):
    """What others wrote is on disk, and the exports are in memory, whatever ran before."""
    os.sync()
    for file in data.glob("*.csv"):
        with open(file, "rb") as source, open(os.devnull, "wb") as nowhere:
            shutil.copyfileobj(source, nowhere, 1 << 20)


def run(options, commands, data):
    """All measures of each tool. The rows of the first round are compared."""
    folder = options.output or options.folder
    found = {name: [] for name in commands}
    outputs = {name: folder / f"out-{place}" for place, name in enumerate(commands)}
    first = next(iter(commands))
    for number in range(options.rounds):
        for name in list(commands)[:: -1 if number % 2 else 1]:
            shutil.rmtree(outputs[name], ignore_errors=True)
            outputs[name].mkdir(parents=True)
            start_alike(data)
            found[name].append(measured([str(part) for part in commands[name](outputs[name])], options.threads))
            print(f"round {number + 1}: {name} {found[name][-1][0]:.2f} s", file=sys.stderr)
            if name != first:
                if number == 0:
                    compare(outputs[first], outputs[name], name)
                # In memory there may not be room for the outputs of all.
                shutil.rmtree(outputs[name])
        if number == 0:
            print("all rows are the same", file=sys.stderr)
    shutil.rmtree(outputs[first])
    return found


def table(found):
    medians = {name: [statistics.median(column) for column in zip(*each)] for name, each in found.items()}
    first = next(iter(medians.values()))
    yield "| | seconds | of it | CPU seconds | peak MiB | of it |"
    yield "|---|---|---|---|---|---|"
    for name, (wall, cpu, memory) in medians.items():
        yield f"| {name} | {wall:.2f} | {wall / first[0]:.2f} | {cpu:.2f} | {memory:,.0f} | {memory / first[2]:.2f} |"


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def main():
    options = arguments()
    options.folder.mkdir(parents=True, exist_ok=True)
    data = make_data(options.folder, options.cases)
    python = options.python or python_with_peers(options.folder)
    commands = tools(options, data, python)
    if options.only:
        commands = {name: command for name, command in commands.items() if name in options.only}
    found = run(options, commands, data)
    size = sum(file.stat().st_size for file in data.glob("*.csv"))
    versions = subprocess.run([python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True).stdout
    peers = [line for line in versions.split() if line.split("==")[0] in ("duckdb", "polars", "pandas", "pyarrow")]
    print(f"{options.cases:,} cases, {size / 1e9:.2f} GB; {options.threads} threads; median of {options.rounds} rounds")
    print(f"{machine()}; {', '.join(peers)}\n")
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
