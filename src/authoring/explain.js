"use strict";

const line = document.getElementById("line");
const said = document.getElementById("said");

// The page may be opened from a file, where navigator.clipboard does not exist.
function copy(text) {
  let done = false;
  line.value = text;
  line.select();
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  said.textContent = done ? "copied" : "copy it from here";
}

// Shows the offers of one block and hides all others; a second click hides them again.
function choose(block) {
  const offers = block.querySelector(".offers");
  for (const other of document.querySelectorAll(".offers")) {
    if (other !== offers) other.hidden = true;
  }
  for (const other of document.querySelectorAll(".chosen")) {
    other.classList.remove("chosen");
  }
  offers.hidden = !offers.hidden;
  block.classList.toggle("chosen", !offers.hidden);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".offers button");
  if (button) {
    copy(button.textContent);
    return;
  }
  if (event.target.closest(".offers")) return;
  const block = event.target.closest(".block");
  if (block) choose(block);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.classList.contains("block")) {
    choose(event.target);
  }
});
