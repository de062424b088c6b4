package dev.xmdb.engine.run;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.Target;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.PagingMode;
import java.util.List;

/**
 * A target whose virtual addresses are those of a space that the user chose. The guest still reads its kernel in the target's own.
 *
 * @param own the target
 * @param virtual the space
 */
record TargetInContext(Target own, GuestVirtual virtual) implements Target {
    @Override
    public DomainImage image() {
        return own.image();
    }

    @Override
    public Guest guest() {
        return own.guest();
    }

    @Override
    public int wordSize() {
        return own.wordSize();
    }

    @Override
    public AddressSpace physical() {
        return own.physical();
    }

    @Override
    public AddressSpace machine() {
        return own.machine();
    }

    @Override
    public GuestVirtual virtual(long root, PagingMode mode) {
        return own.virtual(root, mode);
    }

    @Override
    public List<Vcpu> vcpus() {
        return own.vcpus();
    }

    @Override
    public List<String> degradations() {
        return own.degradations();
    }

    @Override
    public void close() {
        own.close();
    }
}
