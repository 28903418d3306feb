// The window's own behaviour: references lead to their quote, examples are asked, new answers are announced.
(() => {
  "use strict";
  document.documentElement.lang = "nl";

  const find = (selector, root = document) => root.querySelector(selector);
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scroll = (element, block) => element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
  let cameFrom = null;

  // A persistent live region: the conversation itself is replaced on each turn, which would be read out whole.
  const announce = (() => {
    const region = document.createElement("div");
    region.id = "aankondiging";
    region.className = "alleen-voorlezen";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    return (text) => {
      if (!region.isConnected) document.body.append(region);
      region.textContent = text;
    };
  })();

  function showQuote(link) {
    const mark = document.getElementById(link.hash.slice(1));
    if (!mark) return;
    cameFrom = link;
    document.querySelectorAll("mark.gekozen").forEach((other) => other.classList.remove("gekozen"));
    const fold = mark.closest("details");
    if (fold) fold.open = true;
    mark.classList.add("gekozen");
    mark.focus({ preventScroll: true });
    scroll(mark, matchMedia("(min-width: 900px)").matches ? "nearest" : "center");
  }

  function backToAnswer(link) {
    const turn = link.closest(".beurt");
    const target = cameFrom && turn.contains(cameFrom) ? cameFrom : find(".vraag", turn);
    target.focus({ preventScroll: true });
    scroll(target, "center");
  }

  function askExample(text) {
    const box = find("#vraag textarea, #vraag input");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    setTimeout(() => find("#stel").click(), 50); // after the page has taken the text over
  }

  document.addEventListener("click", (event) => {
    const hit = event.target.closest?.("a.verwijzing, a.terug, button.voorbeeld");
    if (!hit) return;
    event.preventDefault();
    if (hit.matches(".verwijzing")) showQuote(hit);
    else if (hit.matches(".terug")) backToAnswer(hit);
    else askExample(hit.textContent);
  });

  let seen = "";
  function onChange() {
    const turns = document.querySelectorAll("#gesprek .beurt");
    const last = turns[turns.length - 1];
    const state = last ? `${last.dataset.nummer} ${last.dataset.stand}` : "";
    if (state === seen) return;
    seen = state;
    if (!last) return announce("");
    const waiting = last.dataset.stand === "wacht";
    announce((waiting ? "" : "Antwoord: ") + find(".uitkomst", last).innerText);
    if (!waiting) cameFrom = null;
    if (turns.length > 1) requestAnimationFrame(() => scroll(find(".vraag", last), "start"));
  }

  // The keeper's work: every phase and what came of it is announced, and the focus is kept where it can be used.
  let phase = "";
  let pressed = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#beheer button");
    if (button) pressed = button;
  });

  function onWork() {
    const line = find("#voortgang .voortgang");
    const { stand = "", fase = "" } = line?.dataset ?? {};
    const now = line ? `${stand} ${fase || line.innerText}` : "";
    if (now === phase) return;
    phase = now;
    if (!line) return;
    announce(stand === "bezig" ? fase : line.innerText);
    if (pressed) setTimeout(keepFocus, 150); // after the buttons were switched off or on
  }

  // A button that is switched off loses the focus, and the keyboard would start at the top again: while there is work
  // the focus is on the button that stops it, and then on the button that began it.
  function keepFocus() {
    const now = document.activeElement;
    if (now !== document.body && !now.disabled && !now.closest("#beheer-knoppen, #terug-keuze")) return;
    const usable = pressed.isConnected && !pressed.disabled;
    (usable ? pressed : find("#beheer-knoppen button:last-child")).focus({ preventScroll: true });
  }

  new MutationObserver(() => {
    onChange();
    onWork();
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-stand", "data-nummer"],
  });
})();
