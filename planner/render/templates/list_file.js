"use strict";
// Keeps the ticks of a saved list in this browser. It asks nobody for anything.
const list = document.querySelector("main"), says = document.getElementById("says"), home = document.getElementById("home");
const boxes = [...document.querySelectorAll("input[name=item]")];
const key = "planner-saved " + list.dataset.list, file = list.dataset.file;
let ticks = {};
try {
const kept = JSON.parse(localStorage.getItem(key) || "{}");
ticks = kept.ticks || {};
// In another file of the same list what is ticked stays ticked, and the rest is as the file says.
if (kept.file !== file) ticks = Object.fromEntries(Object.entries(ticks).filter(([, on]) => on));
} catch { /* this browser keeps nothing */ }
for (const box of boxes) box.checked = ticks[box.value] ?? box.hasAttribute("checked");
function keep() {
let lasts = true;
try { localStorage.setItem(key, JSON.stringify({ file, ticks })); } catch { lasts = false; }
says.textContent = lasts ? "Ticks are kept in this browser, on this device." : "This browser keeps no ticks of a file: leave it open until you have shopped.";
if (!list.dataset.home) return;
const on = boxes.filter((box) => box.checked).map((box) => box.value);
const link = home.firstElementChild;
home.hidden = !on.length;
link.href = list.dataset.home + "#ticked=" + encodeURIComponent(on.join(","));
link.textContent = `Bring ${on.length} tick${on.length > 1 ? "s" : ""} to your kitchen`;
}
document.addEventListener("change", (event) => {
if (event.target.name !== "item") return;
ticks[event.target.value] = event.target.checked;
keep();
});
keep();
