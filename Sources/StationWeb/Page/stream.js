// The alert stream: Server-Sent Events (WHATWG HTML 9.2) read by fetch, because EventSource cannot
// send a token.

/** A station that is silent for so long is not there, in milliseconds: heartbeats are 5 s apart. */
export const longestSilence = 12_000;
const firstPause = 500;
const longestPause = 5_000;
/** The most characters of one message; a snapshot of 64 beds has some 300,000. */
const longestMessage = 8_000_000;

/** Cuts text, in whatever pieces it comes, into messages. */
export class MessageReader {
  #rest = '';
  #message = { event: 'message', data: [], id: undefined };

  /** The messages that end in this piece. */
  take(piece) {
    this.#rest += piece;
    if (this.#rest.length > longestMessage) throw new Error('the message is too long');
    const messages = [];
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line, messages);
    return messages;
  }

  #line(line, messages) {
    if (line === '') {
      const { event, data, id } = this.#message;
      if (data.length > 0) messages.push({ event, data: data.join('\n'), id });
      this.#message = { event: 'message', data: [], id: undefined };
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.#message.data.push(value);
    if (name === 'event') this.#message.event = value;
    if (name === 'id') this.#message.id = value;
  }
}

/** A stream that comes back by itself, where it was. */
export class Stream {
  #open;
  #told;
  #last;
  #attempt;
  #heardAt = { steady: performance.now(), wall: Date.now() };
  #hasEnded = false;

  /**
   * @param open asks for the stream: `open(lastID, signal)`, a Response.
   * @param told hears `{opened}`, `{message}` and `{cut}`; what it throws ends the connection.
   */
  constructor(open, told) {
    this.#open = open;
    this.#told = told;
  }

  /** The id of the last message that had one. */
  get last() { return this.#last; }

  /** Reads until `end()`. */
  async run() {
    let pause = firstPause;
    while (!this.#hasEnded) {
      this.#attempt = new AbortController();
      try {
        this.#hear();
        const response = await this.#open(this.#last, this.#attempt.signal);
        await this.#told({ opened: true });
        pause = firstPause;
        await this.#read(response.body);
      } catch (error) {
        if (!this.#hasEnded) console.info(`the stream ended: ${error}`);
      }
      this.#attempt.abort();
      if (this.#hasEnded) return;
      await this.#told({ cut: true });
      await new Promise((done) => setTimeout(done, pause * (0.5 + Math.random() / 2)));
      pause = Math.min(pause * 2, longestPause);
    }
  }

  /** Drops the connection; a new one follows. */
  drop(why) { this.#attempt?.abort(new Error(why)); }

  /** Drops a connection that is silent. The wall clock counts too: a machine that slept heard
   * nothing meanwhile. */
  check() {
    const silence = Math.max(
      performance.now() - this.#heardAt.steady, Date.now() - this.#heardAt.wall);
    if (silence > longestSilence) this.drop('silence');
  }

  end() {
    this.#hasEnded = true;
    this.#attempt?.abort();
  }

  async #read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const messages = new MessageReader();
    const { signal } = this.#attempt;
    for (;;) {
      const { value, done } = await reader.read();
      if (done || signal.aborted) return;
      this.#hear();
      for (const message of messages.take(value)) {
        await this.#told({ message });
        // Only what was taken: what fails is sent again.
        if (message.id !== undefined) this.#last = message.id;
      }
    }
  }

  #hear() { this.#heardAt = { steady: performance.now(), wall: Date.now() }; }
}
