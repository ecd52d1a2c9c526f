// A histogram of the whole time with a window that sets the filter's range: by pointer, or by its two sliders.

const NAMESPACE = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [1000, 60];

function svg(name, attributes) {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".kt-brush");
  if (root.dataset.text === data.text) return () => {};
  root.dataset.text = data.text;
  const { periods, first, last, label } = JSON.parse(data.text);
  const plot = root.querySelector("svg");
  const [from, to] = root.querySelectorAll("input");
  const words = root.querySelector("output");
  const most = Math.max(1, ...periods.map((period) => period.events));
  const wide = WIDTH / Math.max(1, periods.length);
  const height = (number) => HEIGHT * Math.sqrt(number / most);
  plot.replaceChildren();
  periods.forEach(({ name, events, armed }, at) => {
    const bars = svg("g", {});
    for (const [number, kind] of [[events, "all"], [armed, "armed"]]) {
      const tall = height(number);
      const place = { x: at * wide + 0.15, width: Math.max(0.6, wide - 0.3), y: HEIGHT - tall, height: tall };
      bars.append(svg("rect", { class: kind, ...place }));
    }
    const title = svg("title", {});
    title.textContent = `${name}: ${events} events, ${armed} of them armed`;
    bars.append(title);
    plot.append(bars);
  });
  const band = svg("rect", { class: "band", y: 0, height: HEIGHT });
  plot.append(band);
  for (const slider of [from, to]) slider.max = periods.length - 1;

  const show = () => {
    const [low, high] = [Math.min(+from.value, +to.value), Math.max(+from.value, +to.value)];
    band.setAttribute("x", low * wide);
    band.setAttribute("width", (high - low + 1) * wide);
    const whole = low === 0 && high === periods.length - 1;
    words.textContent = whole ? `All dates · ${label}` : `${periods[low].name} – ${periods[high].name} · ${label}`;
    for (const slider of [from, to]) slider.setAttribute("aria-valuetext", periods[+slider.value].name);
    return [low, high];
  };
  const send = () => {
    const [low, high] = show();
    const ends = { from: low ? periods[low].from : null, to: high < periods.length - 1 ? periods[high].to : null };
    setTriggerValue("range", { ...ends, at: Date.now() });
  };
  from.value = first;
  to.value = last;
  show();
  for (const slider of [from, to]) {
    slider.oninput = show;
    slider.onchange = send;
  }
  const at = (event) => {
    const box = plot.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(periods.length - 1, Math.floor(share * periods.length)));
  };
  let start;
  plot.onpointerdown = (event) => {
    plot.setPointerCapture(event.pointerId);
    start = at(event);
    [from.value, to.value] = [start, start];
    show();
  };
  plot.onpointermove = (event) => {
    if (start === undefined) return;
    [from.value, to.value] = [start, at(event)];
    show();
  };
  plot.onpointerup = () => {
    if (start === undefined) return;
    start = undefined;
    send();
  };
  plot.ondblclick = () => {
    [from.value, to.value] = [0, periods.length - 1];
    send();
  };
  return () => {};
}
