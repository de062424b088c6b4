package dev.xmdb.sim.solaris.xen;

import static dev.xmdb.sim.solaris.xen.StoreOperation.DIRECTORY;
import static dev.xmdb.sim.solaris.xen.StoreOperation.ERROR;
import static dev.xmdb.sim.solaris.xen.StoreOperation.READ;
import static dev.xmdb.sim.solaris.xen.StoreOperation.TRANSACTION_END;
import static dev.xmdb.sim.solaris.xen.StoreOperation.TRANSACTION_START;
import static dev.xmdb.sim.solaris.xen.StoreOperation.WATCH;
import static dev.xmdb.sim.solaris.xen.StoreOperation.WATCH_EVENT;
import static dev.xmdb.sim.solaris.xen.StoreOperation.WRITE;

import java.util.List;
import java.util.Locale;

/** The guest's end of the conversation with the store: every call leaves a request in one ring and the store's reply in the other. */
final class Xenbus {
    private static final String DONE = "OK\0";

    private final Store store;
    private final StoreRing ring = new StoreRing();
    private int nextRequest;
    private int nextTransaction;
    private int transaction;

    /**
     * A conversation that begins.
     *
     * @param store answers
     * @param firstTransaction number of the next transaction that the store will start, for whichever domain
     */
    Xenbus(Store store, int firstTransaction) {
        this.store = store;
        this.nextTransaction = firstTransaction;
    }

    /** The rings. */
    StoreRing ring() {
        return ring;
    }

    /** Number of the next request. */
    int nextRequest() {
        return nextRequest;
    }

    /** Reads a value; empty when there is none, which the store reports as an error. */
    String read(String path) {
        String value = store.get(path);
        if (value == null) {
            exchange(READ, path + '\0', ERROR, "ENOENT\0");
            return "";
        }
        exchange(READ, path + '\0', READ, value);
        return value;
    }

    /** Lists the names below a path. */
    List<String> directory(String path) {
        List<String> names = store.names(path);
        exchange(DIRECTORY, path + '\0', DIRECTORY, joined(names));
        return names;
    }

    /** Names, each with its NUL. */
    static String joined(List<String> names) {
        return names.isEmpty() ? "" : String.join("\0", names) + '\0';
    }

    /** Writes a value. */
    void write(String path, String value) {
        exchange(WRITE, path + '\0' + value, WRITE, DONE);
        store.put(path, value);
    }

    /** Asks to be told of changes, and is told once at once. */
    void watch(String path, long watch) {
        Store.Watch made = new Store.Watch(path, token(watch));
        exchange(WATCH, made.path() + '\0' + made.token() + '\0', WATCH, DONE);
        store.watch(made);
        ring.pass(false, WATCH_EVENT, 0, 0, event(made));
    }

    /** How the guest names a watch to the store. */
    static String token(long watch) {
        return Long.toHexString(watch).toUpperCase(Locale.ROOT);
    }

    /** What tells of a change. */
    static String event(Store.Watch fired) {
        return fired.path() + '\0' + fired.token() + '\0';
    }

    /** Does something in a transaction. */
    void inTransaction(Runnable writes) {
        int number = nextTransaction++;
        exchange(TRANSACTION_START, "\0", TRANSACTION_START, number + "\0");
        transaction = number;
        writes.run();
        exchange(TRANSACTION_END, "T\0", TRANSACTION_END, DONE);
        transaction = 0;
    }

    /** Domain 0 changes a value, and the domain takes notice. */
    void changed(String path, String value) {
        store.put(path, value);
        store.fired(path).forEach(each -> ring.pass(false, WATCH_EVENT, 0, 0, event(each)));
    }

    private void exchange(StoreOperation operation, String request, StoreOperation result, String reply) {
        ring.pass(true, operation, nextRequest, transaction, request);
        ring.pass(false, result, nextRequest, transaction, reply);
        nextRequest++;
    }

    /** Domain 0 changes a value, and the domain does not take notice. */
    void changedUnseen(String path, String value) {
        store.put(path, value);
        store.fired(path).forEach(each -> ring.add(false, WATCH_EVENT, 0, 0, event(each)));
    }

    /** Sends a request that the store does not take. */
    StoreMessage send(StoreOperation operation, String request) {
        return ring.add(true, operation, nextRequest++, 0, request);
    }

    /** The store takes the last request and answers; nobody has read the answer. */
    StoreMessage answer(StoreMessage request, String reply) {
        ring.requests().consumedTo(request.end());
        return ring.add(false, request.operation(), request.request(), 0, reply);
    }
}
