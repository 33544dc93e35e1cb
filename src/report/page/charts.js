// Turns the standing drawings of the page into charts that zoom, tell values and switch curves.
// Reads the block "chart-data" (report/line_chart.h); does nothing where the library is missing.
"use strict";
const hoiCharts = (() => {
  const dashes = [[], [6, 3], [2, 2.5], [9, 3, 2, 3], [4, 2], [1, 4]];
  const charts = [];

  const style = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

  // Exponential mean of a noisy curve, free of the pull towards zero at its start.
  function smoothed(values, weight) {
    let mean = 0, share = 0;
    return values.map((value) => {
      mean = weight * mean + (1 - weight) * value;
      share = weight * share + (1 - weight);
      return mean / share;
    });
  }

  function shortNumber(value) {
    if (value === null || value === undefined) return "";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
    return String(+value.toPrecision(4));
  }

  class Chart {
    constructor(spec, card) {
      this.spec = spec;
      this.card = card;
      this.plot = card.querySelector(".plot");
      this.readout = card.querySelector(".readout");
      this.chips = [...card.querySelectorAll(".legend .chip")];
      this.hidden = new Set();
      this.group = spec.groups[0] || "";
      this.logarithmic = false;
      this.weight = 0;
      card.classList.add("live");
      this.addControls();
      this.chips.forEach((chip, curve) => {
        chip.addEventListener("click", () => this.toggle(curve));
        chip.addEventListener("dblclick", () => this.isolate(curve));
      });
      new ResizeObserver(() => this.resize()).observe(this.plot);
    }

    addControls() {
      const group = this.card.querySelector(".group");
      if (this.spec.groups.length > 1) {
        const select = document.createElement("select");
        select.setAttribute("aria-label", "what is shown");
        for (const name of this.spec.groups) select.add(new Option(name, name));
        select.addEventListener("change", () => { this.group = select.value; this.draw(); });
        group.replaceChildren(select);
      }
      if (!this.spec.smooth) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "switch";
      button.textContent = "log";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        this.logarithmic = !this.logarithmic;
        button.setAttribute("aria-pressed", String(this.logarithmic));
        this.draw();
      });
      group.after(button);
    }

    isInGroup(curve) { return curve.group === "" || curve.group === this.group; }
    isShown(number) { return this.isInGroup(this.spec.curves[number]) && !this.hidden.has(number); }

    toggle(curve) {
      if (this.hidden.has(curve)) this.hidden.delete(curve); else this.hidden.add(curve);
      this.draw();
    }

    // Alone, or all again when it is alone already.
    isolate(curve) {
      const others = this.spec.curves.map((_, number) => number)
        .filter((number) => number !== curve && this.isInGroup(this.spec.curves[number]));
      const alone = others.every((number) => this.hidden.has(number));
      this.hidden.delete(curve);
      others.forEach((number) => { if (alone) this.hidden.delete(number); else this.hidden.add(number); });
      this.draw();
    }

    // The lines to draw: of a smoothed curve the values themselves too, faint, where there is room.
    lines() {
      const shown = this.spec.curves.map((_, number) => number).filter((number) => this.isShown(number));
      const weight = this.spec.smooth ? this.weight : 0;
      const lines = [];
      for (const number of shown) {
        const curve = this.spec.curves[number];
        if (weight > 0 && shown.length <= 4) lines.push({number, x: curve.x, y: curve.y, faint: true});
        lines.push({number, x: curve.x, y: weight > 0 ? smoothed(curve.y, weight) : curve.y, faint: false});
      }
      return lines;
    }

    seriesOf(line) {
      const curve = this.spec.curves[line.number];
      const colour = style(this.chips[line.number], "--c");
      return {
        stroke: line.faint ? colour + "4d" : colour,
        width: line.faint ? 1 : 1.8,
        dash: line.faint ? [] : dashes[curve.dash],
        spanGaps: true,
        points: {show: line.x.length < 30 && !line.faint, size: 6, fill: colour},
      };
    }

    axis(more) {
      const muted = style(document.documentElement, "--muted");
      const grid = style(document.documentElement, "--grid");
      return {stroke: muted, font: "12px system-ui, sans-serif", ticks: {show: false},
              grid: {stroke: grid, width: 1}, ...more};
    }

    options(lines) {
      const zero = this.spec.zero;
      const y = this.logarithmic ? {distr: 3} : {range: (_, low, high) => {
        if (low === null) return [0, 1];
        const margin = 0.06 * (high - low || Math.abs(high) || 1);
        return [low < 0 ? low - margin : zero ? 0 : Math.max(0, low - margin), high + margin];
      }};
      return {
        ...this.size(),
        legend: {show: false},
        padding: [10, 22, 0, 0],
        scales: {x: {time: false}, y},
        series: [{}, ...lines.map((line) => this.seriesOf(line))],
        axes: [
          this.axis({size: 30, grid: {show: false}, space: 70, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString("en"))}),
          this.axis({size: 58, values: (_, ticks) => ticks.map((tick) => tick === null ? "" : shortNumber(tick))}),
        ],
        cursor: {sync: {key: "steps", scales: ["x", null]}, drag: {x: true, y: false}, y: false, points: {size: 7}},
        hooks: {setCursor: [(plot) => this.tell(plot)]},
      };
    }

    // Values at the cursor, in the legend.
    tell(plot) {
      const index = plot.cursor.idx;
      const values = new Map();
      if (index !== null && index !== undefined) {
        this.drawn.forEach((line, i) => {
          if (!line.faint) values.set(line.number, nearest(line, plot.data[0][index]));
        });
        this.readout.textContent = "step " + plot.data[0][index].toLocaleString("en");
      } else {
        this.readout.textContent = "";
      }
      this.chips.forEach((chip, number) => {
        chip.querySelector("b").textContent = shortNumber(values.get(number));
      });
    }

    draw() {
      const range = this.uplot && this.zoomed() ? {...this.uplot.scales.x} : null;
      if (this.uplot) this.uplot.destroy();
      this.drawn = this.lines();
      this.chips.forEach((chip, number) => {
        chip.hidden = !this.isInGroup(this.spec.curves[number]);
        chip.classList.toggle("off", this.hidden.has(number));
        chip.setAttribute("aria-pressed", String(!this.hidden.has(number)));
      });
      const tables = this.drawn.map((line) => [line.x, line.y]);
      const data = tables.length > 0 ? uPlot.join(tables) : [[]];
      this.plot.replaceChildren();
      this.uplot = new uPlot(this.options(this.drawn), data, this.plot);
      if (range !== null && data[0].length > 0) this.uplot.setScale("x", {min: range.min, max: range.max});
    }

    zoomed() {
      const steps = this.uplot.data[0], scale = this.uplot.scales.x;
      // A chart that was replaced before it was drawn has no range yet.
      if (steps.length < 2 || typeof scale.min !== "number") return false;
      return scale.min > steps[0] || scale.max < steps[steps.length - 1];
    }

    // The place that the card leaves for the curves; they do not stretch it.
    size() {
      return {width: Math.max(200, this.plot.clientWidth), height: Math.max(200, this.plot.clientHeight)};
    }

    resize() {
      const {width, height} = this.size();
      if (this.uplot && (width !== this.uplot.width || height !== this.uplot.height)) {
        this.uplot.setSize({width, height});
      }
    }
  }

  // The value of a line at the last of its steps that is no later than `step`.
  function nearest(line, step) {
    let low = 0, high = line.x.length - 1;
    if (high < 0 || line.x[0] > step) return undefined;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (line.x[middle] <= step) low = middle; else high = middle - 1;
    }
    return line.y[low];
  }

  function start(weight) {
    if (typeof uPlot === "undefined") return false;
    for (const spec of JSON.parse(document.getElementById("chart-data").textContent)) {
      const card = document.querySelector(`.chart[data-chart="${CSS.escape(spec.id)}"]`);
      if (card === null) continue;
      const chart = new Chart(spec, card);
      chart.weight = weight;
      chart.draw();
      charts.push(chart);
    }
    return charts.length > 0;
  }

  function smooth(weight) {
    for (const chart of charts) {
      chart.weight = weight;
      if (chart.spec.smooth) chart.draw();
    }
  }

  const redraw = () => charts.forEach((chart) => chart.draw());
  return {start, smooth, redraw};
})();
