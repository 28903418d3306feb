// The tab with interventions: filtering, counting and the download, all from what stands on the page.
(() => {
  "use strict";
  const root = () => document.querySelector(".catalogus");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const searched = new WeakMap();

  function words(row) {
    if (!searched.has(row)) {
      const parts = row.querySelectorAll(".naam, .ook, .waarde, blockquote");
      searched.set(row, fold([...parts].map((part) => part.textContent).join(" ")));
    }
    return searched.get(row);
  }

  // Ages are in whole months, both ends included; a year asked is twelve of them. null: the source gives no age.
  function hasAge(row, years) {
    if (row.dataset.low === undefined) return null;
    const high = row.dataset.high === "" ? Infinity : Number(row.dataset.high);
    return Number(row.dataset.low) <= years * 12 + 11 && years * 12 <= high;
  }

  function meets(row, key, value) {
    if (value === "") return true;
    if (key === "words") return fold(value).split(/\s+/).every((word) => words(row).includes(word));
    if (key === "age") return hasAge(row, Number(value));
    return row.dataset[key].split("|").includes(value);
  }

  function filter() {
    const rows = [...root().querySelectorAll(".interventies > li")];
    const filters = [...root().querySelectorAll("[data-filter]")].map((field) => [
      field.dataset.filter,
      field.validity.valid ? field.value.trim() : "",
    ]);
    let shown = 0;
    let ageless = 0;
    for (const row of rows) {
      const met = filters.map(([key, value]) => meets(row, key, value));
      row.hidden = !met.every(Boolean);
      if (!row.hidden) shown += 1;
      else if (met.every((one) => one !== false)) ageless += 1;
    }
    const set = filters.some(([, value]) => value !== "");
    const all = rows.length === 1 ? "1 interventie" : `${rows.length} interventies`;
    const more = ageless ? ` Bij ${ageless} andere vermeldt de bron geen leeftijd.` : "";
    const wrong = root().querySelector("[data-filter]:invalid") ? " Vul als leeftijd een heel getal in, van 0 tot en met 26." : "";
    root().querySelector(".telling").textContent = (set ? `${shown} van ${all}.${more}` : `${all}.`) + wrong;
    root().querySelector(".geen").hidden = shown > 0;
    root().querySelector(".download").disabled = shown === 0;
    root().querySelector(".wis").disabled = !set && !wrong;
  }

  function download(button) {
    const rows = [...root().querySelectorAll(".interventies > li:not([hidden])")];
    // The mark in front tells a spreadsheet program that this is UTF-8.
    const parts = ["\ufeff", button.dataset.csv, ...rows.map((row) => row.dataset.csv)];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
    link.download = "interventies.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function clear() {
    root().querySelectorAll("[data-filter]").forEach((field) => (field.value = ""));
    filter();
    root().querySelector("input[type=search]").focus();
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches?.(".catalogus [data-filter]")) filter();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".catalogus :is(.wis, .download)");
    if (button) button.matches(".wis") ? clear() : download(button);
  });
})();
