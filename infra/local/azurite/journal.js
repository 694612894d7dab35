// The change journal of one Loki database file.
//
// Next to <database file> stand segments <database file>.wal.1, .wal.2, ... Each line of a segment is a JSON array of
// changes that belong together: they were made by one request before its answer left, so after a crash either all of
// them are there or none. A line is complete when its line feed is there.
//
//   {"c": collection, "put": document}     inserted or updated; the document carries its id in $loki
//   {"c": collection, "del": [ids]}        removed
//   {"c": collection, "add": options}      collection created, with the options given to addCollection
//   {"c": collection, "drop": true}        collection removed
//   {"c": collection, "clear": true}       every document removed, ids start at 1 again
//   {"c": collection, "rename": name}      collection renamed
//
// Replaying a segment that the database file already contains changes nothing: for each document its last change
// decides, and that is the state in the file. So a crash between saving the file and deleting the segments is harmless.
"use strict";

const fs = require("fs");
const path = require("path");

const lineFeed = 0x0a;

class Journal {
  constructor(file) {
    this.file = path.resolve(file);
    this.pending = [];
    this.fd = undefined;
    this.segment = Math.max(0, ...this.segments().map(s => s.number));
  }

  /** Takes a change up; it is written by the next flush. It is turned into text now, because documents live on and change. */
  record(change) {
    this.pending.push(JSON.stringify(change));
  }

  /**
   * Writes what is pending as one line. When this returns the line is with the operating system, so it survives the
   * death of this process (not that of the machine). If it cannot be written the process ends: nothing may be
   * acknowledged that is not in the journal.
   */
  flush() {
    if (this.pending.length === 0) return;
    const line = `[${this.pending.join(",")}]\n`;
    this.pending = [];
    try {
      this.fd ??= fs.openSync(this.pathOf(++this.segment), "wx");
      fs.appendFileSync(this.fd, line);
    } catch (error) {
      console.error(`The journal of ${this.file} cannot be written: ${error.message}. Azurite stops.`);
      process.exit(74); // EX_IOERR of sysexits.h
    }
  }

  /**
   * Ends the current segment, at the moment at which the database is serialised: the serialised text contains all
   * changes up to here. Returns a function to call once that text stands in the database file, which deletes the
   * segments that it made superfluous, oldest first: a later segment alone must never be replayed over a newer file.
   */
  cut() {
    this.flush();
    this.close();
    const covered = this.segments();
    return () => covered.forEach(s => fs.rmSync(s.path, { force: true }));
  }

  /** Applies all segments to the loaded database, oldest first. Returns the number of lines applied. */
  replay(apply) {
    let lines = 0;
    for (const segment of this.segments()) {
      const bytes = fs.readFileSync(segment.path);
      let start = 0;
      // What follows the last line feed was torn by a crash and never acknowledged: it is left out.
      for (let end; (end = bytes.indexOf(lineFeed, start)) >= 0; start = end + 1) {
        apply(JSON.parse(bytes.toString("utf8", start, end)));
        lines++;
      }
    }
    return lines;
  }

  /** Forgets everything; for a database that starts empty because its file is gone. */
  discard() {
    this.close();
    this.segments().forEach(s => fs.rmSync(s.path, { force: true }));
  }

  close() {
    if (this.fd !== undefined) fs.closeSync(this.fd);
    this.fd = undefined;
  }

  pathOf(number) {
    return `${this.file}.wal.${number}`;
  }

  /** The segments that exist, oldest first. */
  segments() {
    const prefix = `${path.basename(this.file)}.wal.`;
    const folder = path.dirname(this.file);
    if (!fs.existsSync(folder)) return [];
    return fs.readdirSync(folder)
      .filter(name => name.startsWith(prefix) && /^[0-9]+$/.test(name.slice(prefix.length)))
      .map(name => ({ number: Number(name.slice(prefix.length)), path: path.join(folder, name) }))
      .sort((a, b) => a.number - b.number);
  }
}

module.exports = { Journal };
