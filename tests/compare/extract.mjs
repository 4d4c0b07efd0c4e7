// node extract.mjs readability|defuddle: reads pages as lines of {"id", "url", "html"} and
// writes the text that the tool extracts, with title, author and date, in the same order.
import { createInterface } from "node:readline";
import { JSDOM, VirtualConsole } from "jsdom";
import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";

// Elements that begin and end a line. The tools' own plain text has no space between the
// words of adjacent blocks.
const BLOCKS = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE BR CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER "
    + "FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TD TH TR UL").split(" "));

function textOf(html) {
    const parts = [];
    const walk = (node) => {
        for (const child of node.childNodes) {
            if (child.nodeType === 3) parts.push(child.data);
            const ends = BLOCKS.has(child.nodeName);
            if (ends) parts.push("\n");
            walk(child);
            if (ends) parts.push("\n");
        }
    };
    walk(parseHTML(`<html><body>${html}</body></html>`).document.body);
    return parts.join("");
}

const quiet = { virtualConsole: new VirtualConsole() };
const tools = {
    readability: async (html, url) => {
        const found = new Readability(new JSDOM(html, { url, ...quiet }).window.document).parse();
        return { html: found?.content, title: found?.title, author: found?.byline, date: found?.publishedTime };
    },
    defuddle: async (html, url) => {
        const found = await Defuddle(parseHTML(html).document, url);
        return { html: found.content, title: found.title, author: found.author, date: found.published };
    },
};

const extract = tools[process.argv[2]];
console.warn = console.error = () => {}; // defuddle prints warnings for every page
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const { id, url, html } = JSON.parse(line);
    let record = { id, text: "" };
    try {
        const { html: content, ...named } = await extract(html, url);
        record = { ...record, text: textOf(content ?? ""), ...named };
    } catch (error) {
        record.error = String(error);
    }
    process.stdout.write(`${JSON.stringify(record)}\n`);
}
