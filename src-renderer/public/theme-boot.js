// Runs before the first paint, so that a dark room sees no white flash. Kept out of the bundle: modules run too late.
(() => {
  let chosen = 'system';
  try {
    chosen = localStorage.getItem('reticle.theme') ?? 'system';
  } catch {
    // No storage: the system's theme it is.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
