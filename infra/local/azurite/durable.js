// Makes Azurite keep what it has acknowledged, also when its process is killed.
//
// Azurite holds its metadata (which blobs, queue messages and table rows exist) in LokiJS databases in memory and
// saves each of them as a whole every 5 seconds. Killed in between, it forgets writes that it has answered with 201.
// A mail server answers 250 on the strength of that 201, so for us that is lost mail.
//
// Loaded before Azurite, this file makes every change of a Loki collection go to a journal (journal.js) before the
// HTTP answer leaves, and replays the journal when the database is loaded. Each complete save of the database deletes
// what it covers. The contents of blobs and messages need no such care: Azurite writes them to extent files, waits for
// fdatasync, and starts new extent files after a restart.
//
// Why the answer is the moment to write: Azurite changes a document by removing and inserting it again, and a
// table transaction is up to 100 such pairs. All of them happen between reading the request and answering it, without
// waiting for any I/O in between. Written as one line they survive or vanish together.
//
// Limits: the death of the process is survived, that of the machine is not (no fsync). Leases that run out by
// themselves are not journaled, they are computed from the time.
"use strict";

const http = require("http");
const path = require("path");
const { Journal } = require("./journal.js");

const azurite = path.dirname(require.resolve("azurite/package.json"));
const Loki = require(require.resolve("lokijs", { paths: [azurite] }));
const { default: FSExtentStore } = require(path.join(azurite, "dist/src/common/persistence/FSExtentStore.js"));

const journals = new WeakMap(); // database → its journal
const owners = new WeakMap(); // collection → its database
const loading = new WeakSet(); // databases that are being read: what happens to them is no change
const loaded = new WeakSet(); // databases that have been read or written
const changed = new Set(); // journals with pending changes, in the order of the first change

/** Replaces a method by one that gets the original as its first argument. */
function wrap(type, name, body) {
  const original = type.prototype[name];
  if (typeof original !== "function") throw new Error(`${name} is gone: durable.js does not fit this version of Azurite.`);
  type.prototype[name] = function (...args) {
    return body.call(this, (...given) => original.apply(this, given), ...args);
  };
}

/** The journal of a database, or undefined when it is not kept in a file or is just being loaded. */
function journalOf(db) {
  if (!db || loading.has(db) || db.persistenceMethod !== "fs") return undefined;
  if (!journals.has(db)) journals.set(db, new Journal(db.filename));
  return journals.get(db);
}

function record(db, change) {
  const journal = journalOf(db);
  if (!journal) return;
  journal.record(change);
  if (changed.size === 0) setImmediate(flushAll); // changes that no answer follows, such as collected garbage
  changed.add(journal);
}

// In the order of the first change: the extent that a blob lies in is noted before the blob.
function flushAll() {
  for (const journal of changed) journal.flush();
  changed.clear();
}

// Nothing is answered before it is in the journal. Every answer begins with its head.
wrap(http.ServerResponse, "writeHead", function (original, ...args) {
  flushAll();
  return original(...args);
});

// ---- what is recorded

wrap(Loki.Collection, "insertOne", function (original, ...args) {
  const stored = original(...args);
  if (stored) record(owners.get(this), { c: this.name, put: stored });
  return stored;
});

wrap(Loki.Collection, "update", function (original, doc) {
  // One by one, also for arrays: for an array, even of one, Loki would sort every index anew. Each read of a queue
  // passes an array; at 2,000 messages reading and deleting one went from 175/s to 419/s.
  if (Array.isArray(doc)) return void doc.forEach(one => this.update(one));
  const stored = original(doc);
  record(owners.get(this), { c: this.name, put: stored });
  return stored;
});

wrap(Loki.Collection, "remove", function (original, doc) {
  const id = typeof doc === "number" ? doc : doc.$loki; // Loki takes the id away from the document
  const removed = original(doc); // null: refused; undefined: an array, recorded below
  if (removed) record(owners.get(this), { c: this.name, del: [id] });
  return removed;
});

