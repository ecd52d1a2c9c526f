// What a server's page adds to Kaleido's: a figure becomes a file as in a reader's browser, with its caption set for
// the width that `layout.meta.look` asks for.

const sheet = document.createElement("style"); // for PDF: a sheet as large as the picture
document.head.append(sheet);

Plotly.toImage = async (figure, options) => {
  await fonts();
  const { look, ranges } = figure.layout.meta;
  if (options.format === "svg") {
    const { svg, width, height } = await paperVectors(Plotly, figure, ranges, look);
    if (options.imageDataOnly) return svg;
    sheet.textContent = `@page { size: ${width}px ${height}px !important; margin: 0 !important } img { display: block }`;
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
  }
  const reader = new FileReader();
  const read = new Promise((resolve, reject) => Object.assign(reader, { onload: resolve, onerror: reject }));
  reader.readAsDataURL(await paperPicture(Plotly, figure, ranges, look));
  await read;
  return reader.result.slice(reader.result.indexOf(",") + 1);
};
