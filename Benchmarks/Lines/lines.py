"""What 32 serial lines of fast monitors cost the real program.

Usage: lines.py PROGRAM [SECONDS]

Each line is a pseudo-terminal on which a Nonin monitor of data format 2 sends 225 frames of five
bytes a second, three times as many as a real one. The processor's share stands beside that of a
plain loop which only reads as many bytes from as many lines, measured in the same run.
"""

import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tty
import urllib.request

LINES = 32
FRAMES_PER_SECOND = 225
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20

STATION = """[station]
name = "Lines"
listen = "127.0.0.1:{port}"
data = "./data"
protocol = "ketamine-40"
"""
MONITOR = """
[[monitor]]
name = "bay-{bed}"
bed = "{bed}"
[monitor.serial]
device = "{device}"
protocol = "nonin-df2"
"""


def packet():
    """25 frames that say 72 1/min and 97 %."""
    carried = {1: 0, 2: 72, 3: 97}
    frames = []
    for number in range(1, 26):
        frame = [0x01, 0x81 if number == 1 else 0x80, 0x01, carried.get(number, 0)]
        frames.append(bytes(frame + [sum(frame) % 256]))
    return frames


class Lines:
    """Pseudo-terminals, and a process of its own that sends a frame on each when it is due."""

    def __init__(self):
        pairs = [os.openpty() for _ in range(LINES)]
        self.masters = [master for master, _ in pairs]
        self.slaves = [slave for _, slave in pairs]
        for slave in self.slaves:
            tty.setraw(slave)
        self.devices = [os.ttyname(slave) for slave in self.slaves]

    def start(self):
        self.sender = os.fork()
        if self.sender == 0:
            self.send()

    def send(self):
        frames = packet()
        for master in self.masters:
            os.set_blocking(master, False)
        begin = time.monotonic()
        number = 0
        while True:
            for master in self.masters:
                try:
                    os.write(master, frames[number % len(frames)])
                except BlockingIOError:
                    pass  # Nobody listens.
            number += 1
            time.sleep(max(0, begin + number / FRAMES_PER_SECOND - time.monotonic()))

    def stop(self):
        os.kill(self.sender, signal.SIGKILL)
        os.waitpid(self.sender, 0)


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share(pid):
    begin, before = time.monotonic(), processor_seconds(pid)
    time.sleep(SECONDS)
    return (processor_seconds(pid) - before) / (time.monotonic() - begin)


def beds_with_rate(port, token):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/beds", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            beds = json.load(answer)["beds"]
    except OSError:
        return 0
    return sum(bed["vitals"].get("hr", {}).get("value") == 72 for bed in beds)


def station_share(program, folder, devices):
    config = f"{folder}/station.toml"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(config, "w", encoding="ascii") as file:
        file.write(STATION.format(port=port))
        for bed, device in enumerate(devices, 1):
            file.write(MONITOR.format(bed=bed, device=device))
    added = subprocess.run(
        [program, "token", "add", "lines", "--role", "nurse", "--config", config],
        check=True, capture_output=True, text=True)
    token = added.stdout.split()[-1]
    with open(f"{folder}/log", "ab") as log:
        station = subprocess.Popen(
            [program, "serve", "--config", config], stdout=log, stderr=log)
    try:
        until = time.monotonic() + 30
        while beds_with_rate(port, token) < LINES:
            if time.monotonic() > until:
                sys.exit(f"{beds_with_rate(port, token)} of {LINES} beds have a heart rate")
            time.sleep(0.5)
        used = share(station.pid)
        if beds_with_rate(port, token) < LINES:
            sys.exit("a bed lost its heart rate")
        return used
    finally:
        station.send_signal(signal.SIGTERM)
        station.wait(10)


def plain_share(slaves):
    """Reads each line whenever it has something."""
    poll = select.poll()
    for slave in slaves:
        poll.register(slave, select.POLLIN)
    before = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.monotonic()
    while time.monotonic() - begin < SECONDS:
        for slave, _ in poll.poll():
            os.read(slave, 4096)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used / (time.monotonic() - begin)


def main():
    program = os.path.abspath(sys.argv[1])
    lines = Lines()
    lines.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            used = station_share(program, folder, lines.devices)
        plain = plain_share(lines.slaves)
    finally:
        lines.stop()
    print(f"{LINES} lines of {FRAMES_PER_SECOND} frames a second: {used * 100:.1f} % of one core")
    print(f"a loop that only reads them: {plain * 100:.1f} %, ratio {used / plain:.2f}")


main()