wrap(Loki.Collection, "removeBatchByPositions", function (original, positions) {
  // Each read of a queue ends here to remove the expired messages, mostly none. Loki would sort every index anew and
  // mark the database as changed, so that an idle system would save it all the time.
  if (positions.length === 0) return undefined;
  if (positions.length === 1) return this.remove(this.data[positions[0]]); // the same, without sorting every index
  const ids = positions.map(p => this.data[p].$loki);
  const result = original(positions);
  if (result !== null) record(owners.get(this), { c: this.name, del: ids });
  return result;
});

wrap(Loki.Collection, "clear", function (original, options) {
  original(options);
  record(owners.get(this), { c: this.name, clear: true });
});

wrap(Loki, "addCollection", function (original, name, options) {
  const known = this.collections.some(c => c.name === name);
  const collection = original(name, options);
  owners.set(collection, this);
  if (!known) record(this, { c: name, add: options ?? {} });
  return collection;
});

wrap(Loki, "removeCollection", function (original, name) {
  original(name);
  record(this, { c: name, drop: true });
});

wrap(Loki, "renameCollection", function (original, name, newName) {
  const collection = original(name, newName);
  if (collection) record(this, { c: name, rename: newName });
  return collection;
});

// ---- saving and loading

// Azurite asks for a save every 5 s; tests ask for more, so that kills hit saves.
wrap(Loki, "autosaveEnable", function (original, ...args) {
  this.autosaveInterval = Number(process.env.MAIL_AZURITE_SAVE_INTERVAL_MS) || this.autosaveInterval;
  return original(...args);
});

// Loki serialises before saveDatabaseInternal returns, so the cut and the saved text are the same moment.
wrap(Loki, "saveDatabaseInternal", function (original, callback) {
  const journal = journalOf(this);
  if (journal && !loaded.has(this)) journal.discard(); // first save without a load: there was no database file
  loaded.add(this);
  flushAll();
  const dropCovered = journal?.cut();
  original(error => {
    if (!error) dropCovered?.();
    if (callback) callback(error);
    else if (error) throw error;
  });
});

wrap(Loki, "loadDatabase", function (original, options, callback) {
  loading.add(this);
  original(options, error => {
    if (!error && this.persistenceMethod === "fs") error = tryReplay(this);
    loading.delete(this);
    loaded.add(this);
    callback?.(error);
  });
});

function tryReplay(db) {
  try {
    const touched = new Map(); // collection → Map of its documents by id
    new Journal(db.filename).replay(changes => changes.forEach(change => apply(db, change, touched)));
    touched.forEach((documents, collection) => rebuild(collection, documents));
    return undefined;
  } catch (error) {
    return new Error(`The journal of ${db.filename} cannot be replayed: ${error.message}`);
  }
}

function apply(db, change, touched) {
  if ("add" in change) return void db.addCollection(change.c, change.add);
  if ("drop" in change) return void db.removeCollection(change.c);
  if ("rename" in change) return void db.renameCollection(change.c, change.rename);

  const collection = db.getCollection(change.c);
  if (!touched.has(collection)) touched.set(collection, new Map(collection.data.map(doc => [doc.$loki, doc])));
  const documents = touched.get(collection);
  if ("put" in change) {
    documents.set(change.put.$loki, change.put);
    collection.maxId = Math.max(collection.maxId, change.put.$loki); // ids are never given out twice
  } else if ("del" in change) {
    change.del.forEach(id => documents.delete(id));
  } else if ("clear" in change) {
    documents.clear();
    collection.maxId = 0;
  }
}

/** Gives a collection its documents and builds its indexes anew. Loki wants the documents in the order of their ids. */
function rebuild(collection, documents) {
  collection.data = [...documents.values()].sort((a, b) => a.$loki - b.$loki);
  collection.constraints.unique = {}; // built again when first used
  collection.idIndex = null;
  collection.ensureId();
  collection.ensureAllIndexes(true);
  collection.dirty = true;
}

// ---- garbage

// Azurite deletes an extent file that no blob or block refers to. It lists the blobs first and the blocks later, so
// blocks that are committed in between look unused, and so does data that is written but not yet entered. An extent
// is therefore deleted only when two passes, ten minutes apart, found it unused.
wrap(FSExtentStore, "deleteExtents", function (original, extents) {
  const twice = [...extents].filter(id => this.unused?.has(id));
  this.unused = new Set(extents);
  return original(twice);
});
