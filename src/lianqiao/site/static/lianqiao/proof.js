/* Proof of work for forms that strangers send: looks for a counter so that SHA-256 of
   "challenge:counter" begins with so many zero bits. Own SHA-256, because the browser's is
   missing on plain http. Without this file the form goes the slow way. */
"use strict";

const proofRoots = (() => {
  const fraction = (value) => ((value - Math.floor(value)) * 2 ** 32) | 0;
  const constants = [];
  const start = [];
  for (let n = 2; constants.length < 64; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
    if (!isPrime) continue;
    if (start.length < 8) start.push(fraction(Math.sqrt(n)));
    constants.push(fraction(Math.cbrt(n)));
  }
  return { constants, start };
})();

function sha256(text) {
  const { constants, start } = proofRoots;
  const bytes = new TextEncoder().encode(text);
  const length = ((bytes.length + 8) >> 6) + 1;
  const words = new Int32Array(length * 16);
  bytes.forEach((byte, i) => { words[i >> 2] |= byte << (24 - (i % 4) * 8); });
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length % 4) * 8);
  words[words.length - 1] = bytes.length * 8;
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const state = Int32Array.from(start);
  const w = new Int32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) { w[i] = words[block + i]; continue; }
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = (state[i] + value) | 0; });
  }
  return state;
}

for (const form of document.querySelectorAll("form[data-proof]")) {
  const challenge = form.elements.challenge.value;
  const difficulty = Number(form.dataset.proof);
  const solves = (n) => {
    const state = sha256(`${challenge}:${n}`);
    return difficulty === 0 || Math.clz32(state[0]) >= difficulty;
  };
  let next = 0;
  const work = () => {
    for (const end = next + 2000; next < end; next++) {
      if (solves(next)) {
        form.elements.counter.value = next;
        if (form.dataset.waiting) form.submit();
        return;
      }
    }
    setTimeout(work);
  };
  form.addEventListener("submit", (event) => {
    if (form.elements.counter.value !== "") return;
    event.preventDefault();
    form.dataset.waiting = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
  });
  setTimeout(work);
}
