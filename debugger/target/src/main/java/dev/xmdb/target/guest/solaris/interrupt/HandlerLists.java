package dev.xmdb.target.guest.solaris.interrupt;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** A table of lists of handlers: {@code autovect} by interrupt number, {@code softvect} by level. */
public final class HandlerLists {
    private static final int MOST_HANDLERS = 256;
    private static final int HEAD_SIZE_WIDE = 16;
    private static final int HEAD_SIZE_NARROW = 8;

    private final KernelTable heads;
    private final int link;
    private final int word;
    private final LongFunction<Handler> reader;
    private final Chain chain;

    /** Handlers of one interrupt: those that were read, and why there may be more; no reason when the list is sound. */
    public record Handlers(List<Handler> all, List<String> faults) {}

    private HandlerLists(KernelTable heads, int link, AddressSpace memory, Fields fields) {
        this.heads = heads;
        this.link = link;
        this.word = memory.wordSize();
        this.reader = address -> fields.read(memory, address);
        this.chain = new Chain("interrupt handlers", at -> memory.readWord(at + fields.next()), MOST_HANDLERS);
    }

    /**
     * A table.
     *
     * @throws GuestDamageException when it cannot be read
     */
    public static HandlerLists read(SolarisGuest kernel, String variable) {
        var head = kernel.types().find("struct av_head").map(type -> new StructLayout(kernel.types(), type));
        int word = kernel.memory().wordSize();
        int size =
                head.map(layout -> (int) layout.size()).orElse(word == Long.BYTES ? HEAD_SIZE_WIDE : HEAD_SIZE_NARROW);
        int link = head.flatMap(layout -> layout.find("avh_link"))
                .map(member -> (int) member.offset())
                .orElse(0);
        return new HandlerLists(
                KernelTable.of(kernel, variable, Math.max(size, word)), link, kernel.memory(), Fields.of(kernel));
    }

    /** How many lists there are. */
    public int count() {
        return heads.count();
    }

    /** The handlers in a list, in its order. An entry without a function ends the list, as it does for the kernel. */
    public Handlers handlers(int index) {
        List<Handler> all = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Chain.End end = chain.follow(heads.number(index, link, word), address -> {
            try {
                Handler handler = reader.apply(address);
                if (handler.vector() == 0) {
                    return false;
                }
                all.add(handler);
                return true;
            } catch (MemoryFaultException fault) {
                faults.add(fault.getMessage());
                return false;
            }
        });
        if (end.fault() != null) {
            faults.add(end.fault());
        }
        String list = heads.name() + "[" + index + "]: ";
        return new Handlers(
                List.copyOf(all), faults.stream().map(fault -> list + fault).toList());
    }

    /** Where the members of {@code struct autovec} are (sys/avintr.h). */
    private record Fields(int next, int vector, int argument1, int argument2, int level, int id, int device) {
        private static final Fields WIDE = new Fields(0, 8, 16, 24, 40, 48, 56);
        private static final Fields NARROW = new Fields(0, 4, 8, 12, 20, 24, 28);

        static Fields of(SolarisGuest kernel) {
            Fields fixed = kernel.memory().wordSize() == Long.BYTES ? WIDE : NARROW;
            return kernel.types()
                    .find("struct autovec")
                    .map(type -> fixed.by(new StructLayout(kernel.types(), type)))
                    .orElse(fixed);
        }

        private Fields by(StructLayout layout) {
            return new Fields(
                    offset(layout, "av_link", next),
                    offset(layout, "av_vector", vector),
                    offset(layout, "av_intarg1", argument1),
                    offset(layout, "av_intarg2", argument2),
                    offset(layout, "av_prilevel", level),
                    offset(layout, "av_intr_id", id),
                    offset(layout, "av_dip", device));
        }

        private static int offset(StructLayout layout, String member, int otherwise) {
            return layout.find(member).map(found -> (int) found.offset()).orElse(otherwise);
        }

        Handler read(AddressSpace memory, long address) {
            return new Handler(
                    address,
                    memory.readWord(address + vector),
                    memory.readWord(address + argument1),
                    memory.readWord(address + argument2),
                    memory.readInt(address + level),
                    memory.readWord(address + device),
                    memory.readWord(address + id));
        }
    }
}
