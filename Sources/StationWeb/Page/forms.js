// The verbs of a bed: what each button says, and what its form asks for. The names of the fields
// are those of recordings.

import { conditions, flags, priorities, symptoms, vitals } from './words.js';

const text = (name, label, more = {}) => ({ name, label, kind: 'text', ...more });
const number = (name, label, min, max, more = {}) =>
  ({ name, label, kind: 'number', min, max, ...more });
const choice = (name, label, options, more = {}) =>
  ({ name, label, kind: 'choice', options: ['', ...options], ...more });
/** A choice among the station's words, each shown as people say it. */
const said = (name, label, words, more = {}) =>
  ({ name, label, kind: 'choice', options: [['', ''], ...Object.entries(words)], ...more });
const clock = (name, label) => ({ name, label, kind: 'time' });

const reason = text('reason', 'Reason');
const mustReason = { ...reason, required: true };
const override = [
  text('authorised_by', 'Override: authorised by', { hint: 'only where something stands against it' }),
  text('reason', 'Override: reason'),
];

/** A verb without `fields` is done with one touch. */
export const verbs = {
  admit: {
    label: 'Admit', fields: ({ protocols }) => [
      { ...choice('protocol', 'Protocol', []), options: protocols, required: true },
      { name: 'flags', label: 'Risks', kind: 'many', options: Object.entries(flags) },
      text('escort', 'Escort', { hint: 'who takes the patient home' }),
    ],
  },
  baseline: {
    label: 'Confirm baseline', hint: 'Left empty, the median of the measured results counts.',
    fields: () => [text('bp', 'Blood pressure', { hint: 'such as 124/78' })],
  },
  start: {
    label: 'Start infusion', fields: () => [
      number('minutes', 'Planned minutes', 1, 1440, { hint: 'empty: as the protocol says' }),
      clock('at', 'Started at, if told late'), ...override,
    ],
  },
  hold: { label: 'Hold' },
  continue: { label: 'Continue' },
  stop: { label: 'Stop infusion' },
  discharge: {
    label: 'Discharge', hint: ({ readiness }) => {
      const missing = (readiness?.criteria ?? []).filter(({ met }) => !met).map(({ name }) => name);
      return missing.length === 0 ? 'Everything is met.'
        : `Missing: ${missing.join(', ')}. Only with an override.`;
    },
    fields: () => override,
  },
  cancel: { label: 'Cancel session', fields: () => [reason] },
  transfer: { label: 'Transfer', fields: () =>
      [text('to', 'To', { hint: 'the hospital or the unit' }), reason] },
  move: {
    label: 'Move', fields: ({ freeBeds }) =>
      [{ ...choice('to', 'To bed', []), options: freeBeds, required: true }],
  },
  rebind: {
    label: 'Other monitor',
    fields: () => [text('monitor', 'Monitor', { required: true })],
  },
  entry: {
    label: 'Enter', fields: () => [
      text('bp', 'Blood pressure', { hint: 'such as 124/78' }),
      number('hr', 'Heart rate, 1/min', 0, 999), number('spo2', 'SpO2, %', 0, 100),
      number('rr', 'Breathing rate, 1/min', 0, 99), number('moaas', 'MOAA/S, 0 to 5', 0, 5),
      choice('oriented', 'Oriented', ['yes', 'no']),
      choice('gait', 'Gait', ['steady', 'unsteady']),
      number('dissociation', 'Dissociation, 0 to 4', 0, 4),
      number('nausea', 'Nausea, 0 to 3', 0, 3), number('pain', 'Pain, 0 to 10', 0, 10),
      choice('vomiting', 'Vomiting', ['yes', 'no']),
      said('symptom', 'Symptom', symptoms),
      choice('medication', 'Medication given',
        ['sedative', 'opioid', 'antihypertensive', 'antiemetic', 'other']),
      text('oxygen', 'Oxygen', { hint: 'litres per minute, on or off' }),
      choice('drug_clock', 'Drug clock', ['confirmed']),
      text('note', 'Note'), text('escort', 'Escort'), text('prescriber', 'Prescriber'),
      clock('at', 'Seen at, if told late'),
    ],
  },
  limit: {
    label: 'Limit', hint: 'For this session only, within the protocol’s bounds.', fields: () => [
      said('condition', 'Alert', conditions, { required: true }),
      said('vital', 'Part of the blood pressure',
        { sbp: 'systolic (SBP)', dbp: 'diastolic (DBP)', map: 'mean (MAP)' }),
      said('priority', 'Priority', Object.fromEntries(
        ['low', 'medium', 'high'].map((name) => [name, priorities[name].word]))),
      number('above', 'Alert above', 0, 300), number('below', 'Alert below', 0, 300), mustReason,
    ],
  },
  'audio-pause': { label: 'Pause sound' },
  'audio-resume': { label: 'Sound again' },
  'alarm-pause': {
    label: 'Pause equipment alarms', hint: 'While a cuff or a probe is moved.', fields: () => [
      { ...choice('vital', 'Of', []), options: [['', 'the whole bed'], ...Object.entries(vitals)] },
      number('minutes', 'Minutes', 1, 5), reason,
    ],
  },
  'alarm-resume': { label: 'Equipment alarms again' },
  away: { label: 'Away', fields: () => [mustReason] },
  back: { label: 'Back' },
  unhook: { label: 'Unhook' },
  handover: {
    label: 'Hand over', fields: () =>
      [text('from', 'From', { required: true, hint: 'who leaves' }),
        text('to', 'To', { required: true, hint: 'who takes over' })],
  },
  undo: { label: 'Undo' },
  emergency: { label: 'EMERGENCY' },
};

/** Verbs that wait behind “More”: rare ones, and ones that end something. */
export const rare = new Set([
  'limit', 'alarm-pause', 'handover', 'move', 'transfer', 'rebind', 'cancel', 'away',
]);
