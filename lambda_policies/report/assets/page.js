"use strict";
(() => {
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const groups = [...document.querySelectorAll(".group")].map((group) => ({
    group,
    title: group.querySelector("h3").textContent.toLowerCase(),
    findings: [...group.querySelectorAll(".finding")].map((finding) => ({
      finding,
      number: Number(finding.dataset.n),
      text: finding.textContent.toLowerCase(),
    })),
  }));
  const boxes = [...document.querySelectorAll(".filters input[type=checkbox]")];
  const classOf = { s: "", o: "is-", n: "is-", f: "f-" };
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = boxes.filter((box) => !box.checked).map((box) => classOf[box.id[0]] + box.id.slice(2));
    let shown = 0;
    let all = 0;
    for (const { group, title, findings } of groups) {
      let here = 0;
      for (const { finding, number, text } of findings) {
        const fits = words.every((word) => title.includes(word) || text.includes(word));
        finding.hidden = !fits;
        here += fits && !off.some((name) => finding.classList.contains(name)) ? number : 0;
        all += number;
      }
      group.hidden = here === 0;
      shown += here;
    }
    count.textContent = `${shown} of ${all} shown`;
  };
  for (const part of document.querySelectorAll(".scripted")) part.hidden = false;
  for (const input of [search, ...boxes]) input.addEventListener("input", apply);
  apply();
})();
