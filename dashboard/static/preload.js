// Start loading the chart library while the page is still being put together; chart.js, which follows on it and may be
// there first, waits for the same promise.
window.karabakhChartLibrary ??= new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = new URL("app/static/vendor/plotly-cartesian.min.js", document.baseURI).href;
  script.onload = () => resolve(window.Plotly);
  script.onerror = () => reject(new Error("The chart library could not be loaded; reload the page."));
  document.head.append(script);
});
