"""What a whole ward costs: 64 monitors read once a second by the real program.

Usage: ward.py PROGRAM [SECONDS]

Prints one line a figure. The processor's share stands beside that of a plain pymodbus client which
reads the same monitors as often, measured in the same run: compare the ratio, not the machines.
"""

import asyncio
import json
import logging
import os
import random
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

# A server that is ended with its clients connected complains at length.
logging.disable(logging.CRITICAL)

PROGRAM = os.path.abspath(sys.argv[1])
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 30
BEDS = 64
NORMAL, FATAL = 975, 750  # SpO2 in 0.1 %: below 80 is high at once, with no delay by design.

STATION = """[station]
name = "Ward"
listen = "127.0.0.1:0"
data = "./data"
protocol = "ketamine-40"
"""
MONITOR = """
[[monitor]]
name = "bay-{bed}"
bed = "{bed}"
[monitor.modbus]
tcp = "127.0.0.1:{port}"
unit = 1
every = "1s"
timeout = "500ms"
block = {{table = "holding", start = 0, count = 8}}
missing = [0xFFFF]
[monitor.modbus.fields]
hr = {{at = 0, type = "u16"}}
spo2 = {{at = 1, type = "u16", scale = 0.1}}
sbp = {{at = 2, type = "u16"}}
dbp = {{at = 3, type = "u16"}}
map = {{at = 4, type = "u16"}}
nibp_age = {{at = 5, type = "u16"}}
heartbeat = {{at = 7, type = "u16", frozen_after = "10s"}}
"""


class Monitor:
    """A pymodbus server that remembers when it first told the fatal value."""

    def __init__(self):
        self.spo2 = NORMAL
        self.told_at = None
        self.beat = 0

    async def read(self, function, start, address, count, registers, written):
        self.beat = (self.beat + 1) % 65536
        registers[:8] = [72, self.spo2, 124, 78, 93, int(time.monotonic()) % 300, 0, self.beat]
        if self.spo2 == FATAL and self.told_at is None:
            self.told_at = time.monotonic()

    async def serve(self):
        block = [SimData(0, values=[0] * 16, datatype=DataType.REGISTERS)]
        device = SimDevice(1, simdata=block, action=self.read)
        server = ModbusTcpServer([device], address=("127.0.0.1", 0))
        await server.serve_forever(background=True)
        return server.transport.sockets[0].getsockname()[1]


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid, key="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        lines = dict(line.split(":", 1) for line in file)
    return int(lines[key].split()[0]) / 1024


class Station:
    """The program as systemd starts it, with a socket for its readiness."""

    def __init__(self, folder):
        self.config = f"{folder}/station.toml"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    async def start(self, folder):
        path = f"{folder}/notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.setblocking(False)
            log = open(f"{folder}/log", "ab")
            begin = time.monotonic()
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--config", self.config],
                env={**os.environ, "NOTIFY_SOCKET": path}, stdout=log, stderr=log)
            while b"READY=1" not in await asyncio.get_running_loop().sock_recv(notify, 4096):
                pass
            took = time.monotonic() - begin
        os.unlink(path)
        return took

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data, method=method,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    async def watch(self, heard):
        """Reads the alert stream, and notes when an alert of each bed arrives."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            f"GET /api/v1/stream HTTP/1.1\r\nHost: ward\r\nAuthorization: Bearer {self.token}\r\n\r\n"
            .encode())
        while line := await reader.readline():
            if line.startswith(b"data:") and b"alert.raised" in line and b"spo2.low" in line:
                heard.setdefault(json.loads(line[5:])["bed"], time.monotonic())


async def peer_share(ports):
    """The processor's share of a plain client that reads the same monitors as often."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--peer", str(SECONDS), *map(str, ports),
        stdout=asyncio.subprocess.PIPE)
    return float((await child.communicate())[0])


async def be_peer(seconds, ports):
    clients = [AsyncModbusTcpClient("127.0.0.1", port=int(port)) for port in ports]
    for client in clients:
        await client.connect()

    async def poll(client):
        for _ in range(seconds):
            begin = time.monotonic()
            await client.read_holding_registers(0, count=8, device_id=1)
            await asyncio.sleep(max(0, 1 - (time.monotonic() - begin)))

    before = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.monotonic()
    await asyncio.gather(*map(poll, clients))
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(used / (time.monotonic() - begin))


async def main(folder):
    monitors = [Monitor() for _ in range(BEDS)]
    ports = [await monitor.serve() for monitor in monitors]
    station = Station(folder)
    with open(station.config, "w", encoding="ascii") as file:
        file.write(STATION.replace(":0", f":{station.port}"))
        for bed, port in enumerate(ports, 1):
            file.write(MONITOR.format(bed=bed, port=port))
    added = subprocess.run(
        [PROGRAM, "token", "add", "ward", "--role", "nurse", "--config", station.config],
        check=True, capture_output=True, text=True)
    station.token = added.stdout.split()[-1]
    starts = []
    for _ in range(5):
        starts.append(await station.start(folder))
        await asyncio.sleep(1)
        station.stop()
    print(f"start to READY with {BEDS} monitors: {statistics.median(starts) * 1000:.0f} ms (median of 5)")
    await station.start(folder)
    heard = {}
    displays = [asyncio.create_task(station.watch(heard)) for _ in range(3)]
    for bed in range(1, BEDS + 1):
        await asyncio.to_thread(station.call, "POST", f"/api/v1/beds/{bed}/admit", {})
    await asyncio.sleep(5)
    pid = station.process.pid
    begin, before = time.monotonic(), processor_seconds(pid)
    await asyncio.sleep(SECONDS)
    share = (processor_seconds(pid) - before) / (time.monotonic() - begin)
    memory = resident_megabytes(pid)
    peer = await peer_share(ports)
    print(f"{BEDS} monitors at 1 Hz, all in session, 3 displays: {share * 100:.1f} % of one core")
    print(f"a pymodbus client that only reads them: {peer * 100:.1f} %, ratio {share / peer:.2f}")
    print(f"resident: {memory:.0f} MB, at most {resident_megabytes(pid, 'VmHWM'):.0f} MB")
    for monitor in random.sample(monitors, BEDS):
        monitor.spo2 = FATAL
        await asyncio.sleep(random.uniform(0.05, 0.3))
    await asyncio.sleep(3)
    waits = [
        (heard[str(bed)] - monitor.told_at) * 1000
        for bed, monitor in enumerate(monitors, 1) if str(bed) in heard]
    print(
        f"wire to stream: median {statistics.median(waits):.1f} ms, "
        f"longest {max(waits):.1f} ms ({len(waits)} alerts)")
    begin = time.monotonic()
    station.stop()
    print(f"SIGTERM to the end with 3 displays: {(time.monotonic() - begin) * 1000:.0f} ms")
    for display in displays:
        display.cancel()


if sys.argv[1] == "--peer":
    asyncio.run(be_peer(int(sys.argv[2]), sys.argv[3:]))
else:
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(main(scratch))
