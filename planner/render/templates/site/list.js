"use strict";
// The list's page: ticks that nothing loses, and whether the page opens without a connection.

// What this device keeps of a list. Each operation has a key of its own, so that two tabs don't
// overwrite each other's. Where a browser keeps nothing, it is kept until the page is closed.
class Shelf {
  constructor(first) {
    this.ops = `planner-tick ${first} `;
    this.seen = `planner-seen ${first}`;
    this.held = new Map();
    this.lasts = true;
    try { this.tidy(); } catch { this.lasts = false; }
  }
  // What was seen of lists before this one, when nothing of them waits to be sent.
  tidy() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("planner-seen ") && key < this.seen) localStorage.removeItem(key);
    }
  }
  put(key, value) {
    this.held.set(key, value);
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { this.lasts = false; }
  }
  get(key) {
    try { return JSON.parse(localStorage.getItem(key)) ?? this.held.get(key); } catch { return this.held.get(key); }
  }
  drop(key) {
    this.held.delete(key);
    try { localStorage.removeItem(key); } catch { /* nothing is kept */ }
  }
  // The operations that the server doesn't have yet, in their order.
  get queue() {
    let keys = [...this.held.keys()];
    try { keys = [...new Set([...keys, ...Object.keys(localStorage)])]; } catch { /* nothing is kept */ }
    const found = keys.filter((key) => key.startsWith(this.ops)).map((key) => this.get(key)).filter(Boolean);
    return found.sort((one, other) => one.clock - other.clock || (one.id < other.id ? -1 : 1));
  }
  add(op) { this.put(this.ops + op.id, op); }
  forget(ops) { for (const op of ops) this.drop(this.ops + op.id); }
}

const AT_ONCE = 500; // operations that the server takes in one go
const AGAIN_MS = 15000;

function keepTicks(form) {
  const first = form.dataset.list;
  const shelf = new Shelf(first);
  const boxes = [...form.querySelectorAll("input[name=item]")];
  const says = document.getElementById("list-says");
  const tell = (text) => { if (says.textContent !== text) says.textContent = text; };

  // The server's state, as the page or this device saw it last: a page that was kept for later may
  // be older than what this device has seen since.
  const ofPage = {
    born: Number(form.dataset.born), count: Number(form.dataset.count), clock: Number(form.dataset.clock),
    ticked: boxes.filter((box) => box.hasAttribute("checked")).map((box) => box.value),
  };
  let state = shelf.get(shelf.seen) || ofPage;
  hear(ofPage);

  function hear(found) {
    if (found.born > state.born) sayLoss(state.ticked.filter((item) => !found.ticked.includes(item)));
    const isNewer = found.born > state.born || (found.born === state.born && found.count >= state.count);
    if (isNewer) { state = found; shelf.put(shelf.seen, found); }
  }
  function paint() {
    const on = new Set(state.ticked);
    for (const op of shelf.queue) { if (op.on) on.add(op.item); else on.delete(op.item); }
    for (const box of boxes) box.checked = on.has(box.value);
  }
  function tick(items, on) {
    const clock = Math.max(state.clock, ...shelf.queue.map((op) => op.clock)) + 1;
    for (const item of items) {
      const id = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
      shelf.add({ id, item, on, clock });
    }
    paint();
    return send();
  }

  let sending = null;
  function send() {
    sending ||= sendOnce().finally(() => { sending = null; });
    return sending;
  }
  // Whether the server has everything.
  async function sendOnce() {
    for (;;) {
      const queue = shelf.queue.slice(0, AT_ONCE);
      let answer;
      try {
        answer = await fetch(`/list/${first}/ticks`, {
          method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ticks: queue }),
        });
        if (answer.ok) hear(await answer.json());
      } catch {
        answer = null;
      }
      if (!answer || !answer.ok) {
        const refused = answer && answer.status === 401 ? "This phone isn't paired any more" : "Your kitchen doesn't take them now";
        const why = answer ? refused : "No connection to your kitchen";
        const until = shelf.lasts ? "ticks stay on this phone" : "this browser keeps ticks only while the page is open";
        tell(`${why}: ${until}, and are sent later.`);
        paint();
        return false;
      }
      shelf.forget(queue);
      paint();
      if (!shelf.queue.length) {
        tell("Ticks are kept. “I bought these” puts what is ticked into your pantry.");
        return true;
      }
    }
  }

  // Items that were ticked elsewhere, with a button that ticks them here.
  function offer(items, words, end) {
    const box = document.getElementById("list-offer");
    const missing = items.filter((item) => boxes.some((own) => own.value === item && !own.checked));
    const gone = items.filter((item) => !boxes.some((own) => own.value === item)).length;
    const text = box.querySelector("p"), button = box.querySelector("button");
    text.textContent = words + (gone ? ` ${gone} of them ${gone > 1 ? "are" : "is"} not on this list any more.` : "");
    button.hidden = !missing.length;
    button.textContent = `Tick ${missing.length} item${missing.length > 1 ? "s" : ""}`;
    button.onclick = () => { box.hidden = true; tick(missing, true); end(); boxes[0]?.focus(); };
    box.hidden = false;
  }
  function sayLoss(items) {
    const words = "The file with this trip's ticks was deleted in your kitchen. Weeks, pantry and journal are whole.";
    if (items.length) queueMicrotask(() => offer(items, `${words} This phone still knows what was ticked.`, () => {}));
  }
  // A saved list hands over what was ticked in it, behind the # of its link, which no server sees.
  function takeSaved() {
    const given = new URLSearchParams(location.hash.slice(1)).get("ticked");
    if (given === null) return;
    const items = given.split(",").filter(Boolean);
    const words = `Your saved list has ${items.length} tick${items.length === 1 ? "" : "s"}. What is ticked here stays ticked.`;
    offer(items, words, () => history.replaceState(null, "", location.pathname));
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "item") tick([event.target.value], event.target.checked);
  });
  // Without a connection nothing is lost by “I bought these”: it is sent once all ticks are there.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await send()) form.submit();
    else tell("No connection to your kitchen. Nothing counts as bought yet: ticks stay on this phone. Press it again later.");
  });
  addEventListener("online", send);
  addEventListener("hashchange", takeSaved);
  addEventListener("storage", (event) => { if (event.key && event.key.includes(` ${first}`)) paint(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(() => { if (shelf.queue.length) send(); }, AGAIN_MS);
  paint();
  send();
  takeSaved();
}

// Whether the list opens without a connection: a browser keeps pages only of this machine or over HTTPS.
async function keepPage(says) {
  const save = "save it or keep this page open";
  if (!window.isSecureContext || !navigator.serviceWorker) {
    says.textContent = `This page can't be opened without a signal: ${save} until you have shopped. What you tick waits here.`;
    return;
  }
  try {
    await navigator.serviceWorker.register("/list-worker.js", { scope: "/list", updateViaCache: "none" });
    const worker = (await navigator.serviceWorker.ready).active;
    const { port1, port2 } = new MessageChannel();
    const isKept = new Promise((resolve) => { port1.onmessage = (event) => resolve(event.data); });
    worker.postMessage({ keep: [...new Set(["/list", location.pathname])] }, [port2]);
    if (!(await isKept)) throw new Error("not kept");
    says.textContent = "This list opens without a signal, at this address.";
  } catch {
    says.textContent = `This browser doesn't keep the page: ${save} until you have shopped.`;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  keepTicks(document.getElementById("list"));
  keepPage(document.getElementById("list-signal"));
});
