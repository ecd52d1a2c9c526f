// Draws one figure: dressed for the width and the theme at hand, downloadable as the white paper picture.
// The figure arrives in paper colours; `dark` maps each of them to its partner on a dark screen.

const PAPER_WIDTH = 1200;
const PAPER_SCALE = 2; // 2,400 px wide
const FONT = '"Noto Sans", sans-serif';
const STATIC = new URL("app/static/", document.baseURI);

const plotly = () => window.karabakhChartLibrary; // preload.js has started it

// Lines are broken by measured width, so the font has to be there first.
const fonts = () => Promise.all([document.fonts.load(`400 14px ${FONT}`), document.fonts.load(`600 14px ${FONT}`)]);

const ruler = document.createElement("canvas").getContext("2d");

function wrap(text, width, size, weight) {
  ruler.font = `${weight} ${size}px ${FONT}`;
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && ruler.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// Set title, filters and footer for this width, `edge` px from the rim; leave `legend` px above the plot.
function dress(figure, width, legend, edge) {
  const { caption } = figure.layout.meta;
  const narrow = width < 640;
  const pad = edge;
  const room = width - 2 * pad;
  const size = narrow ? { title: 17, filters: 12, footer: 10 } : { title: 22, filters: 14, footer: 11 };
  const title = wrap(caption.title, room, size.title, 600);
  const filters = wrap(caption.filters, room, size.filters, 400);
  const footer = caption.footer.flatMap((text) => wrap(text, room - 16, size.footer, 400));
  const layout = structuredClone(figure.layout);
  const head = 14 + title.length * size.title * 1.3 + 6 + filters.length * size.filters * 1.3;
  const inner = { ...(layout.meta.inner ?? {}), ...(narrow ? (layout.meta.inner_narrow ?? {}) : {}) };
  const foot = footer.length * size.footer * 1.3 + 14;
  layout.margin = {
    l: inner.l ?? pad,
    r: inner.r ?? pad,
    t: Math.round(head + legend + 12),
    b: Math.round(foot + (inner.b ?? 26)),
    pad: 0,
  };
  const plot = narrow ? (layout.meta.plot_narrow ?? layout.meta.plot) : layout.meta.plot;
  if (narrow) {
    for (const [path, value] of Object.entries(layout.meta.narrow ?? {})) {
      const [part, key] = path.split(".");
      layout[part][key] = value;
    }
  }
  layout.width = width;
  layout.height = Math.round(plot + layout.margin.t + layout.margin.b);
  layout.autosize = false;
  layout.title.text = title.map((line) => `<b>${plain(line)}</b>`).join("<br>");
  layout.title.font.size = size.title;
  layout.title.pad = { l: pad, t: 14 };
  layout.title.subtitle = {
    text: filters.map(plain).join("<br>"),
    font: { ...layout.title.subtitle.font, size: size.filters },
  };
  layout.legend = { ...layout.legend, font: { ...layout.legend?.font, size: narrow ? 11 : 13 } };
  const frame = layout.margin.l - pad; // the caption starts at the picture's edge, not at the plot's
  layout.legend.x = -(frame + 6) / (width - layout.margin.l - layout.margin.r);
  for (const note of layout.annotations) {
    if (note.name === "footer") {
      note.text = footer.map(plain).join("<br>");
      note.font.size = size.footer;
      note.xshift = -frame - 5;
      note.yshift = -layout.margin.b + 10;
    } else if (narrow && note.name?.startsWith("wide")) {
      note.visible = false;
    } else if (note.name?.startsWith("narrow")) {
      note.visible = narrow;
    }
  }
  return layout;
}

function recolour(value, map) {
  if (typeof value === "string") return map[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => recolour(item, map));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recolour(item, map)]));
  }
  return value;
}

// On a phone, marks of three quarters of their size: neighbours stay apart.
const resized = (size, change) => (Array.isArray(size) ? size.map(change) : change(size));

function smaller(traces) {
  const shrink = (size) => size * 0.75;
  return traces.map((trace) =>
    trace.marker?.size && trace.type !== "bar" && trace.x?.[0] !== null && !trace.marker.sizemode
      ? { ...trace, marker: { ...trace.marker, size: resized(trace.marker.size, shrink) } }
      : trace,
  );
}

