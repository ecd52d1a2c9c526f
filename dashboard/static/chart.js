// Shows one figure: drawn for the width and the theme at hand, downloadable as the white paper picture (picture.js).
// The figure arrives in paper colours; `dark` maps each of them to its partner on a dark screen.

const plotly = () => window.karabakhChartLibrary; // preload.js starts it

function recolour(value, map) {
  if (typeof value === "string") return map[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => recolour(item, map));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recolour(item, map)]));
  }
  return value;
}

function isDark(node) {
  const [r, g, b] = getComputedStyle(node).color.match(/[\d.]+/g).map(Number);
  return r + g + b > 384; // light text means a dark ground
}

function zoom(Plotly, node, factor) {
  const change = {};
  for (const name of ["xaxis", "yaxis", "xaxis2", "yaxis2"]) {
    const axis = node._fullLayout[name];
    if (!axis || axis.fixedrange || axis.matches) continue;
    const [low, high] = axis.range.map((value) => axis.r2l(value));
    const middle = (low + high) / 2;
    const half = ((high - low) / 2) * factor;
    change[`${name}.range`] = [axis.l2r(middle - half), axis.l2r(middle + half)];
  }
  return Plotly.relayout(node, change);
}

function mount(root) {
  const plot = root.querySelector(".kt-plot");
  const tools = Object.fromEntries(
    [...root.querySelectorAll("button[data-do]")].map((button) => [button.dataset.do, button]),
  );
  const status = root.querySelector(".kt-status");
  const state = { root, plot, tools, status, drawn: Promise.resolve() };
  const ready = Promise.all([plotly(), fonts()]); // asked once: every time would cost a turn of the browser's loop
  const redraw = () => {
    state.drawn = state.drawn
      .then(() => ready)
      .then(([Plotly]) => {
        const figure = isDark(root) ? recolour(state.shown, state.dark) : state.shown;
        plot.setAttribute("role", "img");
        plot.setAttribute("aria-label", state.figure.layout.meta.alt);
        return draw(Plotly, plot, figure, Math.max(300, Math.floor(root.clientWidth)), 2);
      })
      .then(() => {
        plot.dataset.drawn = state.name;
      })
      .catch((error) => (status.textContent = error.message));
    return state.drawn;
  };
  state.redraw = redraw;
  state.saving = savingMenu(root, status);
  // A file of what is shown, with the reader's own frame.
  state.file = async (ending, look) => {
    const Plotly = await plotly();
    if (ending === "png") return paperPicture(Plotly, state.shown, plot.keptView, look);
    const { svg } = await paperVectors(Plotly, state.shown, plot.keptView, { ...look, width: look.height ? look.width : look.layout });
    return new Blob([svg], { type: "image/svg+xml" });
  };
  state.player = player(root, (number) => {
    state.shown = atStep(state.figure, number);
    state.saving.offer(state.shown.layout.meta.caption);
    return redraw();
  });
  let width = 0;
  const watcher = new ResizeObserver(() => {
    const now = Math.floor(root.clientWidth);
    if (!state.figure || now === width || !now) return;
    const first = width === 0;
    width = now;
    if (!first) redraw();
  });
  watcher.observe(root);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const themed = () => setTimeout(redraw, 150);
  scheme.addEventListener("change", themed);

  redraw.once = () =>
    redraw().then(async () => {
      const Plotly = await plotly();
      plot.on("plotly_click", (event) => {
        state.pick(event.points);
      });
      plot.on("plotly_selected", (event) => {
        state.pick(event?.points ?? []);
        Plotly.restyle(plot, { selectedpoints: [null] }); // the outline says what was chosen; nothing fades
      });
      plot.on("plotly_relayout", (change) => {
        plot.keptView ??= {};
        for (const [key, value] of Object.entries(change)) {
          const [name, part] = key.split(".range");
          if (part === undefined) continue;
          const range = node_range(plot, name);
          if (range) plot.keptView[name] = range;
          else if (value === null) delete plot.keptView[name];
        }
        if (Object.keys(change).some((key) => key.endsWith("autorange"))) plot.keptView = {};
        if (Object.keys(change).some((key) => /range/.test(key))) state.turned();
      });
      tools.closer.onclick = () => zoom(Plotly, plot, 1 / 1.6);
      tools.farther.onclick = () => zoom(Plotly, plot, 1.6);
      tools.whole.onclick = () => {
        plot.keptView = {};
        if (state.zooms) state.turned();
        else redraw();
      };
      tools.around.onclick = () => {
        state.around = !state.around;
        tools.around.setAttribute("aria-pressed", state.around);
        Plotly.relayout(plot, { dragmode: state.around ? "lasso" : "pan" });
      };
      tools.png.onclick = () => state.saving.draw("png", {});
      tools.more.onclick = () => state.saving.toggle(tools.more);
    });
  plot.around = () => state.around;
  // Tell the page which frame the reader turned to, once it stands still; the page draws it anew with its own names.
  let turning;
  state.turned = () => {
    if (!state.zooms) return;
    clearTimeout(turning);
    turning = setTimeout(() => {
      const [x, y] = ["xaxis", "yaxis"].map((name) => node_range(plot, name));
      state.zoom(Object.keys(plot.keptView ?? {}).length ? [x[0], y[0], x[1], y[1]] : null);
    }, 500);
  };
  state.stop = () => {
    state.player.stop();
    watcher.disconnect();
    scheme.removeEventListener("change", themed);
    if (window.Plotly) window.Plotly.purge(plot);
  };
  return state;
}

function node_range(plot, name) {
  return plot._fullLayout?.[name]?.range?.slice();
}

const mounted = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".kt-chart");
  let state = mounted.get(root);
  const first = !state;
  if (first) mounted.set(root, (state = mount(root)));
  const changed = state.text !== data.figure;
  const otherView = state.view !== data.view;
  Object.assign(state, { dark: data.dark, name: data.name, text: data.figure, view: data.view, zooms: data.zooms });
  state.tools.around.hidden = !data.zooms;
  state.pick = (points) => {
    const ids = [...new Set(points.flatMap((point) => point.customdata?.event_ids ?? []))];
    const [places, actors] = ["place_id", "actor"].map((name) => [
      ...new Set(points.map((point) => point.customdata?.[name]).filter(Boolean)),
    ]);
    if (ids.length || actors.length) setTriggerValue("picked", { ids, places, actors, at: Date.now() });
  };
  state.zoom = (frame) => setTriggerValue("zoomed", { frame, at: Date.now() });
  if (changed) {
    state.figure = JSON.parse(data.figure);
    if (otherView || data.zooms) state.plot.keptView = {}; // a figure that zooms comes with its frame
    const step = state.player.load(state.figure.layout.meta.frames);
    state.shown = step === undefined ? state.figure : atStep(state.figure, step);
    if (first) state.redraw.once();
    else state.redraw();
  }
  state.saving.load({
    ...data.saving,
    name: data.name,
    caption: state.shown.layout.meta.caption,
    of: `${state.figure.layout.meta.caption.title}\n${state.figure.layout.meta.caption.filters}`,
    draw: state.file,
    ranges: () => state.plot.keptView ?? {},
    order: (order) => setTriggerValue("ordered", order),
    saved: (what) => setTriggerValue("kept", { what, at: Date.now() }),
  });
  state.saving.receive(data.file);
  return () => {};
}
