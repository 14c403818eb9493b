// The alert list, highest priority first, then newest, and what is read aloud of it.

import { arrange, copy, mark, say, show } from './dom.js';
import * as words from './words.js';

const shown = new Map();
let isFirst = true;

/**
 * Shows every alert.
 *
 * @param answer does what a button says: `answer(alert, 'acknowledge' | 'going')`, a promise.
 */
export function showAlerts(alerts, mayAct, answer) {
  const ids = new Set(alerts.map((alert) => alert.id));
  for (const id of shown.keys()) if (!ids.has(id)) shown.delete(id);
  for (const alert of alerts) {
    let line = shown.get(alert.id);
    if (!line) shown.set(alert.id, line = newLine(alert.id, answer));
    if (line.alert?.priority !== alert.priority && !isFirst) speak(alert);
    line.alert = alert;
    showLine(line, mayAct);
  }
  isFirst = false;
  arrange(document.getElementById('alerts'), alerts.map((alert) => shown.get(alert.id).node));
  show(document.getElementById('no-alerts'), alerts.length === 0);
}

function newLine(id, answer) {
  const line = copy('alert');
  line.node.dataset.alert = id;
  for (const name of ['acknowledge', 'going']) {
    line.parts[name].addEventListener('click', async (click) => {
      const button = click.currentTarget;
      button.disabled = true;
      say(line.parts.answer, '');
      try {
        await answer(line.alert, name);
      } catch (error) {
        say(line.parts.answer, `Not done: ${error.message}`);
      }
      button.disabled = false;
    });
  }
  return line;
}

function showLine({ node, parts, alert }, mayAct) {
  const { mark: sign, word } = words.priorities[alert.priority];
  const where = alert.bed === undefined ? 'Station' : `Bed ${alert.bed}`;
  const isAnswered = alert.acknowledged_at !== undefined;
  mark(node, 'data-priority', alert.priority);
  mark(node, 'data-answered', String(isAnswered));
  say(parts.mark, sign);
  say(parts.priority, `${word} priority: `);
  say(parts.bed, where);
  say(parts.message, alert.message);
  say(parts.since, [
    `since ${words.hour(alert.onset, true)}`,
    alert.presence === 'latched' ? 'it is over; nobody has acknowledged it' : '',
    alert.evaluable === false ? 'cannot be judged now' : '',
    alert.audio_paused ? 'sound paused' : '',
  ].filter(Boolean).join('; '));
  say(parts.people, [
    isAnswered ? `${alert.acknowledged_by ?? 'Somebody'} knows, `
      + words.hour(alert.acknowledged_at, true) : '',
    alert.going ? `${alert.going} is going` : '',
  ].filter(Boolean).join('; '));
  say(parts.cause, alert.cause ? `Cause: ${alert.cause}` : '');
  say(parts.remedy, alert.remedy ? `Do: ${alert.remedy}` : '');
  const isAlarm = alert.priority !== 'information';
  show(parts.acknowledge, mayAct && isAlarm && !isAnswered);
  // Nobody goes to an alert of the station itself.
  show(parts.going, mayAct && isAlarm && !alert.going && alert.bed !== undefined);
  mark(parts.acknowledge, 'aria-label', `I know: ${where}, ${alert.message}`);
  mark(parts.going, 'aria-label', `Going: ${where}, ${alert.message}`);
}

/** Reads an alert aloud: only a high one interrupts. */
function speak(alert) {
  const where = alert.bed === undefined ? 'Station' : `Bed ${alert.bed}`;
  const region = document.getElementById(alert.priority === 'high' ? 'say-high' : 'say');
  say(region, `${words.priorities[alert.priority].word}: ${where}: ${alert.message}`);
}
