// The rest of the page: light and dark, tables that sort, pictures that filter and grow.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function startSmoothing() {
    const label = document.getElementById("smoothing");
    const slider = label.querySelector("input"), shown = label.querySelector("output");
    if (!hoiCharts.start(Number(slider.value))) return;
    label.hidden = false;
    slider.addEventListener("input", () => {
      shown.textContent = Number(slider.value).toFixed(2);
      hoiCharts.smooth(Number(slider.value));
    });
  }

  function startTheme() {
    const root = document.documentElement, button = document.getElementById("theme");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      name();
      hoiCharts.redraw();
    });
    system.addEventListener("change", () => { name(); hoiCharts.redraw(); });
  }

  // The value by which a cell is sorted: its number, or else its text.
  function sortValue(row, column) {
    const cell = row.cells[column];
    const text = cell.dataset.value ?? cell.textContent.trim().replaceAll(",", "");
    const number = Number(text);
    return text !== "" && Number.isFinite(number) ? number : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b));
  }

  function sortTable(table, heading) {
    const column = heading.cellIndex, body = table.tBodies[0];
    const isFirst = column === 0;
    const now = heading.getAttribute("aria-sort");
    // Words rise and numbers fall at the first click.
    const next = now === null ? (isFirst ? "ascending" : "descending")
      : now === "ascending" ? "descending" : "ascending";
    all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", next);
    const sign = next === "ascending" ? 1 : -1;
    const rows = [...body.rows];
    rows.sort((a, b) => sign * compare(sortValue(a, column), sortValue(b, column)));
    body.append(...rows);
  }

  function startTables() {
    for (const table of all("table.sortable")) {
      table.classList.add("live");
      for (const heading of all("th", table)) {
        heading.tabIndex = 0;
        heading.addEventListener("click", () => sortTable(table, heading));
        heading.addEventListener("keydown", (event) => {
          if (event.key === "Enter") sortTable(table, heading);
        });
      }
    }
  }

  function startFilters() {
    const buttons = all(".filters .chip");
    const choose = (chosen) => {
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === chosen)));
      const outcome = chosen.dataset.filter;
      for (const picture of all(".picture")) {
        picture.hidden = outcome !== "" && picture.dataset.outcome !== outcome;
      }
    };
    buttons.forEach((button) => button.addEventListener("click", () => choose(button)));
    if (buttons.length > 0) choose(buttons[0]);
  }

  function startEnlarging() {
    const pictures = all(".picture .zoom");
    if (pictures.length === 0) return;
    const dialog = document.createElement("dialog"), large = document.createElement("img");
    dialog.append(large);
    document.body.append(dialog);
    dialog.addEventListener("click", () => dialog.close());
    for (const button of pictures) {
      button.addEventListener("click", () => {
        const small = button.querySelector("img");
        large.src = small.src;
        large.alt = small.alt;
        dialog.showModal();
      });
    }
  }

  startSmoothing();
  startTheme();
  startTables();
  startFilters();
  startEnlarging();
})();
