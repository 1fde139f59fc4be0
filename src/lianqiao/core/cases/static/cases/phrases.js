/* Phrases: a press puts one into its field, behind what stands there. Without this they are copied. */
"use strict";

for (const list of document.querySelectorAll("[data-phrases]")) {
  for (const button of list.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(list.dataset.phrases);
      const text = button.parentElement.querySelector("template").content.textContent;
      field.value += (field.value && !field.value.endsWith("\n") ? "\n" : "") + text;
      list.open = false;
      field.focus();
    });
  }
}
