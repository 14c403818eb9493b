// Calls to the station, each with the token of whoever looks.

const base = '/api/v1/';
const slot = 'infusionwatch.token';
/** How often a command is sent again, with its key, where no answer came. */
const mostTries = 3;
const longestWait = 10_000;

/** The station says no, in words. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The token: from the address once, then of this window. */
export const token = {
  take() {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (!given) return;
    sessionStorage.setItem(slot, given);
    history.replaceState(null, '', location.pathname);
  },
  get now() { return sessionStorage.getItem(slot) ?? ''; },
  set now(text) { sessionStorage.setItem(slot, text.trim()); },
  forget() { sessionStorage.removeItem(slot); },
};

async function call(path, options = {}) {
  const response = await fetch(base + path, {
    cache: 'no-store', redirect: 'error', ...options,
    headers: { Authorization: `Bearer ${token.now}`, ...options.headers },
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refused(
    response.status, problem.detail ?? `the station answered ${response.status}; look into its log`);
}

/** What the station knows under a path. */
export async function look(path) {
  return (await call(path, { signal: AbortSignal.timeout(longestWait) })).json();
}

/** The alert stream, after the message of an id. */
export function openStream(last, signal) {
  return call('stream', { signal, headers: last ? { 'Last-Event-ID': last } : {} });
}

/** Says that a heartbeat was shown. */
export async function confirm(receipt) {
  await call('stream/receipt', {
    method: 'POST', body: JSON.stringify(receipt), signal: AbortSignal.timeout(longestWait),
    headers: { 'Content-Type': 'application/json' },
  });
}

/** A key that no other act has; `crypto.randomUUID` is only there over TLS. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Does one act, once: where no answer comes it is sent again with the same key.
 *
 * @throws Refused if the station says no; Error if nothing is known.
 */
export async function act(path, body = {}) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': newKey() };
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await call(path, {
        method: 'POST', headers, body: JSON.stringify(body),
        signal: AbortSignal.timeout(longestWait),
      });
      return await response.json().catch(() => ({}));
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (tries === mostTries) {
        throw new Error('no answer from the station: it may be done or not; look before you repeat');
      }
      await new Promise((done) => setTimeout(done, 1000 * tries));
    }
  }
}
