"""A Modbus TCP server that does what it should not. Register 0 counts the requests.

It prints its port, then obeys one command a line and answers "ok":
  well                 answers at once
  late MILLISECONDS    answers so much later, with what it knew when it was asked
  drip MILLISECONDS    sends one byte at a time
  silent               answers nothing
  twice                sends each answer two times
  garbage              sends bytes that are no answer
  transaction          answers another request than it was asked
  protocol             says that it speaks another protocol
  warming MILLISECONDS hears nothing for so long after a connection
  resting MILLISECONDS hears nothing for so long after an answer
  ignored              changes nothing, and answers how many requests it did not hear
  short                leaves the last register out
  closing              closes after each answer
  slam                 closes each connection at once
  babble               sends bytes without end, asked or not
"""

import asyncio
import sys
import time

mode = ["well"]
asked = 0
ignored = 0


def answer(request):
    header, count = request[:4], int.from_bytes(request[10:12], "big")
    values = [asked] + [0] * (count - 1)
    if mode[0] == "short":
        values = values[:-1]
    if mode[0] == "protocol":
        header = header[:2] + b"\x00\x05"
    if mode[0] == "transaction":
        header = ((int.from_bytes(header[:2], "big") + 1) % 65536).to_bytes(2, "big") + header[2:]
    data = b"".join(value.to_bytes(2, "big") for value in values)
    body = request[6:8] + bytes([len(data)]) + data
    return header + len(body).to_bytes(2, "big") + body


async def send(writer, data):
    match mode[0]:
        case "late":
            await asyncio.sleep(int(mode[1]) / 1000)
            writer.write(data)
        case "drip":
            for byte in data:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(int(mode[1]) / 1000)
        case "silent":
            pass
        case "twice":
            writer.write(data + data)
        case "garbage":
            writer.write(b"bytes that are no answer to anything at all")
        case "closing":
            writer.write(data)
            await writer.drain()
            writer.close()
        case _:
            writer.write(data)
    await writer.drain()


async def serve(reader, writer):
    global asked, ignored
    awake = time.monotonic() + (int(mode[1]) / 1000 if mode[0] == "warming" else 0)
    try:
        while mode[0] == "babble":
            writer.write(b"\x00\x01\x02" * 50)
            await writer.drain()
            await asyncio.sleep(0.005)
        while mode[0] != "slam":
            request = await reader.readexactly(12)
            if time.monotonic() < awake:
                ignored += 1
                continue
            asked = (asked + 1) % 65536
            awake = time.monotonic() + (int(mode[1]) / 1000 if mode[0] == "resting" else 0)
            await send(writer, answer(request))
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        pass  # The link went, or the test is over.
    finally:
        writer.close()


async def main():
    global mode
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        words = line.split()
        if words == ["ignored"]:
            print(ignored, flush=True)
            continue
        mode = words
        print("ok", flush=True)


asyncio.run(main())
