// Shows the TEI file the page names: CETEIcean makes elements of it, the rest is below.
"use strict";

const shown = document.getElementById("tei");
const panel = document.getElementById("entry");
const quoted = /^\s*["'“”„‟«»‹›‘’‚「『]/;

function entryOf(name) {
  const pointer = name.getAttribute("ref") || name.getAttribute("key") || "";
  const id = pointer.trim().split(/\s+/)[0].replace(/^#/, "");
  const entry = id && !/[\s/:]/.test(id) ? document.getElementById(id) : null;
  return entry && /^tei-(person|place|org|event|bibl)$/.test(entry.localName) ? entry : null;
}

function facts(entry) {
  const forms = [...entry.children].filter((one) => /name$|title$/.test(one.localName));
  const main = forms.find((one) => one.getAttribute("type") === "main") || forms[0] || entry;
  const dates = ["tei-birth", "tei-death"].map((name) => {
    const date = entry.querySelector(name);
    return date ? date.getAttribute("when") || date.textContent.trim() : "";
  });
  const others = forms.filter((one) => one !== main && one.getAttribute("type") !== "sort").map((one) => one.textContent.trim());
  return { main: main.textContent.trim(), life: dates.some(Boolean) ? dates.join("–") : "", others };
}

function show(name) {
  const { main, life, others } = facts(entryOf(name));
  const title = document.createElement("h2");
  title.textContent = life ? `${main} (${life})` : main;
  const also = document.createElement("p");
  also.textContent = others.length ? `also ${others.join(", ")}` : "";
  panel.replaceChildren(title, ...(others.length ? [also] : []));
  panel.hidden = false;
}

function prepareNames() {
  for (const name of shown.querySelectorAll("[ref], [key]")) {
    if (!name.closest("tei-standoff, tei-teiheader") && entryOf(name)) {
      name.dataset.entry = "";
      name.tabIndex = 0;
      name.setAttribute("role", "button");
    }
  }
}

function prepareNotes() {
  const numbers = new Map();
  shown.querySelectorAll("a[id^='src_note_']").forEach((link) => {
    const note = link.closest("tei-note");
    if (note && note.id) {
      numbers.set(note.id, link.id.slice(3));
    }
  });
  for (const note of shown.querySelectorAll("ol.notes > li")) {
    note.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    const back = document.createElement("a");
    back.href = `#src${note.id}`;
    back.textContent = "↩";
    back.setAttribute("aria-label", "back to the text");
    note.append(" ", back);
  }
  for (const link of shown.querySelectorAll("a[href^='#']")) {
    const number = numbers.get(decodeURIComponent(link.hash.slice(1)));
    if (number) {
      link.href = `#${number}`;
    }
  }
}

function makeSafe() {
  for (const link of shown.querySelectorAll("a[href]")) {
    if (!/^(https?|mailto):$/.test(link.protocol) && link.protocol !== location.protocol) {
      link.removeAttribute("href");
    }
  }
}

function markQuotations() {
  for (const quotation of shown.querySelectorAll("tei-q, tei-said, tei-socalled")) {
    quotation.classList.toggle("no-marks", !quoted.test(quotation.textContent));
  }
}

const activate = (event) => {
  const name = event.target.closest && event.target.closest("[data-entry]");
  if (name && (event.type === "click" || event.key === "Enter")) {
    show(name);
  }
};
shown.addEventListener("click", activate);
shown.addEventListener("keydown", activate);

new CETEI().getHTML5(document.body.dataset.tei, (made) => {
  shown.replaceChildren(made);
  prepareNotes();
  prepareNames();
  markQuotations();
  makeSafe();
  document.body.dataset.ready = "yes";
});
