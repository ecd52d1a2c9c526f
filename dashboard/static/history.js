// A page that the reader turns to writes its part of the address while it runs. Streamlit makes that a second step of
// the browser's history, or not, by how its messages happen to arrive; for the Back button it is always one.
if (!window.karabakhHistory) {
  window.karabakhHistory = true;
  const push = history.pushState.bind(history);
  let turning = false;
  history.pushState = (state, title, url) => {
    const turns = new URL(url, location.href).pathname !== location.pathname;
    if (turning && !turns) history.replaceState(state, title, url);
    else push(state, title, url);
    turning ||= turns;
  };
  new MutationObserver(() => {
    if (document.querySelector("[data-test-script-state='notRunning']")) turning = false;
  }).observe(document.body, { attributes: true, attributeFilter: ["data-test-script-state"], subtree: true });
}
