package dev.xmdb.sim.solaris;

import dev.xmdb.sim.machine.GuestSpace;
import dev.xmdb.sim.solaris.layout.Layouts;

/**
 * A structure in guest memory, written by the names of its members.
 *
 * @param name its layout: {@code struct cpu}, {@code kthread_t}
 * @param va where it is
 */
public record GuestStruct(GuestSpace space, Layouts layouts, String name, long va) {

    /** Sets a scalar member; {@code path} may go through inner structures. */
    public GuestStruct set(String path, long value) {
        Layouts.Place place = layouts.place(name, path);
        if (place.type().bits() > 0) {
            setField(place, value);
        } else {
            space.put(va + place.offset(), layouts.size(place.type()), value);
        }
        return this;
    }

    /** Sets the bits of a bit-field and no others. */
    private void setField(Layouts.Place place, long value) {
        int end = place.bit() + place.type().bits();
        for (int done = 0; done < end; done += Byte.SIZE) {
            int from = Math.max(place.bit(), done) - done;
            int mask = (1 << Math.min(Byte.SIZE, end - done)) - (1 << from);
            long at = va + place.offset() + done / Byte.SIZE;
            long bits = value << place.bit() >>> done & mask;
            space.put(at, 1, (space.get(at, 1)[0] & ~mask) | bits);
        }
    }

    /** Sets an element of an array member. */
    public GuestStruct set(String path, int index, long value) {
        Layouts.Place place = layouts.place(name, path);
        int size = layouts.size(place.type().element());
        space.put(va + place.offset() + (long) index * size, size, value);
        return this;
    }

    /** Sets a member that is an array of characters. */
    public GuestStruct setText(String path, String text) {
        Layouts.Place place = layouts.place(name, path);
        if (text.length() >= layouts.size(place.type())) {
            throw new IllegalArgumentException(text + " does not fit into " + path);
        }
        space.putText(va + place.offset(), text);
        return this;
    }

    /** Address of a member. */
    public long address(String path) {
        return va + layouts.offset(name, path);
    }

    /** A pointer-sized member. */
    public long get(String path) {
        return space.getLong(address(path));
    }
}
