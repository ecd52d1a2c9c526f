// One figure as a picture: dressed for a width, drawn, and made into a file, in a reader's browser and on a server.

// How a picture is wanted: px of its layout, px of the file (`height` only where it is fixed), its ground and words.
const USUAL_LOOK = { layout: 1200, width: 2400, height: null, transparent: false, grey: false, title: "", subtitle: "" };
const FONT = '"Noto Sans", sans-serif';
const STATIC = new URL("app/static/", document.baseURI);

// Lines are broken by measured width, so the font has to be there first.
const fonts = () => Promise.all([document.fonts.load(`400 14px ${FONT}`), document.fonts.load(`600 14px ${FONT}`)]);

const ruler = document.createElement("canvas").getContext("2d");

function wrap(text, width, size, weight) {
  ruler.font = `${weight} ${size}px ${FONT}`;
  const fits = (one) => ruler.measureText(one).width <= width;
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && fits(longer)) lines[lines.length - 1] = longer;
    else if (fits(word)) lines.push(word);
    else {
      lines.push("");
      for (const sign of word) fits(lines.at(-1) + sign) ? (lines[lines.length - 1] += sign) : lines.push(sign);
    }
  }
  return lines;
}

// Signs that no XML may hold are left out.
const plain = (text) =>
  text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");

