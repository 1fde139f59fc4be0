/* Fills in where the phone is; without it, or without leave, one types it. */
"use strict";

for (const button of document.querySelectorAll("[data-locate]")) {
  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      document.getElementById("id_longitude").value = coords.longitude.toFixed(6);
      document.getElementById("id_latitude").value = coords.latitude.toFixed(6);
    });
  });
}
