package dev.xmdb.sim.solaris.xen;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import java.nio.charset.StandardCharsets;

/** The page that the domain shares with the program behind its console: what was typed, and what the domain wrote. */
public final class ConsoleRing {
    private static final int TYPED = 1024;
    private static final int WRITTEN = 2048;

    private final RingStream typed = new RingStream(TYPED);
    private final RingStream written = new RingStream(WRITTEN);
    private final long page;

    ConsoleRing(Kernel kernel) {
        this.page = kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE);
    }

    /** Address of the page. */
    public long page() {
        return page;
    }

    /** What was typed. */
    public RingStream typed() {
        return typed;
    }

    /** What the domain wrote. */
    public RingStream written() {
        return written;
    }

    /** Somebody types, and the domain reads it. */
    void type(String text) {
        typed.pass(bytes(text));
    }

    /** Somebody types, and the domain does not read it. */
    void typeUnread(String text) {
        typed.add(bytes(text));
    }

    /** The domain writes, and it is shown. */
    void write(String text) {
        written.pass(bytes(text));
    }

    /** The domain writes, and it is not shown yet. */
    void writeUnshown(String text) {
        written.add(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Puts the rings into the page. */
    void store(Kernel kernel) {
        GuestStruct rings = kernel.at("struct xencons_interface", page);
        kernel.space().put(rings.address("in"), typed.ring());
        kernel.space().put(rings.address("out"), written.ring());
        rings.set("in_cons", typed.consumed())
                .set("in_prod", typed.produced())
                .set("out_cons", written.consumed())
                .set("out_prod", written.produced());
    }
}