// Set title, filters and footer for this width, `edge` px from the rim; leave `legend` px above the plot.
function dress(figure, width, legend, edge, look = {}) {
  const { caption } = figure.layout.meta;
  const narrow = width < 640;
  const pad = edge;
  const room = width - 2 * pad;
  const size = narrow ? { title: 17, filters: 12, footer: 10 } : { title: 22, filters: 14, footer: 11 };
  const title = wrap(look.title || caption.title, room, size.title, 600);
  const filters = wrap(look.subtitle || caption.filters, room, size.filters, 400);
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

// What a line opens comes once, and is the same at each of its points. (A row of a matrix has a list of its own.)
const spread = (trace) =>
  trace.type === "scatter" && trace.customdata?.length === 1 && trace.x.length > 1
    ? { ...trace, customdata: Array(trace.x.length).fill(trace.customdata[0]) }
    : trace;

// The px that a legend takes above the plot: of a drawing of its entries alone, as a whole one takes long.
async function legendHeight(Plotly, traces, { width, height, margin, font, showlegend, legend, barmode }) {
  const entries = traces
    .filter((trace) => trace.showlegend !== false && (trace.legend ?? "legend") === "legend")
    .map((trace) => ({ ...trace, x: [null], y: [null], customdata: null, hovertext: null, text: null, xaxis: "x", yaxis: "y" }));
  const node = document.createElement("div");
  node.style.cssText = `position:fixed;left:-10000px;top:0;width:${width}px;visibility:hidden`;
  document.body.append(node);
  try {
    const layout = { width, height, margin, font, showlegend, legend, barmode, xaxis: { visible: false }, yaxis: { visible: false } };
    await Plotly.newPlot(node, entries, layout, { staticPlot: true });
    return legendIn(node);
  } finally {
    Plotly.purge(node);
    node.remove();
  }
}

function legendIn(node) {
  const box = node.querySelector(".legend")?.getBBox();
  return box ? Math.ceil(box.height) + 4 : 0;
}

// Draw, and once more if the legend turned out to need another height than was left for it.
async function draw(Plotly, node, figure, width, edge, look, given = {}) {
  const config = { displayModeBar: false, doubleClick: "reset", scrollZoom: false, responsive: false, ...given };
  const view = node.keptView ?? {};
  const data = (width < 640 ? smaller(figure.data) : figure.data).map(spread);
  const { showlegend } = figure.layout;
  const off = (needed, left) => Math.abs(needed - left) > 3;
  // As high as last time at this width: most changes leave the legend as it is.
  const known = node.keptLegend?.width === width;
  let legend = !showlegend ? 0 : known ? node.keptLegend.height : 26;
  if (showlegend && !known) {
    const needed = await legendHeight(Plotly, data, dress(figure, width, legend, edge, look));
    if (off(needed, legend)) legend = needed;
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    const layout = dress(figure, width, legend, edge, look);
    for (const [key, range] of Object.entries(view)) layout[key] = { ...layout[key], range, autorange: false };
    if (node.around?.()) layout.dragmode = "lasso";
    await Plotly.react(node, data, layout, config);
    const needed = showlegend ? legendIn(node) : 0;
    if (needed) node.keptLegend = { width, height: needed };
    if (!off(needed, legend)) break;
    legend = needed;
  }
}

let embedded;
// The font as text, for a picture that has no page around it to take fonts from; a server's page brings its own.
function fontFaces() {
  if (window.karabakhFonts) return window.karabakhFonts;
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

// The greys as dark as the colours, for a paper that is printed without them.
function grey(tag) {
  const shade = (r, g, b) => Math.round(0.2126 * r + 0.7152 * g + 0.0722 * b);
  return tag
    .replace(/#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b/gi, (_, ...parts) => {
      const one = shade(...parts.slice(0, 3).map((part) => parseInt(part, 16)))
        .toString(16)
        .padStart(2, "0");
      return `#${one}${one}${one}`;
    })
    .replace(/rgba?\((\d+), ?(\d+), ?(\d+)/g, (whole, r, g, b) => {
      const one = shade(Number(r), Number(g), Number(b));
      return `${whole.slice(0, whole.indexOf("("))}(${one},${one},${one}`;
    });
}

// A trace that Plotly draws as dots: its colours are not in the vectors.
function greyScale(trace) {
  if (!trace.colorscale) return trace;
  return { ...trace, colorscale: trace.colorscale.map(([at, colour]) => [at, grey(colour)]) };
}

// The paper picture as vectors: no theme of a screen, fonts inside.
async function paperVectors(Plotly, figure, view, look) {
  const wanted = { ...USUAL_LOOK, ...look };
  const stage = document.createElement("div");
  stage.style.cssText = `position:fixed;left:-10000px;top:0;width:${wanted.layout}px;visibility:hidden`;
  stage.keptView = view;
  document.body.append(stage);
  try {
    const { layout } = figure;
    const clear = wanted.transparent ? { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" } : {};
    const data = wanted.grey ? figure.data.map(greyScale) : figure.data;
    // As Plotly.toImage draws what it exports: that would draw all of it anew.
    const exported = { _exportedPlot: true, staticPlot: true };
    await draw(Plotly, stage, { data, layout: { ...layout, ...clear } }, wanted.layout, 24, wanted, exported);
    const { width, height } = stage._fullLayout;
    const drawn = Plotly.Snapshot.toSVG(stage, "svg", 1);
    const shaded = wanted.grey ? drawn.replace(/<[^>]*>/g, grey) : drawn; // words that name a colour stay
    const style = `text{font-variant-ligatures:none}${await fontFaces()}`; // a PDF's ligatures cannot be searched
    const svg = shaded.replace(/(<svg[^>]*>)/, `$1<style>${style}</style>`);
    return framed(svg, width, height, wanted);
  } finally {
    Plotly.purge(stage);
    stage.remove();
  }
}

// As wide as asked; where the height is fixed too, the picture stands whole in the middle of its ground.
function framed(svg, width, height, wanted) {
  const high = wanted.height ?? Math.round((height * wanted.width) / width);
  const scale = Math.min(wanted.width / width, high / height);
  const [left, top] = [(wanted.width / scale - width) / 2, (high / scale - height) / 2];
  const box = `${-left} ${-top} ${wanted.width / scale} ${high / scale}`;
  const ground = wanted.transparent ? "" : `<rect x="${-left}" y="${-top}" width="100%" height="100%" fill="#ffffff"/>`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${wanted.width}" height="${high}" viewBox="${box}">`;
  return { svg: `${head}${ground}${svg}</svg>`, width: wanted.width, height: high };
}

// The same in dots.
async function paperPicture(Plotly, figure, view, look) {
  const { svg, width, height } = await paperVectors(Plotly, figure, view, look);
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
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").drawImage(image, 0, 0, width, height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("This browser cannot make a picture of that size; choose a smaller one.");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
