"""A network between the browser and the station that can fail.

Usage: relay.py PORT

It prints its port, passes everything on to PORT, and obeys one command a line:
  cut     ends every connection and takes no new one      -> ok
  freeze  connections stay, but nothing passes any more    -> ok
  mend    all is well again, for new connections            -> ok
"""

import asyncio
import sys

TARGET = int(sys.argv[1])


class Relay:
    def __init__(self):
        self.state = "mend"
        self.writers = set()

    async def took(self, reader, writer):
        if self.state == "cut":
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", TARGET)
        self.writers |= {writer, back}
        await asyncio.gather(self.carry(reader, back), self.carry(there, writer))
        self.writers -= {writer, back}

    async def carry(self, reader, writer):
        try:
            while (piece := await reader.read(65536)) and self.state != "cut":
                while self.state == "freeze":
                    await asyncio.sleep(0.01)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        writer.close()

    def obey(self, word):
        self.state = word
        if word in ("cut", "mend"):
            for writer in self.writers:
                writer.transport.abort()
        return "ok"


async def main():
    relay = Relay()
    server = await asyncio.start_server(relay.took, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(relay.obey(line.strip()), flush=True)


asyncio.run(main())
