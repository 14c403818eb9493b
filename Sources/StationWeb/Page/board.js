// The page: who looks, the stream, and what is shown of it.

import { showAlerts } from './alerts.js';
import { act, confirm, look, openStream, Refused, token } from './api.js';
import { list, make, say, show } from './dom.js';
import { Sound } from './sound.js';
import { Station } from './station.js';
import { Stream } from './stream.js';
import { showTiles, tick } from './tiles.js';
import { showOver, showVerbs } from './verbs.js';
import { hour } from './words.js';

const at = (id) => document.getElementById(id);
const sound = new Sound();
const station = new Station(draw, (error) => stream?.drop(error.message));
let me;
let stream;
let isConnected = false;
let heardAt;
let cutAt;
let hasTried = false;
let isDrawn = false;
let hasFailed = false;
/** The last heartbeat that was told. */
let lastHeartbeat;

const mayAct = () => me !== undefined && me.role !== 'view';

// What is shown

/** Draws once, however many messages came together. */
function draw() {
  if (isDrawn) return;
  isDrawn = true;
  queueMicrotask(() => {
    isDrawn = false;
    drawNow();
  });
}

function drawNow() {
  const alerts = station.allAlerts;
  show(at('board'), stream !== undefined && station.seq !== undefined);
  show(at('simulated'), station.simulated);
  document.title = title(alerts);
  say(at('name'), station.name || 'infusionwatch');
  showAlerts(alerts, mayAct(), answer);
  showTiles(station, (tile) => showVerbs(tile, station, mayAct()));
  showOver(alerts);
  list(at('events'), station.events, eventLine);
  say(at('notice'), station.doubt);
  sound.look(toSound());
  drawLink();
}

function title(alerts) {
  const open = alerts.filter((alert) =>
    !alert.acknowledged_at && alert.priority !== 'information').length;
  return `${open > 0 ? `(${open}) ` : ''}${station.name || 'infusionwatch'}`;
}

function drawLink() {
  if (hasFailed) return;
  document.body.classList.toggle('waiting', heardAt === undefined);
  document.body.classList.toggle('cut', heardAt !== undefined && !isConnected);
  say(at('link'), isConnected ? 'Connected' : 'Not connected');
  const isCut = hasTried && !isConnected;
  const since = heardAt ? ` since ${hour(heardAt, true)}: the numbers below are old` : '';
  show(at('banner'), isCut);
  say(at('banner'), isCut ? `No connection${since}. Look at the bedside monitors.` : '');
  say(at('no-alerts'), isConnected ? 'No alerts' : 'Not known: no connection');
  say(at('sound'), sound.isOn ? 'Sound is on: turn off' : 'Sound is off: turn on');
  at('sound').setAttribute('aria-pressed', String(sound.isOn));
  say(at('who'), me ? `${me.name} (${me.role})` : '');
}

function eventLine({ seq, time, bed, message, alert, event }) {
  const where = bed ? `bed ${bed}: ` : '';
  return make('li', { 'data-event': event, 'data-seq': seq ?? '' },
    `${hour(time, true)} ${where}${message ?? alert?.message ?? ''} (${event})`);
}

async function answer(alert, word) {
  await act(`alerts/${encodeURIComponent(alert.id)}/${word}`);
  await station.refresh();
}

// The stream

async function told({ opened, message, cut }) {
  if (opened) {
    me = await look('me');
    await station.refresh();
    isConnected = true;
    cutAt = undefined;
  }
  if (message) {
    const heartbeat = station.take(message);
    heardAt = station.now;
    if (heartbeat) afterHeartbeat(lastHeartbeat = heartbeat);
    const event = message.event === 'message' ? JSON.parse(message.data) : undefined;
    if (event?.event === 'alert.reminded') sound.remind(event.alert.priority);
  }
  if (cut) {
    isConnected = false;
    hasTried = true;
    cutAt ??= performance.now();
  }
  draw();
}

/** Says to the station that this display shows it, once it does. */
async function afterHeartbeat({ number }) {
  await station.refresh();
  if (!isConnected) return;
  drawNow();
  const isVisible = document.visibilityState === 'visible';
  confirm({ seq: station.seq, heartbeat: number, visible: isVisible, audible: sound.isOn })
    .catch((error) => console.info(`the receipt was not taken: ${error.message}`));
}

async function open(last, signal) {
  try {
    return await openStream(last, signal);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) ask(error.message);
    throw error;
  }
}

function begin() {
  show(at('ask'), false);
  show(at('leave'), true);
  stream = new Stream(open, told);
  stream.run();
}

// Who looks

function ask(why) {
  stream?.end();
  stream = undefined;
  isConnected = false;
  heardAt = undefined;
  hasTried = false;
  cutAt = undefined;
  lastHeartbeat = undefined;
  me = undefined;
  token.forget();
  station.forget();
  if (why) say(at('ask-why'), why);
  show(at('ask'), true);
  show(at('board'), false);
  show(at('leave'), false);
  drawLink();
  at('token').focus();
}

at('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  token.now = at('token').value;
  at('token').value = '';
  begin();
});
at('leave').addEventListener('click', () => ask('The token is forgotten.'));

// Sound

at('sound').addEventListener('click', async () => {
  await (sound.isOn ? sound.turnOff() : turnSoundOn());
  drawLink();
});

/** What can be heard now is said at once: the station has been waiting for it. */
async function turnSoundOn() {
  await sound.turnOn();
  drawLink();
  if (lastHeartbeat) await afterHeartbeat(lastHeartbeat);
}

/** A cut that lasts so long sounds too, in milliseconds: no alert can come through it. */
const quietCut = 10_000;

function toSound() {
  const isCut = cutAt !== undefined && performance.now() - cutAt >= quietCut;
  const cut = { id: 'no connection', priority: 'medium', presence: 'on' };
  return isCut ? [...station.allAlerts, cut] : station.allAlerts;
}

// A page that was loaded anew may sound again only after a touch: any will do.
addEventListener('pointerdown', (event) => {
  if (sound.isWanted && !sound.isOn && event.target !== at('sound')) turnSoundOn();
});

// Time

setInterval(() => {
  say(at('clock'), hour(station.now, true));
  stream?.check();
  tick(station);
  sound.look(toSound());
}, 1000);

/** A page that has failed must not look as if it worked. */
function fail(what) {
  hasFailed = true;
  document.body.classList.add('cut');
  show(at('banner'), true);
  say(at('banner'), `This page has failed (${what}): load it anew. Look at the bedside monitors.`);
}
addEventListener('error', (event) => fail(event.message));
addEventListener('unhandledrejection', (event) => fail(event.reason?.message ?? event.reason));

token.take();
if (token.now) begin();
else ask();
