// warcio.mjs FOLDER FILE: reads a WARC file with the npm package warcio, installed below FOLDER,
// and prints a line of JSON for each record.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";

const [folder, file] = process.argv.slice(2);
const { WARCParser } = createRequire(folder + "/")("warcio");

const parser = new WARCParser(createReadStream(file));
for await (const record of parser) {
    const payload = await record.readFully(true);
    console.log(JSON.stringify({
        version: record.warcHeaders.statusline,
        type: record.warcType,
        uri: record.warcTargetURI,
        fields: Object.fromEntries(record.warcHeaders.headers.entries()),
        http: record.httpHeaders ? record.httpHeaders.statusline : null,
        contentType: record.httpHeaders ? record.httpHeaders.headers.get("Content-Type") : null,
        size: payload.length,
        sha256: createHash("sha256").update(payload).digest("hex"),
        offset: parser.offset,
    }));
}
