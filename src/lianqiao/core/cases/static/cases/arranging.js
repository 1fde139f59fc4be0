/* Parts of a draft are dragged to their place. Without this file, and by keyboard, the arrows do it.

   A list says what it is (data-list="forms/0/sections/0/fields"), a part where it is (data-place).
   A part goes into any list of the same kind; the form "change" tells the server. */
"use strict";

(() => {
  const change = document.getElementById("change");
  const kind = (list) => list.dataset.list.split("/").filter((_, n) => n % 2 === 0).join("/");
  const partsOf = (list) => [...list.children].filter((one) => one.dataset.place);
  let dragged = null;
  let spot = null; // the list and the number at which what is dragged would stand

  for (const grip of document.querySelectorAll("[data-grip]")) {
    const part = grip.closest("[data-place]");
    if (!part || !part.parentElement.closest("[data-list]")) continue; // a form or a review stays in its order
    grip.hidden = false;
    grip.addEventListener("pointerdown", () => { part.draggable = true; });
    grip.addEventListener("pointerup", () => { part.draggable = false; });
    part.addEventListener("dragstart", (event) => begin(event, part));
    part.addEventListener("dragend", () => end(part));
  }

  for (const list of document.querySelectorAll("[data-list]")) {
    list.addEventListener("dragover", (event) => over(event, list));
    list.addEventListener("drop", (event) => drop(event, list));
  }

  function begin(event, part) {
    if (dragged) return; // a part inside it has begun already
    dragged = part;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", part.dataset.place);
    part.classList.add("is-dragged");
  }

  function end(part) {
    part.draggable = false;
    part.classList.remove("is-dragged");
    unmark();
    dragged = null;
  }

  function unmark() {
    for (const one of document.querySelectorAll(".is-before, .is-after")) one.classList.remove("is-before", "is-after");
  }

  function fits(list) {
    return dragged && !dragged.contains(list) && kind(list) === kind(dragged.parentElement.closest("[data-list]"));
  }

  function over(event, list) {
    if (!fits(list)) return;
    event.preventDefault();
    event.stopPropagation();
    const parts = partsOf(list);
    const below = parts.findIndex((one) => event.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
    const number = below < 0 ? parts.length : below;
    spot = { list, number };
    unmark();
    if (parts.length) parts[Math.min(number, parts.length - 1)].classList.add(number < parts.length ? "is-before" : "is-after");
  }

  function drop(event, list) {
    if (!spot || spot.list !== list) return;
    event.preventDefault();
    event.stopPropagation();
    for (const [name, value] of [["move", dragged.dataset.place], ["to", `${list.dataset.list}/${spot.number}`]]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      change.append(field);
    }
    change.submit();
  }
})();
