// Installs the pinned packages with npm on first use, or again when package-lock.json has changed.
// Several processes may ask at once (test assemblies run side by side): one installs, the others wait for it.
"use strict";

const { spawnSync } = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

const lock = path.join(__dirname, ".install.lock");
const mark = path.join(__dirname, "node_modules", ".mail-local-installed");
const wanted = crypto.createHash("sha256").update(fs.readFileSync(path.join(__dirname, "package-lock.json"))).digest("hex");
const { dependencies } = require("./package.json");

// A first install takes 10 s to 1 min; npm itself gives up earlier when the registry is out of reach.
const installTimeoutMs = 5 * 60_000;

// npm's own waits (10 s to 60 s between tries) would keep a person without a network waiting for minutes.
const fewRetries = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

let holdsLock = false;

/** True when the packages of the lock file are there, completely. */
function isInstalled() {
  return fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === wanted;
}

/** Makes sure that the packages are there. Ends the process with a message that says what to do when that fails. */
function ensureInstalled() {
  const giveUp = Date.now() + 2 * installTimeoutMs;
  while (!isInstalled()) {
    if (!tryLock()) {
      if (Date.now() > giveUp) fail(`another process holds ${lock} without finishing; delete that file if none is installing`);
      sleep(200);
      continue;
    }
    try {
      if (!isInstalled()) install();
    } finally {
      unlock();
    }
  }
}

function install() {
  console.log(`Installing Azurite ${dependencies.azurite} with npm; this happens once ...`);
  // On Windows npm is a script, which only a shell can start.
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...fewRetries],
    { cwd: __dirname, encoding: "utf8", timeout: installTimeoutMs, shell: process.platform === "win32" });
  if (npm.error?.code === "ENOENT") fail("npm is not on the PATH; it comes with Node.js");
  if (npm.error) fail(npm.error.message);
  if (npm.status !== 0) fail(`npm ci ended with ${npm.status}:\n${indent(npm.stderr || npm.stdout)}`);
  fs.writeFileSync(mark, wanted);
}

function fail(reason) {
  unlock();
  console.error(`Azurite ${dependencies.azurite} could not be installed: ${reason}
What to do:
  - "npm ping" tells whether npm reaches its registry; "npm config set proxy URL" or "npm config set registry URL"
    point it to a proxy or a mirror
  - then "npm ci" in ${__dirname} shows the whole error
  - or start an Azurite (or another storage emulator) yourself: one that listens already is used`);
  process.exit(69); // EX_UNAVAILABLE of sysexits.h
}

function tryLock() {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
    return holdsLock = true;
  } catch (error) {
    if (error.code !== "EEXIST") fail(`${lock} cannot be written: ${error.message}`);
    // The sleep that follows keeps two who find the same dead holder from deleting each other's new lock.
    if (!holderLives()) fs.rmSync(lock, { force: true });
    return false;
  }
}

function unlock() {
  if (holdsLock) fs.rmSync(lock, { force: true });
  holdsLock = false;
}

function holderLives() {
  try {
    const pid = Number(fs.readFileSync(lock, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return true; // also when the holder has not written its id yet
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function indent(text) {
  return text.trim().split("\n").slice(0, 8).map(line => `  ${line}`).join("\n");
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

module.exports = { ensureInstalled, isInstalled };

if (require.main === module) ensureInstalled();
