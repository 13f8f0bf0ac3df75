"use strict";
// A job: its state as it changes, and its page anew once it has ended. Without a script the page
// asks again by itself.
function followJob() {
  const job = document.querySelector("[data-job]");
  if (!job) return;
  const find = (name) => document.getElementById("job-" + name);
  const events = new EventSource(job.dataset.job + "/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (state.ended) { events.close(); location.replace(job.dataset.job); return; }
    if (find("says").textContent !== state.says) find("says").textContent = state.says;
    if (state.steps) { find("bar").max = state.steps; find("bar").value = state.done; }
    find("figures").textContent = state.figures;
    find("chart").toggleAttribute("hidden", !state.best);
    find("best").setAttribute("d", state.best);
    find("bound").setAttribute("d", state.bound);
  };
  events.onerror = () => {
    find("says").textContent = "No connection to your kitchen. This page tries again by itself.";
    if (events.readyState === EventSource.CLOSED) setTimeout(followJob, 2000);
  };
}
document.addEventListener("DOMContentLoaded", followJob);
