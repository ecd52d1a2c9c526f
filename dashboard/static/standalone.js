// Draws the figures of a page that stands alone: live where it is read, still vectors where it is printed.

const figures = JSON.parse(document.getElementById("figures").textContent);

async function live(node, figure) {
  const width = Math.max(300, Math.floor(node.parentElement.clientWidth));
  if (node.drawnWidth === width) return;
  node.drawnWidth = width;
  await draw(Plotly, node, figure, width, 2);
}

async function still(node, figure) {
  const { svg } = await paperVectors(Plotly, figure, {}, { layout: 1000, width: 1000 });
  node.innerHTML = svg;
  Object.assign(node.firstElementChild.style, { width: "100%", height: "auto" });
}

// Settled once every figure stands there; who prints the page waits for it.
window.drawn = fonts().then(async () => {
  const nodes = [...document.querySelectorAll("[data-figure]")];
  const one = document.documentElement.dataset.paper === "true" ? still : live;
  for (const node of nodes) await one(node, figures[node.dataset.figure]);
  if (one === live) {
    addEventListener("resize", () => nodes.forEach((node) => live(node, figures[node.dataset.figure])));
  }
  for (const button of document.querySelectorAll("button[data-png]")) {
    button.onclick = async () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await paperPicture(Plotly, figures[button.dataset.png], {}, {}));
      link.download = `${button.dataset.name}.png`;
      link.click();
    };
  }
});
