(function () {
  "use strict";
  var came = null;
  function open() {
    var at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!at) return;
    for (var e = at; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (!at.classList.contains("panel")) at.scrollIntoView();
  }
  function close(event) {
    if (!document.querySelector(".panel:target")) return;
    event.preventDefault();
    if (!came) { location.hash = document.querySelector(".panel:target .close").getAttribute("href"); return; }
    var back = came;
    came = null;
    addEventListener("hashchange", function () { back.focus({ preventScroll: true }); }, { once: true });
    history.back();
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (!link) return;
    if (link.classList.contains("close")) close(event);
    else came = link.closest(".panel") ? null : link;
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") close(event); });
  addEventListener("hashchange", open);
  var shut = [];
  addEventListener("beforeprint", function () {
    shut = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    shut.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () { shut.forEach(function (d) { d.open = false; }); });
  open();
})();
