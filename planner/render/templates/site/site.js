"use strict";
// What a page does with a script; every page works without it.

// A job: its state as it changes, and its page anew once it has ended.
function followJob() {
  const job = document.querySelector("[data-job]");
  if (!job || job.dataset.followed) return;
  job.dataset.followed = "yes";
  const events = new EventSource(job.dataset.job + "/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    document.getElementById("job-says").textContent = state.says;
    const bar = document.getElementById("job-bar");
    if (state.steps) { bar.max = state.steps; bar.value = state.done; }
    if (state.ended) { events.close(); location.replace(job.dataset.job); }
  };
  events.onerror = () => { events.close(); setTimeout(() => location.reload(), 2000); };
}

document.addEventListener("DOMContentLoaded", followJob);
