package dev.xmdb.sim.solaris.vmem;

/** A piece of an arena: a span that it got, or an allocated or free part of one. */
public final class Segment {
    /** What a segment is, with the kernel's values of {@code vs_type}. */
    public enum Type {
        /** In use. */
        ALLOC(1),
        /** Not in use. */
        FREE(2),
        /** A range that the arena got. */
        SPAN(0x10);

        private final int value;

        Type(int value) {
            this.value = value;
        }

        /** The value in memory. */
        public int value() {
            return value;
        }
    }

    private final long va;
    private final boolean imported;
    private final Type type;
    private final long start;
    private final long end;
    private final Origin origin;

    Segment(long va, Type type, boolean imported, long start, long end, Origin origin) {
        this.va = va;
        this.type = type;
        this.imported = imported;
        this.start = start;
        this.end = end;
        this.origin = origin;
    }

    /** Address of its structure. */
    public long va() {
        return va;
    }

    /** What it is. */
    public Type type() {
        return type;
    }

    /** Whether it is a span that came from another arena. */
    public boolean imported() {
        return imported;
    }

    /** Its first address. */
    public long start() {
        return start;
    }

    /** The address after its last one. */
    public long end() {
        return end;
    }

    /** Its bytes. */
    public long size() {
        return end - start;
    }

    /** Who allocated it. */
    public Origin origin() {
        return origin;
    }
}
