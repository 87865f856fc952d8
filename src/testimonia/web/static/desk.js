// The desk's own script: keys, and words selected in a text. It works without; nothing is decided here.
"use strict";

const points = (text) => Array.from(text).length; // code points: the browser counts UTF-16 units, the study does not

/** Offset in the article of a place in the DOM, in code points; null outside the text. */
function offset(node, at) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!piece) return null;
  const range = document.createRange();
  range.selectNodeContents(piece);
  range.setEnd(node, at);
  return Number(piece.dataset.start) + points(range.toString());
}

/** Start and end of the words selected in #text, without blanks at the edges; null where there are none. */
function selected() {
  const text = document.getElementById("text"), held = window.getSelection();
  if (!text || !held.rangeCount || held.isCollapsed) return null;
  const range = held.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const pieces = [...text.querySelectorAll("[data-start]")].filter((piece) => range.intersectsNode(piece));
  let start = null, end = null, words = "";
  for (const piece of pieces) {
    const whole = document.createRange();
    whole.selectNodeContents(piece);
    const from = piece.contains(range.startContainer) ? offset(range.startContainer, range.startOffset) : Number(piece.dataset.start);
    const to = piece.contains(range.endContainer) ? offset(range.endContainer, range.endOffset) : Number(piece.dataset.start) + points(whole.toString());
    if (from === null || to === null || to <= from) continue;
    start = start === null ? from : start;
    end = to;
    words += Array.from(whole.toString()).slice(from - Number(piece.dataset.start), to - Number(piece.dataset.start)).join("");
  }
  if (start === null) return null;
  start += points(words) - points(words.trimStart());
  end -= points(words) - points(words.trimEnd());
  return end > start ? { start, end, words: words.trim() } : null;
}

let last = null;
document.addEventListener("selectionchange", () => {
  const found = selected();
  if (!found) return;
  last = found;
  const chosen = document.getElementById("chosen");
  if (chosen) chosen.textContent = found.words.length > 160 ? found.words.slice(0, 160) + "…" : found.words;
  const coder = document.getElementById("coder");
  if (coder) {
    coder.elements.start.value = found.start;
    coder.elements.end.value = found.end;
    for (const button of coder.querySelectorAll("button")) button.disabled = false;
  }
  const mark = document.getElementById("mark");
  if (mark) mark.disabled = false;
});

// One unit of double coding: the marks are kept on the page until the answer is given as a whole.
document.addEventListener("click", (event) => {
  const list = document.getElementById("marked");
  if (event.target.id === "mark" && last && list) {
    const code = document.getElementById("unit-code"), denied = document.getElementById("unit-denied").checked;
    const item = document.createElement("li"), name = document.createElement("strong"), drop = document.createElement("button");
    Object.assign(item.dataset, { code: code.value, start: last.start, end: last.end });
    if (denied) item.dataset.denied = "";
    name.textContent = code.selectedOptions[0].textContent + (denied ? ", denied" : "");
    drop.type = "button";
    drop.className = "plain drop";
    drop.textContent = "remove";
    item.append(name, ": " + last.words + " ", drop);
    list.append(item);
  }
  if (event.target.classList.contains("drop")) event.target.closest("li").remove();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("id") === "unit") { // form.id would be the field of that name
    const marks = [...document.querySelectorAll("#marked > li")].map((li) => ({
      code: li.dataset.code, start: Number(li.dataset.start), end: Number(li.dataset.end), denied: "denied" in li.dataset,
    }));
    document.getElementById("marks").value = JSON.stringify(marks);
  }
  const takes = form.querySelector(".takes-reason"), reason = document.getElementById("reason");
  if (takes && reason) {
    takes.value = reason.value;
    if (form.querySelector("[data-needs-reason]") && !reason.value.trim()) {
      event.preventDefault();
      reason.dataset.then = form.querySelector("button").dataset.key;
      reason.placeholder = "Say why, then press Enter";
      reason.focus();
      return;
    }
  }
  if (form.dataset.sent) event.preventDefault(); // a second press of the key is no second decision
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at.id === "reason" && event.key === "Enter") {
    event.preventDefault();
    const button = at.dataset.then && document.querySelector(`[data-key="${CSS.escape(at.dataset.then)}"]`);
    if (button && at.value.trim()) button.click();
    else at.blur();
    return;
  }
  if (at.matches("input, textarea, select")) {
    if (event.key === "Escape") at.blur();
    return;
  }
  const key = CSS.escape(event.key);
  const found = document.querySelector(`[data-key="${key}"], [data-go="${key}"], [data-focus="${key}"]`);
  if (!found) return;
  event.preventDefault();
  if ("focus" in found.dataset) found.focus();
  else found.click();
});

const asked = document.querySelector("mark.ask");
if (asked && document.getElementById("text")) asked.scrollIntoView({ block: "center" });
