"use strict";

// The search page. Its index is files of calls to winnowShard and winnowTexts, which also
// a page from the disk may load; search_terms.h describes them. How words are made is done
// in words.c too: change both.

const found = document.getElementById("found");
const said = document.getElementById("said");
const input = document.querySelector("input[type=search]");
const shardCount = Number(found.dataset.shards);
const blockSize = Number(found.dataset.block);
const SHOWN_MAX = 50;
const EXPANDED_MAX = 40;
const WORD_MAX = 32;
const PREFIX = 3;

// ---- words

const isWord = (c) => /[\p{L}\p{M}\p{N}]/u.test(c);
const isDense = (c) =>
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]/u.test(
    c,
  );

function fold(c) {
  if (/[\u0300-\u036f]/.test(c)) return "";
  const parts = [...c.normalize("NFD")];
  const base = parts.slice(1).every((mark) => /[\u0300-\u036f]/.test(mark))
    ? parts[0]
    : c;
  const lower = [...base.toLowerCase()];
  return lower.length === 1 ? lower[0] : base;
}

// The words of a query. Scripts without spaces are searched by pairs of characters.
function wordsOf(text) {
  const words = [];
  let run = [];
  let dense = false;
  const end = () => {
    if (dense && run.length > 1) {
      for (let i = 0; i + 1 < run.length; i++) words.push(run[i] + run[i + 1]);
    } else if (run.length) {
      words.push(run.slice(0, WORD_MAX).join(""));
    }
    run = [];
  };
  for (const c of text) {
    const part = isWord(c);
    if (!part || isDense(c) !== dense) end();
    dense = part && isDense(c);
    const folded = part ? fold(c) : "";
    if (folded) run.push(folded);
  }
  end();
  return [...new Set(words)];
}

// ---- files

const waiting = new Map();
const loaded = new Map();

function load(file) {
  if (!loaded.has(file)) {
    loaded.set(
      file,
      new Promise((resolve) => {
        const script = document.createElement("script");
        waiting.set(file, resolve);
        script.onerror = () => resolve(null);
        script.src = `search/${file}.js`;
        document.head.append(script);
      }),
    );
  }
  return loaded.get(file);
}

globalThis.winnowShard = (number, words) => waiting.get(String(number))(words);
globalThis.winnowTexts = (number, rows) => waiting.get(`texts-${number}`)(rows);

function shardOf(word) {
  let hash = 2166136261;
  for (const c of [...word].slice(0, PREFIX)) {
    hash = Math.imul(hash ^ c.codePointAt(0), 16777619) >>> 0;
  }
  return ((hash ^ (hash >>> 15)) & (shardCount - 1)) >>> 0;
}

// ---- searching

const WEIGHTS = [1, 1.5, 2, 6];

// The texts that have a word, or a longer one that begins with it: a map of weights. Null:
// the word is in too many.
function textsWith(words, word) {
  const texts = new Map();
  let at = words.indexOf(`;${word}`);
  for (let n = 0; at >= 0 && n < EXPANDED_MAX; n++) {
    const colon = words.indexOf(":", at);
    const end = words.indexOf(";", colon);
    const isWhole = colon - at - 1 === word.length;
    if (isWhole && end === colon + 1) return null;
    const list = words.slice(colon + 1, end).split(",");
    const share = (isWhole ? 1 : 0.5) / Math.log2(2 + list.length);
    let id = 0;
    for (const one of list) {
      const number = Number.parseInt(one, 36);
      id += Math.floor(number / 4);
      const weight = WEIGHTS[number % 4] * share;
      texts.set(id, Math.max(texts.get(id) ?? 0, weight));
    }
    at = words.indexOf(`;${word}`, end);
  }
  return texts;
}

// The ids of the texts with all words, the best first. Null: no word says anything.
async function search(words) {
  const shards = await Promise.all(words.map((word) => load(String(shardOf(word)))));
  const maps = words
    .map((word, i) => textsWith(shards[i] ?? ";", word))
    .filter((map) => map);
  if (!maps.length) return null;
  maps.sort((a, b) => a.size - b.size);
  const scores = [];
  for (const id of maps[0].keys()) {
    if (maps.every((map) => map.has(id))) {
      scores.push([id, maps.reduce((sum, map) => sum + map.get(id), 0)]);
    }
  }
  scores.sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return scores.map(([id]) => id);
}

// ---- showing

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  made.dir = "auto";
  return made;
}

function itemOf(row) {
  const [, , path, title, host, day, excerpt] = row;
  const item = document.createElement("li");
  const link = element("a", "title", title);
  link.href = `${path.split("/").map(encodeURIComponent).join("/")}.html`;
  item.append(link, element("span", "meta", `${host} · ${day}`));
  if (excerpt) item.append(element("span", "excerpt", `${excerpt} …`));
  return item;
}

let newest = 0;

async function show(query) {
  const turn = ++newest;
  const words = wordsOf(query);
  const ids = words.length ? await search(words) : [];
  const shown = (ids ?? []).slice(0, SHOWN_MAX);
  const blocks = await Promise.all(
    shown.map((id) => load(`texts-${Math.floor(id / blockSize)}`)),
  );
  if (turn !== newest) return;
  const rows = shown.map((id, i) => blocks[i]?.find((row) => row[0] === id));
  found.replaceChildren(...rows.filter((row) => row).map(itemOf));
  if (!words.length) said.textContent = "Type a word.";
  else if (!ids) said.textContent = "These words are in most texts: add another one.";
  else if (!ids.length)
    said.textContent = `No text has ${words.length > 1 ? "all these words" : "this word"}.`;
  else
    said.textContent = `${ids.length} text${ids.length === 1 ? "" : "s"}${ids.length > SHOWN_MAX ? `, the best ${SHOWN_MAX} of them` : ""}`;
}

input.value = new URLSearchParams(location.search).get("q") ?? "";
input.addEventListener("input", () => show(input.value));
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
  show(input.value);
});
if (!input.value) input.focus();
show(input.value);
