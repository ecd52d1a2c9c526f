// The menu under "Save or cite …": pictures are drawn here, other files are ordered of the server and handed on.

function savingMenu(root, status) {
  const form = root.querySelector(".kt-save");
  const field = (name) => form.elements[name];
  let known = {};
  let asked = 0;
  const offered = { title: "", subtitle: "" }; // words of the figure, for the reader to change

  const look = () => {
    const given = field("size").value === "own";
    const wide = Math.min(8000, Math.max(300, Math.round(Number(field("width").value) || 1600)));
    const size = given ? { layout: wide >= 1800 ? 1200 : 600, width: wide, height: null } : known.sizes[field("size").value];
    const own = (name) => (field(name).value.trim() === offered[name].trim() ? "" : field(name).value.trim());
    return {
      layout: size.layout,
      width: size.width,
      height: size.height,
      transparent: field("transparent").checked,
      grey: field("grey").checked,
      title: own("title"),
      subtitle: own("subtitle"),
    };
  };
  const hand = (content, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const busy = (waiting) => {
    for (const button of root.querySelectorAll("[data-save], [data-do=png]")) button.disabled = waiting;
  };
  // Draw a picture here and hand it over; `wanted` is how it shall look.
  const draw = async (ending, wanted) => {
    busy(true);
    status.textContent = "Drawing the picture …";
    try {
      hand(await known.draw(ending, wanted), `${known.name}.${ending}`);
      known.saved(ending);
      status.textContent = "";
    } catch (error) {
      status.textContent = `${error.message} Try again, or reload the page.`;
    } finally {
      busy(false);
    }
  };
  // Put the words of what is shown in place of those that the reader has left as they were.
  const offer = ({ title, filters }) => {
    for (const [name, words] of Object.entries({ title, subtitle: filters })) {
      if (field(name).value === offered[name]) field(name).value = words;
      offered[name] = words;
    }
  };
  form.onsubmit = (event) => event.preventDefault();
  field("size").onchange = () => (field("width").closest("label").hidden = field("size").value !== "own");
  form.onclick = async ({ target }) => {
    const { save, copy } = target.dataset;
    if (copy) {
      field(copy).select();
      try {
        await navigator.clipboard.writeText(field(copy).value);
        status.textContent = "Copied.";
      } catch {
        status.textContent = "Press Ctrl+C to copy the link."; // a browser allows no more away from localhost
      }
      known.saved(copy);
    } else if (save === "png" || save === "svg") {
      await draw(save, look());
    } else if (save) {
      asked = Date.now();
      busy(true);
      status.textContent = save === "pdf" ? "Drawing the picture …" : "Writing the file …";
      known.order({ form: save, look: look(), ranges: known.ranges(), at: asked });
    }
  };
  return {
    draw,
    offer,
    toggle(button) {
      form.hidden = !form.hidden;
      button.setAttribute("aria-expanded", !form.hidden);
      if (!form.hidden) field("title").focus();
    },
    // Take what can be saved of the figure that is shown now.
    load(given) {
      if (given.of !== known.of) field("title").value = field("subtitle").value = offered.title = offered.subtitle = "";
      known = given;
      offer(given.caption);
      if (!field("size").options.length) {
        for (const [name, size] of Object.entries(given.sizes)) field("size").add(new Option(size.label, name));
        field("size").add(new Option("Own width", "own"));
      }
      const forms = form.querySelector("[data-forms]");
      forms.replaceChildren(
        ...given.forms.filter(([name]) => name !== "pdf").map(([name, label]) => {
          const button = document.createElement("button");
          Object.assign(button, { type: "button", textContent: label });
          button.dataset.save = name;
          return button;
        }),
      );
      form.querySelector("[data-save=pdf]").hidden = !given.forms.some(([name]) => name === "pdf");
      for (const name of ["share", "cite"]) field(name).value = new URL(given.links[name], document.baseURI).href;
    },
    // Hand over the file that was ordered, once.
    receive(file) {
      if (!file || file.at !== asked) return;
      asked = 0;
      busy(false);
      status.textContent = file.error ?? file.left_out;
      if (file.error) return;
      const bytes = Uint8Array.from(atob(file.content), (sign) => sign.charCodeAt(0));
      hand(new Blob([bytes], { type: file.type }), file.name);
    },
  };
}
