"use strict";
(() => {
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  if (!search) return;
  const bands = [...document.querySelectorAll(".band")].map((band) => ({
    band,
    number: Number(band.dataset.n),
    text: (band.querySelector("h2").textContent + " " + band.querySelector("details").textContent).toLowerCase(),
  }));
  const boxes = [...document.querySelectorAll(".tones input[type=checkbox]")];
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = boxes.filter((box) => !box.checked).map((box) => "of-" + box.id.slice(2));
    let shown = 0;
    let all = 0;
    for (const { band, number, text } of bands) {
      band.hidden = !words.every((word) => text.includes(word));
      shown += band.hidden || off.some((name) => band.classList.contains(name)) ? 0 : number;
      all += number;
    }
    count.textContent = `${shown} of ${all} functions shown`;
  };
  for (const part of document.querySelectorAll(".scripted")) part.hidden = false;
  for (const input of [search, ...boxes]) input.addEventListener("input", apply);
  apply();
})();
