// Plays the steps of a figure: `layout.meta.frames` holds the words of each, and its marks and ground or all its traces.

const PACE = 700; // ms that a step stands

// Return the figure at one step: its marks, its areas of control, its words behind those of the filter.
function atStep(figure, number) {
  const step = figure.layout.meta.frames[number];
  const data = step.data ?? figure.data.map((trace) => {
    if (trace.name === "events") return step.marks;
    return trace.meta?.epoch === undefined ? trace : { ...trace, visible: trace.meta.epoch === step.epoch };
  });
  const { frames, caption, ...rest } = figure.layout.meta; // the picture of a step need not hold all others
  const meta = { ...rest, narrow: step.narrow ?? rest.narrow };
  meta.caption = { ...caption, filters: `${caption.filters} · ${step.label}` };
  return { data, layout: { ...figure.layout, annotations: step.annotations ?? figure.layout.annotations, meta } };
}

function player(root, show) {
  const bar = root.querySelector(".kt-player");
  const [button, slider, words] = ["button", "input", "output"].map((name) => bar.querySelector(name));
  let timer;
  let frames = [];
  const turn = async (number) => {
    slider.value = number;
    words.textContent = frames[number].label;
    slider.setAttribute("aria-valuetext", frames[number].label);
    await show(number);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    button.textContent = "Play";
  };
  const next = async () => {
    const began = performance.now();
    const number = Number(slider.value) + 1;
    if (number >= frames.length) return stop();
    await turn(number);
    if (timer !== undefined) timer = setTimeout(next, Math.max(30, PACE - (performance.now() - began)));
  };
  button.onclick = () => {
    if (timer !== undefined) return stop();
    if (Number(slider.value) >= frames.length - 1) slider.value = -1;
    button.textContent = "Pause";
    timer = setTimeout(next, 0);
  };
  slider.oninput = () => {
    stop();
    turn(Number(slider.value));
  };
  return {
    stop,
    // Take the steps of another figure; stay at the step of the same words, if it is there.
    load(given) {
      stop();
      const before = frames[Number(slider.value)]?.label;
      frames = given ?? [];
      bar.hidden = !frames.length;
      if (!frames.length) return undefined;
      slider.max = frames.length - 1;
      const number = Math.max(0, frames.findIndex((step) => step.label === before));
      slider.value = number;
      words.textContent = frames[number].label;
      return number;
    },
  };
}
