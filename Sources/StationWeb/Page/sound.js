// What is heard: bursts of pulses after IEC 60601-1-8, of the highest priority that nobody has
// acknowledged.

import { ranks } from './words.js';

/** Pulses (start, length in s), two tones (Hz) and the time from burst to burst (s). */
const five = [0, 0.25, 0.5, 1.0, 1.25];
const bursts = {
  high: { starts: [...five, ...five.map((at) => at + 2.1)], length: 0.15, tones: [880, 660], every: 10 },
  medium: { starts: [0, 0.4, 0.8], length: 0.2, tones: [660, 550], every: 20 },
  low: { starts: [0, 0.4], length: 0.2, tones: [440, 350], every: 30 },
};
/** A latched alert chimes each minute, five times. */
const chime = { every: 60, times: 5 };
const slot = 'infusionwatch.sound';

export class Sound {
  #context;
  #wave;
  #playedAt = -Infinity;
  #played = 'none';
  #isPending = false;
  #known = new Map();
  #chimes = new Map();

  /** Whether an alert would be heard here. */
  get isOn() { return this.#context?.state === 'running'; }

  /** Whether this window had its sound on before it was loaded anew. */
  get isWanted() { return sessionStorage.getItem(slot) === 'on'; }

  /** Turns it on, from a click, and lets it be heard. */
  async turnOn() {
    if (!this.#context) {
      this.#context = new AudioContext();
      // The fundamental and four harmonics, none weaker than it by more than 15 dB.
      const strengths = new Float32Array([0, 1, 0.6, 0.5, 0.4, 0.3]);
      this.#wave = this.#context.createPeriodicWave(new Float32Array(6), strengths);
    }
    await this.#context.resume();
    sessionStorage.setItem(slot, 'on');
    this.#play('low');
  }

  async turnOff() {
    sessionStorage.setItem(slot, 'off');
    await this.#context?.suspend();
  }

  /** Sounds what has to sound now; called at each change and each second. */
  look(alerts) {
    const loud = alerts.filter((alert) =>
      alert.priority in bursts && !alert.acknowledged_at && !alert.audio_paused);
    const sounding = loud.filter((alert) => alert.presence !== 'latched');
    this.#isPending ||= sounding.some((alert) => this.#known.get(alert.id) !== alert.priority);
    this.#known = new Map(sounding.map((alert) => [alert.id, alert.priority]));
    const now = performance.now() / 1000;
    const first = ranks.find((rank) => sounding.some(({ priority }) => priority === rank));
    if (first) {
      const isOver = now - this.#playedAt >= this.#lasts;
      const isHigher = ranks.indexOf(first) < ranks.indexOf(this.#played);
      const isDue = now - this.#playedAt >= bursts[first].every;
      if (isDue || (this.#isPending && (isOver || isHigher))) this.#play(first);
    } else {
      this.#isPending = false;
    }
    this.#look(loud.filter((alert) => alert.presence === 'latched'), now);
  }

  /** How long the last burst is heard, in seconds. */
  get #lasts() {
    const burst = bursts[this.#played];
    return burst ? burst.starts.at(-1) + burst.length : 0;
  }

  /** A reminder sounds once, although somebody knows. */
  remind(priority) { if (priority in bursts) this.#play(priority); }

  #look(latched, now) {
    const before = this.#chimes;
    this.#chimes = new Map(latched.map(({ id }) => [id, before.get(id) ?? { at: now, times: 0 }]));
    for (const { id } of latched) {
      const past = this.#chimes.get(id);
      if (past.times >= chime.times || now - past.at < chime.every) continue;
      this.#chimes.set(id, { at: now, times: past.times + 1 });
      this.#play('low');
    }
  }

  #play(priority) {
    if (!this.isOn) return;
    const { starts, length, tones } = bursts[priority];
    const from = this.#context.currentTime + 0.05;
    starts.forEach((start, index) => this.#pulse(from + start, length, tones[index % 2]));
    this.#playedAt = performance.now() / 1000;
    this.#played = priority;
    this.#isPending = false;
    // For whoever tests that it sounds.
    document.body.dataset.sounded = `${priority} ${Math.round(performance.now())}`;
  }

  #pulse(at, length, tone) {
    const [oscillator, gain] = [this.#context.createOscillator(), this.#context.createGain()];
    oscillator.setPeriodicWave(this.#wave);
    oscillator.frequency.value = tone;
    const rise = length * 0.15;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.5, at + rise);
    gain.gain.setValueAtTime(0.5, at + length - rise);
    gain.gain.linearRampToValueAtTime(0, at + length);
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start(at);
    oscillator.stop(at + length);
  }
}
