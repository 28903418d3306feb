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

  new MutationObserver(onChange).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-stand", "data-nummer"],
  });
})();
