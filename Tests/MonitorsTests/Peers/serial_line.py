"""A Modbus RTU unit behind a pseudo-terminal. Register 0 counts the requests.

Usage: serial_line.py UNIT

It prints the path of its line, then obeys one command a line and answers "ok":
  well                 answers at once
  late MILLISECONDS    answers so much later, with what it knew when it was asked
  twice MILLISECONDS   answers at once, and again so much later
  echo                 sends the request back before it answers
  noise                sends a stray byte before it answers
  checksum             spoils the checksum
  as-unit UNIT         answers as another unit
"""

import os
import pty
import sys
import threading
import time
import tty

UNIT = int(sys.argv[1])
mode = ["well"]


def checksum(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


def answer(line):
    asked, waiting = 0, b""
    while True:
        waiting += os.read(line, 256)
        while len(waiting) >= 8:
            request, waiting = waiting[:8], waiting[8:]
            if request[0] != UNIT or checksum(request[:6]) != request[6:]:
                waiting = b""
                continue
            asked = (asked + 1) % 65536
            count = int.from_bytes(request[4:6], "big")
            data = asked.to_bytes(2, "big") + bytes(2 * count - 2)
            unit = int(mode[1]) if mode[0] == "as-unit" else UNIT
            reply = bytes([unit, request[1], len(data)]) + data
            reply += bytes(2) if mode[0] == "checksum" else checksum(reply)
            if mode[0] == "late":
                time.sleep(int(mode[1]) / 1000)
            before = {"echo": request, "noise": b"\xff"}.get(mode[0], b"")
            os.write(line, before + reply)
            if mode[0] == "twice":
                time.sleep(int(mode[1]) / 1000)
                os.write(line, reply)


master, slave = pty.openpty()
tty.setraw(slave)
threading.Thread(target=answer, args=(master,), daemon=True).start()
print(os.ttyname(slave), flush=True)
for command in sys.stdin:
    mode = command.split()
    print("ok", flush=True)
