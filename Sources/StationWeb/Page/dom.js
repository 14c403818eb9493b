// Writes into the page: texts only, and only where something changed, so that nothing that is
// focused or read aloud is disturbed. Nothing here can write markup.

/** Sets a text. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows or hides. */
export function show(node, isShown) { node.hidden = !isShown; }

/** Sets an attribute. */
export function mark(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** A new element with texts and elements in it. */
export function make(tag, attributes = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
}

/** A copy of a template's element, and its named parts. */
export function copy(template) {
  const node = document.getElementById(template).content.firstElementChild.cloneNode(true);
  const parts = {};
  for (const part of node.querySelectorAll('[data-part]')) parts[part.dataset.part] = part;
  return { node, parts };
}

/** Writes a list anew if what it shows has changed. */
export function list(node, shown, write) {
  const key = JSON.stringify(shown);
  if (node.shown === key) return;
  node.shown = key;
  node.replaceChildren(...shown.map(write));
}

/** Puts nodes in an order, moving as few as possible. */
export function arrange(parent, nodes) {
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}
