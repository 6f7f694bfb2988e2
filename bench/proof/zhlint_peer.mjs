// What zhlint makes of sentences: reads and writes the JSON that peer.py does. Its argument is the folder with node_modules.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { run } = createRequire(`${process.argv[2]}/`)("zhlint");
const { lines } = JSON.parse(await text(process.stdin));
const options = { rules: { preset: "default" } };
const start = process.cpuUsage();
let flags = 0;
const answers = lines.map((line) => {
  // It throws on some lines; these it leaves as they are.
  try {
    const { result, validations } = run(line, options);
    flags += validations.length;
    return result;
  } catch {
    return line;
  }
});
const used = process.cpuUsage(start);
process.stdout.write(JSON.stringify({ answers, flags, seconds: (used.user + used.system) / 1e6 }));
