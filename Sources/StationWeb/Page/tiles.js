// A tile per bed: the numbers with their age, the phase and its clock, pauses, faults, readiness.

import { arrange, copy, list, make, mark, say, show } from './dom.js';
import * as words from './words.js';

const tiles = new Map();

/** Shows every bed. `write` adds the buttons of a tile. */
export function showTiles(station, write) {
  for (const name of tiles.keys()) if (!station.beds.has(name)) tiles.delete(name);
  for (const [name, bed] of station.beds) {
    let tile = tiles.get(name);
    if (!tile) tiles.set(name, tile = newTile(name));
    tile.bed = bed;
    showTile(tile, station, write);
  }
  arrange(document.getElementById('beds'), [...tiles.values()].map((tile) => tile.node));
  tick(station);
}

/** Moves ages and clocks on. */
export function tick(station) {
  for (const { parts, bed } of tiles.values()) {
    say(parts.clock, clockText(bed, station.now));
    for (const box of parts.vitals.children) {
      const since = box.dataset.at && (station.now - Number(box.dataset.at)) / 1000;
      say(box.lastElementChild, ageText(box.dataset, since));
    }
    for (const note of parts.notes.children) {
      if (!note.dataset.until) continue;
      const left = (Number(note.dataset.until) - station.now) / 1000;
      say(note.lastElementChild, left > 0 ? `(ends in ${words.clock(left)})` : '(ends now)');
    }
  }
}

function newTile(name) {
  const tile = copy('tile');
  tile.node.id = `bed-${tiles.size}`;
  tile.node.dataset.bed = name;
  tile.parts.name.id = `${tile.node.id}-name`;
  tile.node.setAttribute('aria-labelledby', tile.parts.name.id);
  tile.parts.verbs.setAttribute('aria-labelledby', tile.parts.name.id);
  say(tile.parts.name, `Bed ${name}`);
  return tile;
}

function showTile(tile, station, write) {
  const { node, parts, bed } = tile;
  say(parts.phase, words.phases[bed.phase] ?? bed.phase);
  mark(node, 'data-phase', bed.phase);
  const alerts = station.allAlerts.filter((alert) => alert.bed === bed.bed);
  showLoudest(node, parts.loudest, alerts);
  list(parts.vitals, vitalsOf(bed, alerts), vitalBox);
  list(parts.notes, notesOf(bed), noteLine);
  showReadiness(parts, bed);
  write(tile);
}

function showLoudest(node, line, alerts) {
  const first = alerts.find((alert) => !alert.acknowledged_at) ?? alerts[0];
  show(line, first !== undefined);
  mark(node, 'data-priority', first?.priority ?? 'none');
  mark(node, 'data-answered', String(first?.acknowledged_at !== undefined));
  if (!first) return;
  const more = alerts.length > 1 ? ` (and ${alerts.length - 1} more)` : '';
  say(line, `${words.priorities[first.priority].mark} ${first.message}${more}`);
}

// Numbers

function vitalsOf(bed, alerts) {
  const { hr, spo2, sbp, dbp, map } = bed.vitals;
  return [
    box('hr', [hr], alertOf(['hr'])), box('spo2', [spo2], alertOf(['spo2'])),
    box('bp', [sbp, dbp, map], alertOf(['sbp', 'dbp', 'map'])),
  ];

  /** The highest priority of what these violate now. */
  function alertOf(names) {
    return alerts.find(({ vital, presence }) =>
      names.includes(vital) && presence !== 'latched')?.priority ?? 'none';
  }
}

function box(kind, vitals, alert) {
  const worst = ['absent', 'implausible', 'stale', 'good']
    .find((quality) => vitals.slice(0, 2).some((vital) => vital.quality === quality));
  const parts = vitals.map((vital) =>
    vital.quality === 'absent' ? '–' : words.number(vital.value));
  const times = vitals.filter((vital) => vital.measured_at).map((v) => Date.parse(v.measured_at));
  return {
    kind, alert, quality: worst, unit: vitals[0].unit, reason: words.reason(vitals[0].reason),
    number: vitals.slice(0, 2).every((vital) => vital.quality === 'absent')
      ? '–' : parts.slice(0, 2).join('/'),
    mean: vitals[2] && vitals[2].quality !== 'absent' ? `MAP ${parts[2]}` : '',
    at: times.length > 0 ? Math.min(...times) : '',
  };
}

