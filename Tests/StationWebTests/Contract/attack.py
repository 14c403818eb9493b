"""Calls a running station with whatever its contract allows and forbids, by Schemathesis.

Usage: attack.py

It prints "ready", then obeys one command a line and answers each with a line of JSON:
  attack URL TOKEN PHASES    every call but the stream   -> {"status": 0, "report": "…"}
PHASES is coverage (each rule of the contract kept and broken), fuzzing, or both with a comma.
The same calls are made each time: the seed is fixed, and nothing is remembered.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

CONFIGURATION = pathlib.Path(__file__).with_name("schemathesis.toml")
LONGEST_REPORT = 20_000  # characters


def attack(url, token, phases):
    command = [
        sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
        "--no-color", "--config-file", str(CONFIGURATION), "run", f"{url}/api/v1/openapi.json",
        "--url", url, "--phases", phases, "--header", f"Authorization: Bearer {token}",
    ]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = done.stdout + done.stderr
    return {"status": done.returncode, "report": report[-LONGEST_REPORT:]}


print("ready", flush=True)
for line in sys.stdin:
    word, *arguments = line.split()
    answer = attack(*arguments) if word == "attack" else {"error": f"no command {word}"}
    print(json.dumps(answer), flush=True)
