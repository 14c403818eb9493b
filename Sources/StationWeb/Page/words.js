// What the station's words are called on the page.

export const phases = {
  idle: 'No session', preparing: 'Preparing', infusing: 'Infusing', held: 'On hold',
  recovering: 'Recovering', ready: 'Ready to leave', closed: 'Closed',
};

export const vitals = { hr: 'HR', spo2: 'SpO2', sbp: 'SBP', dbp: 'DBP', map: 'MAP' };

export const priorities = {
  high: { mark: '!!!', word: 'High' }, medium: { mark: '!!', word: 'Medium' },
  low: { mark: '!', word: 'Low' }, information: { mark: 'i', word: 'Information' },
};

export const ranks = ['high', 'medium', 'low', 'information'];

const reasons = {
  'sensor-off': 'probe off', 'no-pulse': 'no pulse found', searching: 'searching',
  artifact: 'movement', invalid: 'not valid', disconnected: 'not connected',
  'not-measured': 'not measured', measuring: 'measuring', failed: 'measurement failed',
};

/** Why there is no number. */
export function reason(name) {
  return name ? reasons[name] ?? name : 'nothing received';
}

export const flags = {
  hypertension: 'hypertension', '65+': '65 or older', osa: 'sleep apnoea', copd: 'COPD',
  'beta-blocker': 'beta-blocker', 'stimulant-or-maoi': 'stimulant or MAOI',
  'benzodiazepine-or-opioid': 'benzodiazepine or opioid',
};

export const conditions = {
  'hr.high': 'HR high', 'hr.low': 'HR low', 'spo2.low': 'SpO2 low',
  'bp.high': 'Blood pressure high', 'bp.low': 'Blood pressure low',
};

export const symptoms = {
  'chest-pain': 'chest pain', 'severe-headache': 'severe headache',
  visual: 'change of vision', neurological: 'neurological change', none: 'none',
};

/** A number as the monitor gave it, with at most one decimal. */
export function number(value) { return String(Math.round(value * 10) / 10); }

/** `12:34`, or `1:02:03` from an hour on. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part) => String(part).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** `12 s`, `4 min`, `2 h 5 min`. */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time of the station as this place's clock shows it: `14:05`. */
export function hour(time, withSeconds = false) {
  return new Date(time).toLocaleTimeString('en-GB', {
    hour: '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined,
  });
}
