"use strict";
// What a page does with a script; every page works without it.

// The list: a tick is an operation with an id of its own. It waits here until the server has it, so
// that neither a reload nor a lost signal loses it; the page shows the server's state and what waits.
function keepTicks() {
  const form = document.getElementById("list");
  if (!form) return;
  const key = "planner-ticks-" + form.dataset.list;
  const says = document.getElementById("list-says");
  const boxes = [...form.querySelectorAll("input[name=item]")];
  let server = new Set(boxes.filter((box) => box.hasAttribute("checked")).map((box) => box.value));
  let clock = 0, sending = false, here = [];
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || []; } catch { return here; } };
  const write = (queue) => { here = queue; try { localStorage.setItem(key, JSON.stringify(queue)); } catch { /* only here */ } };
  function paint() {
    const on = new Set(server);
    for (const one of read()) { if (one.on) on.add(one.item); else on.delete(one.item); }
    for (const box of boxes) box.checked = on.has(box.value);
  }
  async function send() {
    const queue = read().slice(0, 500);
    if (sending) return;
    sending = true;
    let sent = null;
    try {
      const answer = await fetch("/list/" + form.dataset.list + "/ticks", {
        method: "POST", headers: { "content-type": "application/json" },
        body: JSON.stringify({ ticks: queue }),
      });
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      sent = new Set(queue.map((one) => one.id));
      write(read().filter((one) => !sent.has(one.id)));
      server = new Set(state.ticked);
      clock = Math.max(clock, state.clock);
      says.textContent = "Ticks are kept. “I bought these” puts what is ticked into your pantry.";
    } catch {
      says.textContent = "No connection to your kitchen: ticks stay on this phone, and are sent later.";
    }
    sending = false;
    paint();
    if (sent && read().length) send();
  }
  form.addEventListener("change", (event) => {
    if (event.target.name !== "item") return;
    const queue = read();
    clock = Math.max(clock, ...queue.map((one) => one.clock)) + 1;
    const id = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
    write([...queue, { id, item: event.target.value, on: event.target.checked, clock }]);
    send();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(() => { if (read().length) send(); }, 15000);
  paint();
  send();
}

function begin() {
  keepTicks();
}
document.addEventListener("DOMContentLoaded", begin);
