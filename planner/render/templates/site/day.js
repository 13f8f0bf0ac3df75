"use strict";
// A day to cook by: the screen stays on, where the browser lets a page ask for that (on this machine,
// or over HTTPS). It goes dark as usual once the page is left or hidden.
async function keepScreenOn(says) {
  let text = "This browser lets the screen go dark as usual.";
  try {
    if (!navigator.wakeLock) throw new Error("not offered");
    await navigator.wakeLock.request("screen");
    text = "The screen stays on while you look at this page.";
  } catch { /* not offered, or the battery is low */ }
  says.textContent = text;
}
function again() {
  const says = document.getElementById("day-screen");
  if (says && !document.hidden && !says.textContent) keepScreenOn(says);
}
document.addEventListener("visibilitychange", () => {
  const says = document.getElementById("day-screen");
  if (says && document.hidden) says.textContent = "";
  again();
});
document.addEventListener("DOMContentLoaded", again);
document.addEventListener("htmx:afterSettle", again);
