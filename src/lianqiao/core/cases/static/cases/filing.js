/* A form that saves itself, field by field. Without this file the button below the form does it.

   What is typed goes into the browser's own store first and leaves it only when the server has
   said that the database holds it. One save is on its way at a time, so that a page's saves
   arrive in the order in which they were made; the server tells them apart from other people's by
   the name of the page. */
"use strict";

(() => {
  const form = document.getElementById("filing");
  const say = form.dataset;
  const store = `lianqiao.filing.${say.filing}`;
  const page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");
  const PAUSE = 900;
  const RETRY = [2000, 5000, 15000, 30000];
  const KEPT_DAYS = 30;
  const dirty = new Map(); // field -> how often it was changed since it was last sent
  let onItsWay = false;
  let tries = 0;
  let timer = 0;
  form.elements._page.value = page;

  const fieldOf = (element) => element.closest("[data-field]");
  const byKey = (key) => document.getElementById(`f-${key}`);
  const seenOf = (field) => form.elements[`_seen.${field.dataset.field}`];
  const controlsOf = (field) =>
    [...field.querySelectorAll("[name]")].filter((one) => one.form === form && one.type !== "file" && one.type !== "submit");

  /* What stands in a field: pairs of a control's name and its text. */
  function typedIn(field) {
    const pairs = [];
    for (const one of controlsOf(field)) {
      if (["checkbox", "radio"].includes(one.type) && !one.checked) continue;
      pairs.push([one.name, one.value]);
    }
    return pairs;
  }

  function show(field, state, words) {
    const line = field.querySelector("[data-state]");
    line.dataset.state = state;
    line.textContent = words;
  }

  function overall(words) {
    document.querySelector("[data-overall]").textContent = words;
  }

  /* The browser's own store: nothing typed is lost with a session or a connection. */
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(store) || "{}");
      for (const key of Object.keys(found)) {
        if (Date.now() - found[key].at > KEPT_DAYS * 86400000) delete found[key];
      }
      return found;
    } catch {
      return {};
    }
  }

  function write(found) {
    try {
      if (Object.keys(found).length) localStorage.setItem(store, JSON.stringify(found));
      else localStorage.removeItem(store);
    } catch { /* A full or forbidden store: the page still holds what was typed. */ }
  }

  const keep = (field) => write({ ...kept(), [field.dataset.field]: { typed: typedIn(field), at: Date.now() } });

  function forget(key) {
    const found = kept();
    delete found[key];
    write(found);
  }

  function touch(field, pause) {
    if (!field || "closed" in field.dataset) return;
    const key = field.dataset.field;
    dirty.set(key, (dirty.get(key) || 0) + 1);
    keep(field);
    show(field, "changed", say.sayChanged);
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  async function send() {
    if (onItsWay) return;
    const keys = [...dirty.keys()];
    if (!keys.length) return;
    onItsWay = true;
    const sent = new Map(dirty);
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "_page"]) body.append(name, form.elements[name].value);
    for (const key of keys) {
      const field = byKey(key);
      for (const [name, text] of typedIn(field)) body.append(name, text);
      show(field, "saving", say.saySaving);
    }
    try {
      const answer = await fetch(say.save, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 403) await signedOut(keys, answer.status);
      else if (answer.status >= 500) throw new TypeError("the server failed");
      else took(await answer.json(), sent);
    } catch {
      offline(keys);
    } finally {
      onItsWay = false;
    }
    if (dirty.size && !tries) send();
  }

  function offline(keys) {
    for (const key of keys) show(byKey(key), "offline", say.sayOffline);
    overall(say.sayOffline);
    clearTimeout(timer);
    timer = setTimeout(send, RETRY[Math.min(tries, RETRY.length - 1)]);
    tries += 1;
  }

  /* After a new sign-in in another window the form's token is an old one: fetch the new one. */
  async function signedOut(keys, status) {
    if (status === 403 && tries === 0 && (await freshToken())) {
      tries = 1;
      clearTimeout(timer);
      timer = setTimeout(send, 0);
      return;
    }
    for (const key of keys) show(byKey(key), "out", say.sayOut);
    overall(say.sayOut);
    document.getElementById("signed-out").hidden = false;
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(send, RETRY.at(-1));
  }

  async function freshToken() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = read.querySelector("#filing [name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  }

  /* What the server answers: which fields it holds, which clash, how the form stands. */
  function took(answer, sent) {
    tries = 0;
    document.getElementById("signed-out").hidden = true;
    if (answer.refused) {
      for (const key of sent.keys()) {
        dirty.delete(key);
        show(byKey(key), "wrong", `${say.sayWrong} ${answer.refused}`);
      }
      overall(`${say.sayWrong} ${answer.refused}`);
      return;
    }
    for (const [key, times] of sent) {
      const field = byKey(key);
      const wrong = Object.entries(answer.wrong).find(([place]) => place === key || place.startsWith(`${key}.`));
      if (key in answer.clashes) clash(field, answer.clashes[key]);
      else if (wrong) show(field, "wrong", `${say.sayWrong} ${wrong[1]}`);
      else if (key in answer.saved) held(field, answer.saved[key], times);
      if (dirty.get(key) === times) dirty.delete(key);
    }
    stands(answer);
    form.dispatchEvent(new CustomEvent("lianqiao:saved"));
    if (!dirty.size) overall(Object.keys(kept()).length ? say.sayChanged : `${say.saySaved} ${new Date().toLocaleTimeString()}`);
  }

  function held(field, revision, times) {
    const key = field.dataset.field;
    seenOf(field).value = `${revision}:`;
    field.querySelector("[data-taken]")?.remove();
    if (dirty.get(key) !== times) return;
    forget(key);
    show(field, "saved", say.saySaved);
    const paste = field.querySelector("[data-paste]");
    if (paste?.value.trim()) fetchField(field);
  }

  function clash(field, found) {
    const box = field.querySelector("[data-clash]");
    box.hidden = false;
    box.dataset.revision = found.revision;
    box.querySelector("[data-clash-by]").textContent = found.by;
    box.querySelector("[data-clash-theirs]").textContent = found.theirs;
    box.querySelector("[data-clash-mine]").textContent = found.mine;
    show(field, "clash", say.sayClash);
  }

  /* Visibility, what is asked for, what is wrong: the server has judged. */
  function stands(answer) {
    const visible = new Set(answer.visible);
    const required = new Set(answer.required);
    const problems = { ...answer.problems, ...answer.wrong };
    for (const field of form.querySelectorAll("[data-field]")) {
      const key = field.dataset.field;
      field.hidden = !visible.has(key);
      const optional = field.querySelector("[data-optional]");
      if (optional && !field.querySelector("output[data-calculated]:only-of-type")) optional.hidden = required.has(key);
      marked(field, field.querySelector("[data-problem]"), problems[key]);
      if (answer.notes[key] && field.querySelector("[data-note]")) field.querySelector("[data-note]").textContent = answer.notes[key];
      cells(field, answer.calculated, problems);
    }
    for (const one of form.querySelectorAll("[data-section]")) {
      one.hidden = !one.querySelector("[data-field]:not([hidden])");
      document.querySelector(`[data-nav="${one.dataset.section}"]`).hidden = one.hidden;
    }
    for (const [key, left] of Object.entries(answer.left)) {
      const badge = document.querySelector(`[data-left="${key}"]`);
      if (!badge) continue;
      badge.textContent = left || "✓";
      badge.className = `badge badge--${left ? "warn" : "ok"}`;
    }
    document.querySelector("[data-share]").textContent = answer.share;
    document.querySelector("[data-share-bar]").value = answer.share;
  }

  function marked(field, line, problem) {
    line.hidden = !problem;
    line.textContent = problem || "";
    field.classList.toggle("is-invalid", Boolean(problem));
  }

  /* The server numbers the rows that hold something; the page may have empty ones between. */
  function cells(field, calculated, problems) {
    const plain = field.querySelector(":scope > output[data-calculated]");
    if (plain) plain.textContent = calculated[field.dataset.field] || "–";
    let number = -1;
    for (const row of field.querySelectorAll("[data-rows] > tbody > tr")) {
      const isFilled = [...row.querySelectorAll("[name]")].some((one) => one.value.trim());
      if (isFilled) number += 1;
      for (const one of row.querySelectorAll("[data-calculated], [data-problem-of]")) {
        const own = one.dataset.calculated ?? one.dataset.problemOf;
        const [table, , column] = own.split(".");
        const place = isFilled ? `${table}.${number}.${column}` : "";
        if (one.dataset.calculated !== undefined) one.textContent = calculated[place] || "–";
        else {
          const problem = problems[place] || problems[own] || "";
          one.hidden = !problem || !isFilled;
          one.textContent = problem;
        }
      }
    }
  }

  async function fetchField(field) {
    const key = field.dataset.field;
    const answer = await fetch(say.fields.replace(/\/0\/$/, `/${key}/`));
    if (!answer.ok || dirty.has(key)) return;
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const fresh = made.content.querySelector("[data-field]");
    field.replaceWith(fresh);
    window.htmx?.process(fresh);
    ready(fresh);
    show(fresh, "saved", say.saySaved);
  }

  /* Rows of tables. */
  function addRow(field) {
    const body = field.querySelector("[data-rows] > tbody");
    body.append(field.querySelector("template[data-blank]").content.cloneNode(true));
    renumber(field);
    ready(body.lastElementChild);
    return body.lastElementChild;
  }

  function renumber(field) {
    const rows = field.querySelectorAll("[data-rows] > tbody > tr");
    rows.forEach((row, number) => {
      for (const one of row.querySelectorAll("[name], [id], [data-calculated], [data-problem-of]")) {
        for (const attribute of ["name", "id", "data-calculated", "data-problem-of"]) {
          const old = one.getAttribute(attribute);
          if (old) one.setAttribute(attribute, old.replace(/\.(#|\d+)\./, `.${number}.`));
        }
      }
    });
  }

  function ready(within) {
    for (const button of within.querySelectorAll("[data-add], [data-remove]")) button.hidden = false;
    for (const button of within.querySelectorAll("[data-attach-button], [data-paste-button]")) button.hidden = true;
  }

  /* Put what was typed before into the widgets again. */
  function restore(field, typed) {
    const names = new Set(typed.map(([name]) => name));
    while ([...names].some((name) => /^[a-z0-9_]+\.\d+\./.test(name) && !form.elements[name]) && field.querySelector("[data-rows]")) addRow(field);
    for (const one of controlsOf(field)) {
      if (one.name.startsWith("_")) continue;
      const texts = typed.filter(([name]) => name === one.name).map(([, text]) => text);
      if (["checkbox", "radio"].includes(one.type)) one.checked = texts.includes(one.value);
      else one.value = texts.at(-1) ?? "";
    }
    const seen = typed.find(([name]) => name === `_seen.${field.dataset.field}`);
    // As it was seen when it was typed: what others wrote since is to be asked about.
    if (seen) seenOf(field).value = `${seen[1].split(":")[0]}:`;
  }

  function offer() {
    const box = document.getElementById("unsaved");
    const found = kept();
    const keys = Object.keys(found).filter((key) => byKey(key));
    if (!keys.length) return;
    box.hidden = false;
    box.querySelector("[data-when]").textContent = new Date(Math.max(...keys.map((key) => found[key].at))).toLocaleString();
    box.querySelector("[data-restore]").addEventListener("click", () => {
      box.hidden = true;
      for (const key of keys) {
        restore(byKey(key), found[key].typed);
        touch(byKey(key), 0);
      }
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      box.hidden = true;
      for (const key of keys) forget(key);
    });
  }

  const isOurs = (event) => event.target.form === form && event.target.name && !event.target.name.startsWith("_seen");

  form.addEventListener("input", (event) => { if (isOurs(event)) touch(fieldOf(event.target), PAUSE); });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-attach]")) event.target.form.requestSubmit();
    else if (isOurs(event) && dirty.has(fieldOf(event.target)?.dataset.field)) touch(fieldOf(event.target), 100);
  });
  form.addEventListener("paste", (event) => {
    const cell = event.target.closest("[data-rows]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/\t|\n./.test(text)) return;
    event.preventDefault();
    const field = fieldOf(cell);
    field.querySelector("[data-paste]").value = text;
    touch(field, 0);
  });
  form.addEventListener("click", (event) => {
    const field = fieldOf(event.target);
    if (event.target.closest("[data-add]")) addRow(field).querySelector("[name]")?.focus();
    if (event.target.closest("[data-remove]")) {
      event.target.closest("tr").remove();
      renumber(field);
      touch(field, 0);
    }
    const keeps = event.target.closest("[data-keep]");
    if (!keeps) return;
    const box = field.querySelector("[data-clash]");
    box.hidden = true;
    if (keeps.dataset.keep === "mine") {
      seenOf(field).value = `${box.dataset.revision}:`;
      touch(field, 0);
    } else {
      forget(field.dataset.field);
      dirty.delete(field.dataset.field);
      fetchField(field);
    }
  });
  form.addEventListener("submit", () => window.removeEventListener("beforeunload", warn));
  document.addEventListener("htmx:afterSwap", (event) => { ready(form); if (event.target.dataset?.field) show(byKey(event.target.dataset.field), "saved", ""); });
  window.addEventListener("online", () => { tries = 0; send(); });
  function warn(event) { if (dirty.size) event.preventDefault(); }
  window.addEventListener("beforeunload", warn);

  ready(form);
  offer();
})();
