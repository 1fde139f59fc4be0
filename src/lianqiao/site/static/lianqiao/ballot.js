/* A letter's link carries the code behind #, which is never sent: it goes into the field, and out of sight. */
"use strict";
const field = document.querySelector("[data-code]");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1)).slice(0, field.maxLength);
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button").focus();
}
