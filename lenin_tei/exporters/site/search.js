// Search without a server: the index lies beside the page, in one file for every thousand documents.
"use strict";

const FIELDS = ["title", "names", "text"];
const MOST = 50;
const QUOTED = 10;
const AROUND = 90;

// Words as the index has them: small letters without accents (harvest.py does the same).
function fold(text) {
  return text.toLowerCase().normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
}
function words(text) {
  return fold(text).match(/[\p{L}\p{N}]+/gu) || [];
}

const options = {
  fields: FIELDS,
  storeFields: ["title", "author", "dated", "kind"],
  tokenize: words,
  processTerm: (term) => term,
};
const asked = {
  combineWith: "AND",
  prefix: (term) => term.length > 3,
  fuzzy: (term) => (term.length > 5 ? 0.15 : false),
  boost: { title: 3, names: 1.5 },
};

const status = document.getElementById("status");
const results = document.getElementById("results");
const field = document.getElementById("query");
let indexes = null;

async function load() {
  if (indexes) return indexes;
  const names = await (await fetch("search/index.json")).json();
  const read = [];
  // All are asked for at once; they are read one after the other.
  const answers = names.map((name) => fetch("search/" + name));
  for (const answer of answers) {
    read.push(MiniSearch.loadJSON(await (await answer).text(), options));
  }
  indexes = read;
  return indexes;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Where in a page the first of the words found stands, with the words around it.
async function quote(place, page, terms) {
  const answer = await fetch(page);
  if (!answer.ok) return;
  const text = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".document");
  if (!text) return;
  for (const paragraph of text.querySelectorAll("p, li, td, h1, h2, h3, h4, .tei-l, .tei-p")) {
    const said = paragraph.textContent.replace(/\s+/gu, " ");
    for (const found of said.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      if (!terms.includes(fold(found[0]))) continue;
      const end = found.index + found[0].length;
      // Words at the ends are left out where they are cut.
      let before = said.slice(Math.max(0, found.index - AROUND), found.index);
      if (found.index > AROUND) before = before.replace(/^\S*\s/u, "");
      let after = said.slice(end, end + AROUND);
      if (said.length > end + AROUND) after = after.replace(/\s\S*$/u, "");
      place.append((found.index > AROUND ? "… " : "") + before, element("mark", found[0]), after + (said.length > end + AROUND ? " …" : ""));
      return;
    }
  }
}

function show(hits) {
  results.replaceChildren();
  hits.slice(0, MOST).forEach((hit, number) => {
    const item = element("li");
    const link = element("a", hit.title);
    link.href = "text/" + encodeURIComponent(hit.id) + ".html";
    const first = hit.terms[0];
    if (first) link.href += "#:~:text=" + encodeURIComponent(hit.queryTerms[0] || first);
    const facts = [hit.author, hit.dated].filter(Boolean).join(", ");
    item.append(link);
    if (facts) item.append(" ", element("span", facts, "facts"));
    const place = element("p", "", "context");
    item.append(place);
    results.append(item);
    if (number < QUOTED) quote(place, "text/" + encodeURIComponent(hit.id) + ".html", hit.terms).catch(() => {});
  });
}

async function search() {
  const query = field.value.trim();
  results.replaceChildren();
  if (!words(query).length) {
    status.textContent = "";
    return;
  }
  status.textContent = "Searching …";
  try {
    const hits = (await load()).flatMap((index) => index.search(query, asked));
    hits.sort((one, other) => other.score - one.score);
    show(hits);
    const count = hits.length === 1 ? "1 text" : hits.length + " texts";
    status.textContent = hits.length ? count + " found" + (hits.length > MOST ? ", the best " + MOST + " are shown" : "") : "Nothing found";
  } catch (error) {
    status.textContent = location.protocol === "file:"
      ? "Search works when the edition is served, for example with: python3 -m http.server"
      : "The index of the search could not be read.";
  }
}

document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("q", field.value);
  if (location.protocol !== "file:") history.replaceState(null, "", address);
  search();
});
field.value = new URLSearchParams(location.search).get("q") || "";
if (field.value) search();
