// Loaded before the program that is measured: at its end it writes down how much memory it needed at most, in KB.
const { writeFileSync } = require("node:fs");
process.on("exit", () => writeFileSync(process.env.BENCH_PEAK_FILE, String(process.resourceUsage().maxRSS)));
