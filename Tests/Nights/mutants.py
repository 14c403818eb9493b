"""Builds one program of nights with rules that are broken on purpose, and looks whether each is found.

usage: mutants.py [--check] [--only 3,7] [--seeds 1-120]
"""

import argparse
import itertools
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "Tests/Nights/mutants.txt"
COPY = ROOT / ".build/mutants"
# What is copied, and what is only pointed to: the manifest names it.
COPIED = ["Sources", "Package.swift", "Package.resolved"]
LINKED = ["Tests", "config"]
SWITCH_FILE = "Sources/Vitals/Mutant.swift"
SWITCH = """\
import Glibc

/// Which broken rule is switched on; 0: none.
private let active: Int = unsafe getenv("MUTANT").flatMap { unsafe Int(String(cString: $0)) } ?? 0

/// Whether a rule is broken now.
public func isMutant(_ number: Int) -> Bool { active == number }
"""


class Mutant:
    """One broken rule."""

    def __init__(self, number, lines):
        self.number = number
        self.words, self.file = lines[0], lines[1]
        self.is_statement = lines[2].startswith("-{}")
        skipped = 4 if self.is_statement else 2
        marked, self.broken = lines[2][skipped:], lines[3][skipped:]
        self.context = marked.replace("⟦", "").replace("⟧", "")
        self.start = max(marked.find("⟦"), 0)
        end = marked.find("⟧")
        self.original = self.context[self.start : end - 1 if end >= 0 else None]
        self.which = int(lines[4][1:]) if len(lines) > 4 else None

    def span(self, text):
        """From where to where the original stands in its file."""
        found = [match.start() for match in re.finditer(re.escape(self.context), text)]
        if len(found) < (self.which or 1) or self.which is None and len(found) > 1:
            sys.exit(
                f"{TABLE.name}: mutant {self.number}, {self.words}: “{self.context}” stands"
                f" {len(found)} times in {self.file}; write what stands there now"
            )
        start = found[(self.which or 1) - 1] + self.start
        return start, start + len(self.original)

    def switched(self, otherwise):
        """The broken rule behind its switch."""
        if self.is_statement:
            return f"if isMutant({self.number}) {{ {self.broken} }} else {{ {otherwise} }}"
        return f"(isMutant({self.number}) ? ({self.broken}) : ({otherwise}))"


def table():
    """The mutants, in their order."""
    blocks = [
        [line for line in block.splitlines() if not line.startswith("#")]
        for block in TABLE.read_text().split("\n\n")
    ]
    return [Mutant(number, block) for number, block in enumerate(filter(None, blocks), 1)]


def mutate(text, mutants):
    """A file with all its mutants behind their switches."""
    places = sorted((mutant.span(text), mutant.number, mutant) for mutant in mutants)
    result, done = "", 0
    for (start, end), group in itertools.groupby(places, lambda place: place[0]):
        group = list(group)
        if start < done:
            sys.exit(f"{TABLE.name}: mutant {group[0][1]} overlaps another")
        code = text[start:end]
        for _, _, mutant in group:
            code = mutant.switched(code)
        result += text[done:start] + code
        done = end
    result += text[done:]
    if "import Vitals" not in result and "/Vitals/" not in mutants[0].file:
        result = "import Vitals\n" + result
    return result


def mutated(file, mutants):
    """The text of a file with those of the mutants that are its own."""
    return mutate((ROOT / file).read_text(), [one for one in mutants if one.file == file])


def write(target, data):
    """Writes a file, unless it holds that already: what did not change is not built again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != data:
        target.write_bytes(data)


def prepare(mutants):
    """The sources with every mutant, in a folder of their own."""
    files = {mutant.file for mutant in mutants}
    wanted = {SWITCH_FILE}
    write(COPY / SWITCH_FILE, SWITCH.encode())
    for top in (ROOT / name for name in COPIED):
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            name = str(path.relative_to(ROOT))
            wanted.add(name)
            if path.is_symlink():
                if not (COPY / name).is_symlink():
                    (COPY / name).parent.mkdir(parents=True, exist_ok=True)
                    (COPY / name).symlink_to(os.readlink(path))
            elif path.is_file():
                is_own = name in files
                write(COPY / name, mutated(name, mutants).encode() if is_own else path.read_bytes())
    for name in LINKED:
        if not (COPY / name).is_symlink():
            (COPY / name).symlink_to(os.path.relpath(ROOT / name, COPY))
    for old in (COPY / "Sources").rglob("*.swift"):
        if str(old.relative_to(COPY)) not in wanted:
            old.unlink()


def build():
    """The program with all mutants."""
    command = ["swift", "build", "-c", "release", "--product", "nights", "--package-path", COPY]
    built = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if built.returncode:
        errors = [line for line in built.stdout.splitlines() if "error" in line]
        sys.exit("\n".join(errors or built.stdout.splitlines()[-20:]))
    return COPY / ".build/release/nights"


def lived(program, number, seeds, most):
    """What the nights say while a mutant is on."""
    command = [program, "--seeds", seeds, "--most", str(most), "--whole", "--lines", "0", "--quiet"]
    return subprocess.run(
        command,
        env=os.environ | {"MUTANT": str(number)},
        capture_output=True,
        text=True,
    )


BAD = re.compile(r"^seed (\d+), \S+: (.*)$", re.MULTILINE)


def clean(program, seeds):
    """Those of the seeds that are good without any mutant."""
    bad = {int(seed) for seed, _ in BAD.findall(lived(program, 0, seeds, 1_000_000).stdout)}
    first, last = map(int, seeds.split("-"))
    good = [seed for seed in range(first, last + 1) if seed not in bad]
    if bad:
        print(f"bad without any mutant, and left out: {sorted(bad)}", flush=True)
    return ",".join(map(str, good))


def find(program, number, seeds):
    """Which seed and rule found a mutant, and after how many seconds; no seed: nothing did."""
    began = time.monotonic()
    run = lived(program, number, seeds, 1)
    took = time.monotonic() - began
    bad = BAD.search(run.stdout)
    if bad:
        return f"seed {bad[1]}", bad[2], took
    # A mutant that breaks the program is found, too.
    return ("a night" if run.returncode else None), f"ended with {run.returncode}", took


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only look whether each fits the sources")
    parser.add_argument("--only", help="only these mutants, with commas")
    parser.add_argument("--seeds", default="1-120", help="the nights that may find one")
    options = parser.parse_args()
    mutants = table()
    for file in {mutant.file for mutant in mutants}:
        mutated(file, mutants)
    if options.check:
        print(f"{len(mutants)} mutants fit the sources")
        return
    prepare(mutants)
    program = build()
    seeds = clean(program, options.seeds)
    chosen = set(map(int, options.only.split(","))) if options.only else None
    tried = [mutant for mutant in mutants if not chosen or mutant.number in chosen]
    survivors = []
    for mutant in tried:
        seed, rule, took = find(program, mutant.number, seeds)
        verdict = f"{seed}: {rule}" if seed else "SURVIVED"
        print(f"{mutant.number:3}  {mutant.words}\n       {verdict}  ({took:.1f} s)", flush=True)
        if not seed:
            survivors.append(mutant.number)
    caught = len(tried) - len(survivors)
    print(f"caught {caught} of {len(tried)} mutants; survivors: {survivors or 'none'}")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
