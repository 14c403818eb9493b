"""A bedside monitor: a Modbus TCP server of pymodbus on a free port of the loopback interface.

Usage: monitor.py [[HOST/]PORT [UNIT ...]]

Coil and discrete input 16 x ADDRESS + BIT are a bit of that register.

It prints its port, then obeys one command a line and answers each:
  set ADDRESS VALUE ..  new values of registers, all at once       -> ok
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
import struct
import sys

from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

HOST, _, PORT = ("127.0.0.1/" + (sys.argv[1] if len(sys.argv) > 1 else "0")).rpartition("/")
HOST = HOST.rpartition("/")[2]
UNITS = [int(unit) for unit in sys.argv[2:]] or [1]
REGISTERS = 64


def encode(kind, order, value):
    code = {"u16": "H", "i16": "h", "u32": "I", "i32": "i", "f32": "f"}[kind]
    data = struct.pack(">" + code, float(value) if kind == "f32" else int(value))
    letters = dict(zip("ABCD", data * (4 // len(data))))
    data = bytes(letters[letter] for letter in order)[: len(data)]
    return struct.unpack(f">{len(data) // 2}H", data)


class Monitor:
    def __init__(self):
        self.values = {0: 72, 1: 975, 2: 124, 3: 78, 4: 93, 5: 10}
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
        for index, value in self.values.items():
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
                numbers = [int(number) for number in pairs]
                self.values.update(zip(numbers[::2], numbers[1::2]))
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

    server = ModbusTcpServer(
        [device(unit) for unit in UNITS],
        address=(HOST, int(PORT)),
        trace_packet=monitor.packet,
        trace_connect=monitor.connect,
    )
    await server.serve_forever(background=True)
    print(server.transport.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(monitor.obey(line.split()), flush=True)


asyncio.run(main())
