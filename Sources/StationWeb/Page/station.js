// What the page knows of the station, and how it stays true: a snapshot, then the stream. After an
// event the bed is asked for as it is now, so that the page never works a state out by itself.

import { look } from './api.js';
import { ranks } from './words.js';

const everything = Symbol('everything');
/** Events that the page remembers. */
const mostEvents = 100;

export class Station {
  name = '';
  simulated = false;
  protocols = [];
  beds = new Map();
  /** The station's own alerts. */
  alerts = [];
  /** What has happened since the page was opened, newest first. */
  events = [];
  /** The number of the last event, as text. */
  seq;
  /** Why the page does not agree with the station; empty: it does. */
  doubt = '';
  #clock;
  #speed = 1;
  #due = new Set();
  #asking;
  #changed;
  #failed;
  #behind;

  /**
   * @param changed is called when there is something else to show.
   * @param failed is called when the station could not be asked.
   */
  constructor(changed, failed) {
    this.#changed = changed;
    this.#failed = failed;
  }

  /** Milliseconds since 1970 on the station's clock. */
  get now() {
    if (!this.#clock) return Date.now();
    return this.#clock.time + (performance.now() - this.#clock.at) * this.#speed;
  }

  /** Every alert, highest priority first, then newest. */
  get allAlerts() {
    const all = [...this.alerts, ...[...this.beds.values()].flatMap((bed) =>
      bed.alerts.map((alert) => ({ bed: bed.bed, ...alert })))];
    return all.sort((one, other) =>
      ranks.indexOf(one.priority) - ranks.indexOf(other.priority)
      || Date.parse(other.onset) - Date.parse(one.onset) || (one.id < other.id ? -1 : 1));
  }

  /** Takes one message of the stream; the heartbeat, if it is one. */
  take({ event, data, id }) {
    const told = JSON.parse(data);
    if (event === 'snapshot') this.#takeSnapshot(told);
    else if (event === 'vitals') this.#takeVitals(told);
    else if (event === 'heartbeat') this.#takeHeartbeat(told);
    else if (event === 'message') this.#takeEvent(told, id);
    return event === 'heartbeat' ? told : undefined;
  }

  /** Forgets everything: somebody else may look next. */
  forget() {
    [this.beds, this.alerts, this.events] = [new Map(), [], []];
    [this.seq, this.doubt, this.#clock] = [undefined, '', undefined];
  }

  /** Asks for a bed, or for everything, as it is now. */
  refresh(bed = everything) {
    this.#due.add(bed);
    this.#asking ??= this.#ask().finally(() => { this.#asking = undefined; });
    return this.#asking;
  }

  async #ask() {
    while (this.#due.size > 0) {
      const due = [...this.#due];
      this.#due.clear();
      try {
        if (due.includes(everything)) {
          this.#takeAll(await look('beds'));
        } else {
          for (const bed of due) this.#takeBed(await look(`beds/${encodeURIComponent(bed)}`));
        }
      } catch (error) {
        // Whatever is shown may be old: a new connection asks for everything.
        this.#due.clear();
        this.#failed(error);
        return;
      }
    }
  }

  #takeSnapshot(told) {
    if (told.reason) {
      this.events.unshift({
        time: told.time, event: told.reason,
        message: 'what happened before this while there was no connection is not known here',
      });
    }
    this.#takeAll(told);
  }

  #takeAll(told) {
    this.name = told.station ?? '';
    this.simulated = told.simulated === true;
    this.#speed = told.speed ?? 1;
    this.protocols = told.protocols;
    this.alerts = told.alerts;
    this.seq = told.seq;
    this.beds = new Map(told.beds.map((bed) => [bed.bed, { ...bed, time: told.time }]));
    this.#setClock(told.time);
    this.#changed();
  }

  #takeBed(told) {
    this.beds.set(told.bed, told);
    this.#setClock(told.time);
    this.#changed();
  }

  #takeVitals(told) {
    const bed = this.beds.get(told.bed);
    // An answer that overtook this message knows better.
    if (!bed || Date.parse(told.time) < Date.parse(bed.time)) return;
    bed.vitals = told.vitals;
    this.#setClock(told.time);
    this.#changed();
  }

  #takeEvent(told, id) {
    this.seq = Math.max(this.seq ?? 0, told.seq);
    const isKnown = this.events.some((event) => event.id === id);
    if (!isKnown) this.events = [{ ...told, id }, ...this.events].slice(0, mostEvents);
    const isOfOneBed = told.bed && told.event.startsWith('alert.') && this.beds.has(told.bed);
    this.refresh(isOfOneBed ? told.bed : everything);
  }

  /** The heartbeat names the present alerts: the page must show the same. */
  #takeHeartbeat(told) {
    this.#setClock(told.time);
    const shown = this.allAlerts.map((alert) => alert.id).sort().join(' ');
    const differs = shown !== [...told.alerts].sort().join(' ');
    const isBehind = this.#behind !== undefined && this.seq < this.#behind;
    // Events on their way, or an answer on its way, may still explain a difference.
    const isSettled = told.seq === this.seq && !this.#asking;
    if (isBehind || (differs && isSettled)) {
      this.doubt = 'The page did not show what the station says; everything was loaded anew.';
    } else if (isSettled) {
      this.doubt = '';
    }
    this.#behind = told.seq > this.seq ? told.seq : undefined;
    // Readiness and verbs may change without an event.
    this.refresh();
  }

  #setClock(time) { this.#clock = { time: Date.parse(time), at: performance.now() }; }
}
