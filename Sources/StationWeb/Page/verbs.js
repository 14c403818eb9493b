// The buttons of a tile, and the form that a verb opens.

import { act } from './api.js';
import { make, say, show } from './dom.js';
import { rare, verbs } from './forms.js';
import { priorities } from './words.js';

const dialog = document.getElementById('form');
const form = dialog.querySelector('form');
const part = (name) => document.getElementById(`form-${name}`);
let opened;

/** Writes the buttons of a tile where they have changed. */
export function showVerbs(tile, station, mayAct) {
  const names = mayAct ? tile.bed.verbs.filter((name) => isOffered(name, tile.bed, station)) : [];
  const key = names.join(' ');
  if (tile.verbs === key) return;
  tile.verbs = key;
  const button = (name) => {
    const node = make('button', { type: 'button', 'data-verb': name }, verbs[name].label);
    node.addEventListener('click', () => press(name, node, tile, station));
    return node;
  };
  const often = names.filter((name) => !rare.has(name) && name !== 'emergency');
  const seldom = names.filter((name) => rare.has(name));
  const hadFocus = tile.parts.verbs.contains(document.activeElement)
    && document.activeElement.dataset.verb;
  const more = make('details', { class: 'more' }, make('summary', {}, 'More'),
    make('div', { class: 'verbs' }, ...seldom.map(button)));
  tile.parts.verbs.replaceChildren(
    ...(names.includes('emergency') ? [button('emergency')] : []), ...often.map(button),
    ...(seldom.length > 0 ? [more] : []));
  if (hadFocus) tile.parts.verbs.querySelector('button')?.focus();
}

/** What can be taken back is offered for as long as it can. */
function isOffered(name, { session }, station) {
  if (name !== 'undo' || !session) return name in verbs;
  return session.undo_until !== undefined && Date.parse(session.undo_until) >= station.now;
}

/** Keeps the loudest alert in sight while a form covers the page. */
export function showOver(alerts) {
  const open = alerts.filter((alert) =>
    !alert.acknowledged_at && alert.priority !== 'information');
  const [first] = open;
  show(part('alert'), first !== undefined);
  if (!first) return;
  const where = first.bed === undefined ? 'Station' : `Bed ${first.bed}`;
  const more = open.length > 1 ? ` (and ${open.length - 1} more)` : '';
  part('alert').dataset.priority = first.priority;
  say(part('alert'), `${priorities[first.priority].mark} ${where}: ${first.message}${more}`);
}

async function press(name, button, tile, station) {
  if (verbs[name].fields) return open(name, tile, station);
  button.disabled = true;
  try {
    await perform(name, {}, tile, station);
  } catch (error) {
    say(tile.parts.answer, `${verbs[name].label}: not done: ${why(error, name)}`);
  }
  button.disabled = false;
}

/** Why a verb was not done, without the station's own word for it: the button says that. */
function why({ message }, name) {
  const word = `${name}: `;
  return message.startsWith(word) ? message.slice(word.length) : message;
}

async function perform(name, body, tile, station) {
  say(tile.parts.answer, '');
  const { bed } = tile.bed;
  const answer = await act(`beds/${encodeURIComponent(bed)}/${name}`, body);
  const caution = answer.caution?.length > 0 ? ` Caution: ${answer.caution.join(', ')}.` : '';
  const kept = answer.durable === false ? ' It is not kept on disk yet.' : '';
  say(tile.parts.answer, `${verbs[name].label}: done.${caution}${kept}`);
  station.refresh(bed);
}

// The form

function open(name, tile, station) {
  const verb = verbs[name];
  const freeBeds = [...station.beds.values()]
    .filter((bed) => !bed.session && bed.bed !== tile.bed.bed).map((bed) => bed.bed);
  opened = { name, tile, station };
  say(part('title'), `Bed ${tile.bed.bed}: ${verb.label}`);
  const hint = typeof verb.hint === 'function' ? verb.hint(tile.bed) : verb.hint ?? '';
  say(part('hint'), hint);
  say(part('answer'), '');
  say(part('send'), verb.label);
  part('fields').replaceChildren(
    ...verb.fields({ protocols: station.protocols, freeBeds }).map(field));
  dialog.showModal();
}

function field(asked) {
  const id = `field-${asked.name}`;
  if (asked.kind === 'many') {
    return make('fieldset', {}, make('legend', {}, asked.label),
      ...asked.options.map(([value, label]) => make('label', { class: 'check' },
        make('input', { type: 'checkbox', name: asked.name, value }), ` ${label}`)));
  }
  const attributes = { id, name: asked.name, ...(asked.required ? { required: '' } : {}) };
  if (asked.hint) attributes['aria-describedby'] = `${id}-hint`;
  const input = asked.kind === 'choice'
    ? make('select', attributes, ...asked.options.map(option))
    : make('input', {
      ...attributes, type: asked.kind, autocomplete: 'off',
      ...(asked.kind === 'number' ? { min: asked.min, max: asked.max, step: 'any' } : {}),
      ...(asked.kind === 'text' ? { maxlength: 1000 } : {}),
    });
  return make('div', { class: 'field' }, make('label', { for: id }, asked.label), input,
    ...(asked.hint ? [make('span', { id: `${id}-hint`, class: 'hint' }, asked.hint)] : []));
}

function option(given) {
  const [value, label] = Array.isArray(given) ? given : [given, given];
  return make('option', { value }, label);
}

function filledIn() {
  const body = {};
  for (const [name, value] of new FormData(form)) {
    if (value.trim() !== '') body[name] = name in body ? `${body[name]},${value}` : value.trim();
  }
  return body;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, tile, station } = opened;
  say(part('answer'), '');
  part('send').disabled = true;
  try {
    await perform(name, filledIn(), tile, station);
    dialog.close();
  } catch (error) {
    say(part('answer'), `Not done: ${why(error, name)}`);
  }
  part('send').disabled = false;
});
part('close').addEventListener('click', () => dialog.close());