// Draw, and once more if the legend turned out to need another height than was left for it.
async function draw(Plotly, node, figure, width, edge) {
  const config = { displayModeBar: false, doubleClick: "reset", scrollZoom: false, responsive: false };
  const view = node.keptView ?? {};
  // As high as last time at this width: most changes leave the legend as it is, and drawing twice takes twice as long.
  const before = node.keptLegend?.width === width ? node.keptLegend.height : 26;
  let legend = figure.layout.showlegend ? before : 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const layout = { ...dress(figure, width, legend, edge) };
    for (const [key, range] of Object.entries(view)) layout[key] = { ...layout[key], range, autorange: false };
    if (node.around?.()) layout.dragmode = "lasso";
    await Plotly.react(node, width < 640 ? smaller(figure.data) : figure.data, layout, config);
    const box = node.querySelector(".legend")?.getBBox();
    const needed = box && figure.layout.showlegend ? Math.ceil(box.height) + 4 : 0;
    if (needed) node.keptLegend = { width, height: needed };
    if (Math.abs(needed - legend) <= 3) break;
    legend = needed;
  }
}

let embedded;
// The font as text, for a picture that has no page around it to take fonts from.
function fontFaces() {
  const subsets = {
    latin: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+2191,U+2193,U+2212",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1E9F",
    cyrillic: "U+0400-045F,U+0490-0491",
    armenian: "U+0530-058F",
  };
  const face = async (subset, weight) => {
    const file = await fetch(new URL(`fonts/noto-sans-${subset}-${weight}-normal.woff2`, STATIC));
    let binary = "";
    for (const byte of new Uint8Array(await file.arrayBuffer())) binary += String.fromCharCode(byte);
    return (
      `@font-face{font-family:"Noto Sans";font-weight:${weight === 400 ? "400" : "600 700"};` +
      `unicode-range:${subsets[subset]};src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2")}`
    );
  };
  embedded ??= Promise.all(Object.keys(subsets).flatMap((subset) => [face(subset, 400), face(subset, 600)]));
  return embedded.then((faces) => faces.join(""));
}

// The paper picture as vectors: always white, 1,200 px of layout, fonts inside.
async function paperVectors(Plotly, figure, view) {
  const stage = document.createElement("div");
  stage.style.cssText = `position:fixed;left:-10000px;top:0;width:${PAPER_WIDTH}px;visibility:hidden`;
  stage.keptView = view;
  document.body.append(stage);
  try {
    await draw(Plotly, stage, figure, PAPER_WIDTH, 24);
    const { width, height } = stage._fullLayout;
    const address = await Plotly.toImage(stage, { format: "svg", width, height });
    const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    return { svg: svg.replace(/(<svg[^>]*>)/, `$1<style>${await fontFaces()}</style>`), width, height };
  } finally {
    Plotly.purge(stage);
    stage.remove();
  }
}

// The same in dots, twice as many as px.
async function paperPicture(Plotly, figure, view) {
  const { svg, width, height } = await paperVectors(Plotly, figure, view);
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Error("The picture could not be drawn."));
      image.src = url;
    });
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * PAPER_SCALE;
    canvas.height = height * PAPER_SCALE;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
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
  const redraw = () => {
    state.drawn = state.drawn
      .then(() => Promise.all([plotly(), fonts()]))
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
  state.player = player(root, (number) => {
    state.shown = atStep(state.figure, number);
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
      const save = (button, ending, make) => async () => {
        button.disabled = true;
        status.textContent = "Drawing the picture …";
        try {
          const link = document.createElement("a");
          link.href = URL.createObjectURL(await make());
          link.download = `${state.name}.${ending}`;
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 10000);
          status.textContent = "";
        } catch (error) {
          status.textContent = `${error.message} Try again, or reload the page.`;
        } finally {
          button.disabled = false;
        }
      };
      const shown = () => [Plotly, state.shown, plot.keptView];
      tools.png.onclick = save(tools.png, "png", () => paperPicture(...shown()));
      tools.svg.onclick = save(tools.svg, "svg", async () => {
        const { svg } = await paperVectors(...shown());
        return new Blob([svg], { type: "image/svg+xml" });
      });
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
  return () => {};
}
