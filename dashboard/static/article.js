// Shows an article in pieces of text that Python has cut: nothing of it is ever taken for HTML. A selection is told as
// the number of a piece and the characters before it there, counted as Python counts them.

const NAMESPACE = "http://www.w3.org/2000/svg";
const SHAPES = { 1: "M5 .8a4.2 4.2 0 1 0 .01 0Z", 2: "M1.2 1.2h7.6v7.6H1.2Z", 3: "M5 .8 9.4 9H.6Z", 4: "M5 .2 9.8 5 5 9.8.2 5Z" };
const KINDS = { actor: "who", date: "when", place: "where" };
const CARD = ".st-key-event-card"; // below the text on a narrow screen

function made(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function symbol(quad, hollow) {
  const drawing = document.createElementNS(NAMESPACE, "svg");
  drawing.setAttribute("viewBox", "0 0 10 10");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", `kt-sign kt-q${quad}${hollow ? " kt-hollow" : ""}`);
  const shape = document.createElementNS(NAMESPACE, "path");
  shape.setAttribute("d", SHAPES[quad] ?? SHAPES[1]);
  drawing.append(shape);
  return drawing;
}

function head(node, { title, details, url }) {
  const line = made("p", "", details.join(" · "));
  if (url) {
    const link = made("a", "", "Read the original");
    Object.assign(link, { href: url, target: "_blank", rel: "noopener noreferrer" });
    line.append(" · ", link);
  }
  node.replaceChildren(made("h2", "", title), line);
}

// What the marks mean: only those that this article has.
function key(node, { events, kinds, quads }) {
  const parts = [];
  for (const [quad, name] of Object.entries(quads)) {
    if (!events.some((event) => event.quad === Number(quad))) continue;
    const part = made("span");
    part.append(symbol(quad, false), name);
    parts.push(part);
  }
  if (events.some((event) => event.hollow)) {
    const part = made("span");
    part.append(made("span", "kt-event kt-hollow", "dashed"), ": planned, alleged, denied or background");
    parts.push(part);
  }
  if (events.some((event) => event.verdict === "rejected")) parts.push(made("s", "", "rejected"));
  const names = Object.keys(KINDS).filter((kind) => kinds.includes(kind)).map((kind) => made("span", `kt-${kind}`, KINDS[kind]));
  node.replaceChildren(...[...parts, ...names].flatMap((part) => [part, " "]));
}

function chip(event, state) {
  const button = made("button", `kt-chip kt-q${event.quad}`);
  button.type = "button";
  button.dataset.event = event.id;
  button.title = event.label;
  button.classList.toggle("kt-hollow", event.hollow);
  button.classList.toggle("kt-rejected", event.verdict === "rejected");
  button.append(symbol(event.quad, event.hollow), made("span", "kt-type", event.type));
  if (event.notes.length) button.append(made("span", "kt-note", event.notes.join(", ")));
  button.setAttribute("aria-label", [event.type, ...event.notes, event.label].join(", "));
  button.onclick = () => state.pick(event.id);
  return button;
}

function paragraph({ close, runs }, events, state) {
  const node = made("p", close ? "kt-close" : "");
  node.dir = "auto";
  for (const run of runs) {
    const marked = run.events.length > 0;
    const holder = made(marked ? "mark" : "span");
    for (const [number, text, kinds, label] of run.pieces) {
      const piece = made("span", kinds.map((kind) => `kt-${kind}`).join(" "), text);
      piece.dataset.piece = number;
      if (label) piece.title = label;
      state.pieces[number] = piece;
      holder.append(piece);
    }
    node.append(holder);
    if (marked) {
      holder.className = "kt-event";
      state.marks.push({ node: holder, of: run.events.map((number) => events[number]) });
      holder.onclick = () => state.turn(run.events.map((number) => events[number].id));
    }
    const chips = run.ends.map((number) => chip(events[number], state));
    node.append(...chips);
    state.chips.push(...chips);
  }
  return node;
}

function write(state, shown) {
  Object.assign(state, { pieces: [], marks: [], chips: [] });
  head(state.root.querySelector("header"), shown.head);
  key(state.root.querySelector(".kt-key"), shown);
  state.text.lang = shown.language;
  state.text.replaceChildren(...shown.paragraphs.map((one) => paragraph(one, shown.events, state)));
}

// The colour of a stretch is that of the event being read, else of its first event that stands.
function paint(state) {
  for (const { node, of } of state.marks) {
    const main =
      of.find((event) => event.id === state.chosen) ??
      of.find((event) => event.verdict !== "rejected" && !event.hollow) ??
      of.find((event) => event.verdict !== "rejected") ??
      of[0];
    node.className = `kt-event kt-q${main.quad}`;
    node.classList.toggle("kt-hollow", main.hollow);
    node.classList.toggle("kt-rejected", main.verdict === "rejected");
    node.classList.toggle("kt-chosen", main.id === state.chosen);
  }
  for (const button of state.chips) button.setAttribute("aria-pressed", button.dataset.event === state.chosen);
  state.down.remove();
  if (document.querySelector(CARD)) state.chips.findLast((button) => button.dataset.event === state.chosen)?.after(state.down);
}

function show(state) {
  const node = state.root.querySelector("mark.kt-chosen");
  if (!node) return;
  const quick = matchMedia("(prefers-reduced-motion: reduce)").matches || !state.seen;
  node.scrollIntoView({ block: "center", behavior: quick ? "instant" : "smooth" });
}

// --- selecting ---------------------------------------------------------------------------------------

// A range in pieces: [piece, characters] of both ends; null if it holds nothing of the text.
function told(state, range) {
  const held = state.pieces.filter((piece) => range.intersectsNode(piece.firstChild));
  if (!held.length || range.collapsed) return null;
  const count = (piece, node, offset, otherwise) =>
    [Number(piece.dataset.piece), [...piece.textContent.slice(0, node === piece.firstChild ? offset : otherwise)].length];
  return {
    from: count(held[0], range.startContainer, range.startOffset, 0),
    to: count(held.at(-1), range.endContainer, range.endOffset, undefined),
  };
}

function within(state) {
  const selection = getSelection();
  const inside = [selection.anchorNode, selection.focusNode].some((node) => node && state.text.contains(node));
  return selection.rangeCount && inside ? selection : null; // three clicks on the last words reach beyond the text
}

function offer(state) {
  const selection = state.selecting ? within(state) : null;
  const range = selection?.getRangeAt(0);
  const found = range && range.toString().trim() ? told(state, range) : null;
  state.offered = found && { ...found, range: range.cloneRange() };
  state.add.hidden = !found;
  if (!found) return;
  const lines = [...range.getClientRects()];
  const [end, frame] = [lines.at(-1), state.root.getBoundingClientRect()];
  const left = Math.min(Math.max(0, end.right - frame.left - 70), frame.width - state.add.offsetWidth);
  Object.assign(state.add.style, { left: `${left}px`, top: `${end.bottom - frame.top + 6}px` });
}

// Keeps the words that a new event is made of to be seen while the reader writes elsewhere.
function keep(range) {
  if (window.Highlight && CSS.highlights) CSS.highlights.set("kt-new-event", new Highlight(range));
}

// By keyboard the reader goes from word to word; with Shift the selection grows.
function walk(state, event) {
  if (!state.selecting || event.target !== state.text || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    offer(state); // the browser tells of a change a moment later
    state.add.click();
  }
  const move = { ArrowLeft: ["backward", "word"], ArrowRight: ["forward", "word"] }[event.key] ??
    { ArrowUp: ["backward", "line"], ArrowDown: ["forward", "line"] }[event.key];
  if (event.key === "Escape") getSelection().removeAllRanges();
  if (!move) return;
  event.preventDefault();
  const selection = getSelection();
  if (!within(state)) {
    const first = state.root.querySelector("mark.kt-chosen [data-piece]") ?? state.pieces[0];
    if (first) selection.collapse(first.firstChild, 0);
  } else if (!event.shiftKey) {
    const [way, by] = move;
    if (by === "line") selection.modify("move", way, by);
    else if (way === "forward") selection.collapseToEnd();
    else {
      selection.collapseToStart();
      selection.modify("move", "backward", "word");
    }
  } else {
    selection.modify("extend", ...move);
    return;
  }
  selection.modify("extend", "forward", "word");
  selection.focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
}

function mount(root) {
  const state = { root, text: root.querySelector(".kt-text"), add: root.querySelector(".kt-new"), seen: false };
  state.down = made("button", "kt-card", "its card ↓");
  state.down.type = "button";
  state.down.onclick = () => document.querySelector(CARD)?.scrollIntoView({ block: "start" });
  state.turn = (ids) => {
    if (!getSelection().isCollapsed) return;
    state.pick(ids[(ids.indexOf(state.chosen) + 1) % ids.length]);
  };
  state.text.addEventListener("keydown", (event) => walk(state, event));
  state.add.addEventListener("pointerdown", (event) => event.preventDefault()); // or the selection would be gone
  state.add.onclick = () => {
    if (!state.offered) return;
    const { from, to, range } = state.offered;
    keep(range);
    state.tell({ from, to, at: Date.now() });
    getSelection().removeAllRanges();
  };
  const changed = () => {
    if (root.isConnected) offer(state);
    else document.removeEventListener("selectionchange", changed);
  };
  document.addEventListener("selectionchange", changed);
  return state;
}

const mounted = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".kt-article");
  let state = mounted.get(root);
  if (!state) mounted.set(root, (state = mount(root)));
  const other = state.shown !== data.text;
  const turned = state.chosen !== data.chosen;
  state.pick = (id) => {
    state.own = id;
    setTriggerValue("chosen", { event: id, at: Date.now() });
  };
  state.tell = (selection) => setTriggerValue("selected", selection);
  Object.assign(state, { shown: data.text, chosen: data.chosen, selecting: data.selecting });
  if (other) write(state, JSON.parse(data.text));
  state.text.tabIndex = data.selecting ? 0 : -1;
  state.text.classList.toggle("kt-selecting", data.selecting);
  root.querySelector(".kt-hint").hidden = !data.selecting;
  if (other || turned) paint(state);
  if (turned && data.chosen && state.own !== data.chosen) requestAnimationFrame(() => show(state)); // else it is in sight
  state.own = undefined;
  state.seen = true;
  offer(state);
  return () => {};
}
