// Leaves the page at once, for a person who is being watched. Every page works without this file.
// Plain syntax of 2016: it is served as it stands, also to old telephones.
(() => {
  const root = document.documentElement;
  const exit = "/exit";
  const pressesToLeave = 3;
  const pressesWithinMs = 1500;
  let presses = [];

  // A page that answers a form keeps what was typed in the tab's history, and on disk with it. This makes it a plain
  // page there: Back and Reload show the empty form.
  history.replaceState(null, "", location.href);

  // The content goes before anything is asked of the network, which may be slow or away.
  function leave(event) {
    event.preventDefault();
    document.title = "…";
    if (document.body) document.body.remove();
    location.replace(exit);
  }

  document.addEventListener(
    "click",
    (event) => {
      presses = [];
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!link) return;
      if (link.getAttribute("href") === exit) return leave(event);
      const opensElsewhere =
        event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target;
      if (opensElsewhere || link.origin !== location.origin || link.hasAttribute("download")) return;
      // One page of ours takes the place of another: there is little to go back to.
      event.preventDefault();
      location.replace(link.href);
    },
    true,
  );

  // Any other key in between is somebody typing capitals; with Ctrl, Alt or Meta it is a shortcut of the system.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) {
        presses = [];
        return;
      }
      if (event.repeat) return;
      presses = presses.filter((at) => event.timeStamp - at <= pressesWithinMs);
      presses.push(event.timeStamp);
      if (presses.length === pressesToLeave) leave(event);
    },
    true,
  );

  // A page that the browser kept whole must not come back by itself: it is asked for anew, and the server decides.
  addEventListener("pagehide", (event) => {
    if (event.persisted) root.hidden = true;
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    root.hidden = true;
    location.replace(location.pathname + location.search);
  });
})();
