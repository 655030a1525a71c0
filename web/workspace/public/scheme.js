// Before the first paint, so that a dark screen never flashes white.
(function () {
  var wish = null;
  try { wish = localStorage.getItem('peakdesk-theme'); } catch (_) {}
  if (wish !== 'light' && wish !== 'dark') wish = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', wish);
})();
