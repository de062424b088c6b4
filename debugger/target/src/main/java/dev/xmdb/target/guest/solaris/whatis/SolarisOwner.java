package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.solaris.kmem.KmemBuffer;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.symbols.Symbols.SymbolHit;
import dev.xmdb.target.whatis.AddressOwner;
import java.util.Optional;

/** Something in a Solaris kernel that an address belongs to. */
public sealed interface SolarisOwner extends AddressOwner {

    /** Parts of a module. */
    enum Section {
        /** Its code. */
        TEXT,
        /** Its data. */
        DATA,
        /** Its data that begins as zeros. */
        BSS,
        /** Its symbol table. */
        SYMTAB,
        /** The rest of what belongs to its symbols. */
        SYMSPACE
    }

    /** What an address in a thread's stack is to the thread now. */
    enum StackUse {
        /** In use. */
        LIVE,
        /** Below the stack pointer: left over. */
        BELOW,
        /** The thread runs, so that its stack pointer is not known. */
        PERHAPS_BELOW,
        /** The thread waits for an interrupt. */
        INACTIVE
    }

    /**
     * A part of a module.
     *
     * @param module the module's name
     * @param section which part
     * @param base the part's first byte
     * @param symbol the symbol that covers the address
     */
    record InModule(String module, Section section, long base, Optional<SymbolHit> symbol) implements SolarisOwner {
        @Override
        public String kind() {
            return "module";
        }
    }

    /**
     * A {@code kthread_t}.
     *
     * @param base its first byte
     */
    record ThreadStructure(long base) implements SolarisOwner {
        @Override
        public String kind() {
            return "thread";
        }
    }

    /**
     * A thread's stack.
     *
     * @param thread the thread
     * @param base the stack's lowest byte
     * @param use what the address is to the thread
     */
    record ThreadStack(long thread, long base, StackUse use) implements SolarisOwner {
        @Override
        public String kind() {
            return "stack";
        }
    }

    /**
     * A {@code page_t}.
     *
     * @param base its first byte
     * @param pfn the frame that it describes
     */
    record PageStructure(long base, long pfn) implements SolarisOwner {
        @Override
        public String kind() {
            return "page";
        }
    }

    /**
     * A page table that the kernel has mapped.
     *
     * @param base its first byte
     * @param htable address of its {@code htable_t}
     * @param hat address of the {@code struct hat} it belongs to
     * @param level 0 for a table of pages
     * @param maps the first address that it translates
     */
    record PageTable(long base, long htable, long hat, int level, long maps) implements SolarisOwner {
        @Override
        public String kind() {
            return "page_table";
        }
    }

    /**
     * A buffer of a cache.
     *
     * @param buffer the buffer
     */
    record Buffer(KmemBuffer buffer) implements SolarisOwner {
        @Override
        public String kind() {
            return "buffer";
        }

        @Override
        public long base() {
            return buffer.address();
        }
    }

    /**
     * A segment of an arena.
     *
     * @param hit the segment
     */
    record Segment(Vmem.Hit hit) implements SolarisOwner {
        @Override
        public String kind() {
            return "segment";
        }

        @Override
        public long base() {
            return hit.start();
        }
    }
}
