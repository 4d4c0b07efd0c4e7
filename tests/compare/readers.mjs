// node readers.mjs readability|defuddle URL: reads a page and writes it as Markdown.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const [tool, url] = process.argv.slice(2);
const dom = new JSDOM(readFileSync(0, "utf8"), { url });
const TurndownService = (await import("turndown")).default;
const { gfm } = await import("turndown-plugin-gfm");
const turndown = new TurndownService({ headingStyle: "atx", codeBlockStyle: "fenced" });
turndown.use(gfm);

if (tool === "readability") {
    const { Readability } = await import("@mozilla/readability");
    console.log(turndown.turndown(new Readability(dom.window.document).parse()?.content ?? ""));
} else {
    const { Defuddle } = await import("defuddle/node");
    console.log(turndown.turndown((await Defuddle(dom, url)).content ?? ""));
}
