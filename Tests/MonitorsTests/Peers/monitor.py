"""A bedside monitor: a Modbus server of pymodbus, TCP on a free port of the loopback interface, or
RTU behind a pseudo-terminal.

Usage: monitor.py [[HOST/]PORT|rtu|rtu-tcp [UNIT ...]]

“rtu-tcp” is RTU behind a serial device server.

Coil and discrete input 16 x ADDRESS + BIT are a bit of that register.

It prints its port or the path of its line, then obeys one command a line and answers each:
  set ADDRESS VALUE ..  new values of registers, all at once       -> ok
  own UNIT ADDRESS VALUE ..   the same for one unit alone          -> ok
  number ADDRESS TYPE ORDER VALUE   a number as a maker would store it    -> ok
  beat ADDRESS          this register counts up at each read       -> ok
  except CODE [UNIT]    every read (of a unit) is refused so; 0: none is   -> ok
  dead UNIT ..          these units do not answer                  -> ok
  as-unit UNIT          replies bear this unit; 0: their own       -> ok
  seen                  the functions that were asked for so far   -> 3 4
  asked UNIT            how often the unit was asked so far        -> 12
  connected             how many connections there were so far     -> 1
"""

import asyncio
import os
import pty
import struct
import sys
import threading
import tty

from pymodbus.constants import ExcCodes
from pymodbus.framer import FramerType
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

PLACE = sys.argv[1] if len(sys.argv) > 1 else "0"
HOST, _, PORT = ("127.0.0.1/" + PLACE.replace("rtu-tcp", "0")).rpartition("/")
HOST = HOST.rpartition("/")[2]
UNITS = [int(unit) for unit in sys.argv[2:]] or [1]
REGISTERS = 64


def encode(kind, order, value):
    code = {"u16": "H", "i16": "h", "u32": "I", "i32": "i", "f32": "f"}[kind]
    data = struct.pack(">" + code, float(value) if kind == "f32" else int(value))
    letters = dict(zip("ABCD", data * (4 // len(data))))
    data = bytes(letters[letter] for letter in order)[: len(data)]
    return struct.unpack(f">{len(data) // 2}H", data)


def numbers(pairs):
    found = [int(number) for number in pairs]
    return dict(zip(found[::2], found[1::2]))


def cross(one, other):
    """What one end of a serial cable says, the other end hears."""

    def pass_on(hears, says):
        while data := os.read(hears, 256):
            os.write(says, data)

    for ends in ((one, other), (other, one)):
        threading.Thread(target=pass_on, args=ends, daemon=True).start()


def lay_line():
    """Two pseudo-terminals that are one line: the server's end and ours."""
    (one, ours), (other, theirs) = pty.openpty(), pty.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    cross(one, other)
    return os.ttyname(ours), os.ttyname(theirs)


class Monitor:
    def __init__(self):
        self.values = {0: 72, 1: 975, 2: 124, 3: 78, 4: 93, 5: 10}
        self.own = {}
        self.beating = None
        self.exceptions = {}
        self.dead = set()
        self.asked = {}
        self.connected = 0
        self.unit = 0
        self.seen = set()

    async def read(self, unit, function, start, address, count, registers, written):
        self.seen.add(function)
        self.asked[unit] = self.asked.get(unit, 0) + 1
        if code := self.exceptions.get(unit, self.exceptions.get(0)):
            return ExcCodes(code)
        if self.beating is not None:
            self.values[self.beating] = (self.values.get(self.beating, 0) + 1) % 65536
        for index, value in (self.values | self.own.get(unit, {})).items():
            registers[index - start] = value
        return None

    def connect(self, is_new):
        self.connected += is_new

    def packet(self, sending, data):
        if sending and len(data) > 6 and data[6] in self.dead:
            return b""
        if sending and self.unit and len(data) > 6:
            return data[:6] + bytes([self.unit]) + data[7:]
        return data

    def obey(self, words):
        match words:
            case ["set", *pairs]:
                self.values.update(numbers(pairs))
            case ["own", unit, *pairs]:
                self.own[int(unit)] = numbers(pairs)
            case ["number", address, kind, order, value]:
                for index, register in enumerate(encode(kind, order, value)):
                    self.values[int(address) + index] = register
            case ["beat", address]:
                self.beating = int(address)
            case ["except", code]:
                self.exceptions = {0: int(code)}
            case ["except", code, unit]:
                self.exceptions[int(unit)] = int(code)
            case ["dead", *units]:
                self.dead = {int(unit) for unit in units}
            case ["asked", unit]:
                return str(self.asked.get(int(unit), 0))
            case ["connected"]:
                return str(self.connected)
            case ["as-unit", unit]:
                self.unit = int(unit)
            case ["seen"]:
                return " ".join(str(function) for function in sorted(self.seen))
            case _:
                return "what?"
        return "ok"


async def main():
    monitor = Monitor()
    block = [SimData(0, values=[0] * REGISTERS, datatype=DataType.REGISTERS)]

    def device(unit):
        async def read(*request):
            return await monitor.read(unit, *request)

        return SimDevice(unit, simdata=block, use_bit_addressing=True, action=read)

    devices = [device(unit) for unit in UNITS]
    if PLACE == "rtu":
        ours, theirs = lay_line()
        server = ModbusSerialServer(devices, framer=FramerType.RTU, port=ours, baudrate=19200)
        await server.serve_forever(background=True)
        print(theirs, flush=True)
    else:
        server = ModbusTcpServer(
            devices,
            framer=FramerType.RTU if PLACE == "rtu-tcp" else FramerType.SOCKET,
            address=(HOST, int(PORT)),
            trace_packet=monitor.packet,
            trace_connect=monitor.connect,
        )
        await server.serve_forever(background=True)
        print(server.transport.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(monitor.obey(line.split()), flush=True)


asyncio.run(main())
