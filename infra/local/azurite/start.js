// Installs Azurite on first use (install.js) and starts it as Mail.Cloud needs it; the only place that knows how.
//
//   node start.js --location FOLDER [--blobPort N] [--queuePort N] [--tablePort N] [--silent] ...
//
// Takes Azurite's own options and adds: nothing acknowledged is lost when the process is killed (durable.js), any API
// version is accepted (the Azure SDKs are newer than the emulator), no telemetry. It listens on 127.0.0.1.
//
// With MAIL_STOP_ON_STDIN_END=1 it stops when its standard input ends, that is when the process that holds the other
// end of the pipe is gone, however that came about.
"use strict";

require("./install.js").ensureInstalled();
require("./durable.js");

process.argv.push("--skipApiVersionCheck", "--disableTelemetry");

if (process.env.MAIL_STOP_ON_STDIN_END === "1") {
  // At once: everything acknowledged is in the journal, and nobody is left to answer to.
  const stop = () => process.exit(0);
  process.stdin.on("end", stop).on("error", stop).resume();

  // Ctrl-C, or the end of a job, signals every process of a group at once. Whoever holds the pipe decides when to
  // stop, so that storage outlives those who still write.
  const ignored = ["SIGINT", "SIGTERM"];
  const once = process.once;
  process.once = (event, listener) => ignored.includes(event) ? process : once.call(process, event, listener);
  ignored.forEach(signal => process.on(signal, () => {}));
}

require("azurite/dist/src/azurite.js");