function vitalBox({ kind, alert, quality, unit, reason, number, mean, at }) {
  const name = { hr: 'HR', spo2: 'SpO2', bp: 'BP' }[kind];
  const value = quality === 'stale' ? make('s', {}, number) : number;
  return make(
    'div', {
      class: 'vital', 'data-vital': kind, 'data-alert': alert, 'data-quality': quality,
      'data-at': at, 'data-reason': reason,
    },
    make('dt', {}, name, ' ', make('span', { class: 'unit' }, unit)),
    make('dd', { class: 'number' }, make('span', { class: 'value' }, value), ' ',
      make('span', { class: 'mean' }, mean)),
    make('dd', { class: 'age' }));
}

/** A reason for an absence that is told again each few seconds is of now, in seconds. */
const freshAbsence = 10;

function ageText({ quality, reason }, since) {
  const age = since === '' ? '' : words.span(since);
  if (quality === 'absent') return since > freshAbsence ? `${reason}, told ${age} ago` : reason;
  if (quality === 'implausible') return `not plausible, ${age} ago`;
  if (quality === 'stale') return `old: ${age} ago`;
  return `${age} ago`;
}

// Clocks

function clockText({ session, phase, time, readiness }, now) {
  if (!session) return '';
  const since = (now - Date.parse(time)) / 1000;
  const planned = session.planned === undefined ? '' : ` of ${words.clock(session.planned)}`;
  const drug = session.drug_clock + (session.drug_clock_running ? since : 0);
  const phaseTime = (now - Date.parse(session.phase_since)) / 1000;
  const times = (readiness?.criteria ?? []).filter((criterion) => criterion.earliest)
    .map((criterion) => Date.parse(criterion.earliest)).filter((at) => at > now);
  const earliest = times.length > 0 ? `, earliest ${words.hour(Math.max(...times))}` : '';
  switch (phase) {
    case 'infusing': {
      const over = drug - (session.planned ?? drug);
      return `${words.clock(drug)}${planned}${over >= 1 ? `, ${words.clock(over)} over` : ''}`;
    }
    case 'held':
      return `for ${words.clock(phaseTime)}; infused ${words.clock(drug)}${planned}`;
    case 'recovering':
      return `${words.clock((session.recovery_clock ?? 0) + since)}${earliest}`;
    case 'ready': return `for ${words.span(phaseTime)}`;
    default: return words.clock(phaseTime);
  }
}

// Notes

function notesOf(bed) {
  const { session, pauses, faults } = bed;
  const kinds = { audio: 'Sound paused', alarm: 'Alarms of equipment paused', away: 'Patient away' };
  return [
    ...faults.map(({ monitor, reason }) =>
      ({ kind: 'fault', text: `No link to ${monitor}: ${reason}` })),
    ...pauses.map(({ kind, by, vital, reason, until }) => ({
      kind: 'pause', until: Date.parse(until),
      text: [kinds[kind] ?? kind, vital && ` (${words.vitals[vital]})`, by && ` by ${by}`,
        reason && `: ${reason}`].filter(Boolean).join(''),
    })),
    ...(session?.drug_clock_uncertain ? [{ kind: 'fault', text: 'Drug clock uncertain since a '
      + 'restart: check it, then Enter → Drug clock: confirmed' }] : []),
    ...(session?.on_oxygen ? [{ kind: 'flag', text: 'On oxygen' }] : []),
    ...(session?.flags ?? []).map((flag) => ({ kind: 'flag', text: words.flags[flag] ?? flag })),
    ...(session?.limits ?? []).map((limit) => ({
      kind: 'limit',
      text: `Limit, ${words.conditions[limit.condition] ?? limit.condition}, `
        + `${words.priorities[limit.priority].word.toLowerCase()}: ${words.vitals[limit.vital]} `
        + `${words.number(limit.limit)} (${limit.reason})`,
    })),
    ...(session?.overrides ?? []).map((text) => ({ kind: 'limit', text: `Override: ${text}` })),
  ];
}

function noteLine({ kind, text, until }) {
  const line = make('li', { class: kind, ...(until ? { 'data-until': until } : {}) }, text);
  if (until) line.append(' ', make('span'));
  return line;
}

function showReadiness({ readiness: details, ready, criteria }, bed) {
  const readiness = bed.readiness;
  show(details, Boolean(readiness));
  if (!readiness) return;
  const missing = readiness.criteria.filter((criterion) => !criterion.met);
  say(ready, readiness.ready ? 'Ready to leave: everything is met'
    : `Before leaving: ${missing.length} missing`);
  list(criteria, readiness.criteria, ({ name, met, earliest }) => make(
    'li', { class: met ? 'met' : 'missing' },
    `${met ? '✓ met' : '✗ missing'}: ${name}`,
    earliest ? `, earliest ${words.hour(earliest)}` : ''));
}
