"use strict";
// What a page does with a script; every page works without it.

// Answers come into the page as fragments, by htmx: what was pressed says where to go on, and a
// notice stands there instead of at the top of the page.
let pressed = "";

function speak(text) {
  document.getElementById("said").textContent = text;
}

// The form that a button or a link belongs to; the dishes to choose from belong to their meal's form.
function findForm(element) {
  return element.closest("[data-form]")?.dataset.form || element.closest("form")?.id || "";
}

function goOn() {
  const main = document.getElementById("main"), form = document.getElementById(pressed);
  const notice = main.querySelector(".notice[role=status]"), wrong = main.querySelector("[aria-invalid]");
  if (notice) speak(notice.textContent);
  if (notice && form) form.before(notice);
  const spot = wrong || form?.querySelector(".said") || form || main;
  if (!wrong) spot.tabIndex = -1;
  spot.focus({ preventScroll: true });
  if (spot === main) scrollTo(0, 0);
  else spot.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  pressed = findForm(event.target);
  document.querySelectorAll(".notice.lost").forEach((one) => one.remove());
  if (event.target.dataset.wait) speak(event.target.dataset.wait);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const choices = event.target.querySelector(":scope > .choices");
  if (event.target.id === "main") goOn();
  else if (choices) { speak(choices.dataset.says); choices.focus(); }
});
document.addEventListener("htmx:sendError", (event) => {
  const words = "No connection to your kitchen: nothing was changed. Try it again.";
  const notice = Object.assign(document.createElement("p"), { className: "notice lost", textContent: words });
  event.target.closest("form, .choices")?.before(notice);
  speak(words);
});
// Dishes that were shown below their meal are put away there.
document.addEventListener("click", (event) => {
  const shown = event.target.matches(".keep") && event.target.closest("[data-form]");
  if (!shown) return;
  event.preventDefault();
  shown.replaceChildren();
  document.querySelector(`#${shown.dataset.form} [hx-get]`).focus();
});
