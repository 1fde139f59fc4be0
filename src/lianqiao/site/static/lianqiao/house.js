/* What the pages do beyond links and forms. Without it everything still works. */
"use strict";

/* Light or dark: the server reads the cookie, so the next page comes in the right colours. */
const root = document.documentElement;
const darkWished = window.matchMedia("(prefers-color-scheme: dark)");
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const isDark = (root.dataset.theme || (darkWished.matches ? "dark" : "light")) === "dark";
    root.dataset.theme = isDark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });
}

/* Menus close with Escape and with a click elsewhere. */
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* On a phone the facets would stand before the results: they start closed there. */
if (window.matchMedia("(max-width: 56rem)").matches) {
  for (const box of document.querySelectorAll("details[data-wide-only]")) box.open = false;
}

/* On a phone the line of ways is wider than the screen: where one is comes into sight. */
for (const link of document.querySelectorAll(".ways [aria-current], .rooms [aria-current], .tabs [aria-current]")) {
  const line = link.closest("ul, .tabs");
  line.scrollLeft = link.offsetLeft - line.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
}

/* A refused form is read out from its first line. */
document.querySelector("[data-focus]")?.focus();

/* The server did not answer an htmx request at all. */
document.addEventListener("htmx:sendError", () => {
  const text = document.getElementById("no-answer").content.cloneNode(true);
  document.getElementById("messages").replaceChildren(text);
});
