"use strict";
// Opens the list without a connection. It keeps lists and what they are drawn with, and no other
// page; the lines before these say the version and the files. What it keeps is in caches by version.
const OWN = "planner-list-";
const CACHE = OWN + VERSION;
const LIST = /^\/list(\/\d{4}-\d\d-\d\d)?$/;
const WAIT_MS = 4000; // for a weak signal, before the list that is kept is shown
const LONGEST_MS = 14 * 24 * 3600 * 1000; // no list is kept for longer

const isList = (url) => LIST.test(new URL(url).pathname);
const isOld = (answer) => Date.now() - Date.parse(answer.headers.get("date")) > LONGEST_MS;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

// A new version takes over once it has the lists that the one before kept.
self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), renew()]));
});

async function renew() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(OWN) || name === CACHE) continue;
    const before = await caches.open(name);
    const lists = (await before.keys()).map((one) => one.url).filter(isList);
    const kept = await Promise.all(lists.map(async (url) => isOld(await before.match(url)) || ask(url)));
    if (kept.every(Boolean)) await caches.delete(name);
  }
}

// What is kept of an address, in this version's cache or in one that couldn't be renewed yet.
async function find(url) {
  for (const name of [CACHE, ...(await caches.keys()).filter((one) => one.startsWith(OWN))]) {
    const cache = await caches.open(name);
    const found = await cache.match(url);
    if (found && isList(url) && isOld(found)) await cache.delete(url);
    else if (found) return found;
  }
}

async function forget(url) {
  for (const name of await caches.keys()) {
    if (name.startsWith(OWN)) await (await caches.open(name)).delete(url);
  }
}

// Keep a list as the server has it now; whether that went well. A list that the server refuses, to a
// device that was sent away or after its week was deleted, isn't kept any longer.
async function keep(url, answer) {
  if (answer.ok && !answer.redirected) {
    await (await caches.open(CACHE)).put(url, answer);
    return true;
  }
  if (answer.status < 500) await forget(url); // a redirect has the status 0
  return false;
}

// Whether the server said what becomes of a list: it is kept, or it was refused.
async function ask(url) {
  try {
    const answer = await fetch(url, { cache: "no-store" });
    return (await keep(url, answer)) || answer.status < 500;
  } catch {
    return false;
  }
}

async function open(event, url) {
  const wanted = url.origin + url.pathname;
  const asked = fetch(event.request);
  const answer = asked.then((own) => [own, own.clone()]);
  event.waitUntil(answer.then(([, copy]) => url.search || keep(wanted, copy)).catch(() => {}));
  const found = await find(wanted);
  if (!found) return asked;
  const tired = new Promise((resolve) => { setTimeout(resolve, WAIT_MS, found); });
  return Promise.race([answer.then(([own]) => own, () => found), tired]);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && isList(url)) event.respondWith(open(event, url));
  else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(find(url.href).then((found) => found || fetch(event.request)));
  }
});

// The page asks to keep lists, and no others; it hears whether each is kept.
self.addEventListener("message", (event) => {
  const wanted = event.data.keep.map((path) => self.location.origin + path).filter(isList);
  event.waitUntil((async () => {
    await Promise.all(wanted.map(ask));
    const kept = await Promise.all(wanted.map(find));
    for (const one of await (await caches.open(CACHE)).keys()) {
      if (isList(one.url) && !wanted.includes(one.url)) await forget(one.url);
    }
    event.ports[0].postMessage(kept.every(Boolean));
  })());
});
