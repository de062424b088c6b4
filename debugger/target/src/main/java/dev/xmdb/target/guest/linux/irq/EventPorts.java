package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the state of event channels is, by the ABI that the kernel agreed upon with Xen. */
public sealed interface EventPorts {

    /** Its name: {@code FIFO} or {@code 2-level}. */
    String abi();

    /** How many channels it can have. */
    int ports();

    /** How many channels there is state for now. */
    int states();

    /**
     * The state of a channel; empty when there is none for it yet.
     *
     * @throws MemoryFaultException when it is not in the image
     */
    Optional<PortState> state(int port);

    /**
     * Those of a kernel.
     *
     * @param shared the page that the domain shares with Xen
     * @throws TypeDataException when the kernel has no event channels, and why
     */
    static EventPorts of(KernelVariables kernel, Optional<SharedInfo> shared) {
        if (!kernel.has("evtchn_to_irq") || !kernel.has("xen_irq_list_head")) {
            throw new TypeDataException("this kernel was built without Xen's event channels");
        }
        if (kernel.has("xen_domain_type") && kernel.number("xen_domain_type") == 0) {
            throw new TypeDataException(
                    "this kernel does not run on Xen, or does not know that it does (xen_domain_type is 0): it has no event channels");
        }
        long operations = kernel.has("evtchn_ops") ? kernel.word("evtchn_ops") : 0;
        OptionalInt pages = kernel.has("event_array_pages")
                ? OptionalInt.of(kernel.number("event_array_pages"))
                : OptionalInt.empty();
        boolean fifo =
                operations != 0 && kernel.find("evtchn_ops_fifo").stream().anyMatch(each -> each == operations);
        if (!fifo) {
            return new TwoLevel(
                    shared.orElseThrow(
                            () -> new TypeDataException(
                                    "the page that the domain shares with Xen is not in the image: the state of event channels is unknown")));
        }
        int count = Math.clamp(pages.orElse(0), 0, Fifo.MOST_PAGES);
        return new Fifo(kernel.memory(), kernel.address("event_array"), count);
    }

    /**
     * Queues of channels (since Linux 3.14 on Xen 4.4): a word for each channel, in pages of the guest's. The bits in the page that the
     * domain shares with Xen mean nothing then.
     *
     * @param memory the kernel's address space
     * @param array address of the pointers to the pages
     * @param pages how many there are
     */
    record Fifo(AddressSpace memory, long array, int pages) implements EventPorts {
        private static final int PER_PAGE = Frames.PAGE_SIZE / Integer.BYTES;
        private static final int LINK_BITS = 17;
        private static final int MOST_PAGES = (1 << LINK_BITS) / PER_PAGE;
        private static final int PENDING = 31;
        private static final int MASKED = 30;
        private static final int LINKED = 29;
        private static final int BUSY = 28;

        @Override
        public String abi() {
            return "FIFO";
        }

        @Override
        public int ports() {
            return 1 << LINK_BITS;
        }

        @Override
        public int states() {
            return pages * PER_PAGE;
        }

        @Override
        public Optional<PortState> state(int port) {
            if (port < 0 || port >= states()) {
                return Optional.empty();
            }
            long page = memory.readWord(array + (long) (port / PER_PAGE) * memory.wordSize());
            int word = memory.readInt(page + (long) (port % PER_PAGE) * Integer.BYTES);
            return Optional.of(new PortState(
                    bit(word, PENDING),
                    bit(word, MASKED),
                    bit(word, LINKED),
                    bit(word, BUSY),
                    word & ((1 << LINK_BITS) - 1)));
        }

        private static boolean bit(int word, int bit) {
            return (word >>> bit & 1) != 0;
        }
    }

    /**
     * Two bitmaps in the page that the domain shares with Xen.
     *
     * @param shared the page
     */
    record TwoLevel(SharedInfo shared) implements EventPorts {
        @Override
        public String abi() {
            return "2-level";
        }

        @Override
        public int ports() {
            return shared.eventChannels();
        }

        @Override
        public int states() {
            return shared.eventChannels();
        }

        @Override
        public Optional<PortState> state(int port) {
            if (port < 0 || port >= ports()) {
                return Optional.empty();
            }
            boolean pending = shared.pending(port);
            return Optional.of(new PortState(pending, shared.masked(port), pending, false, 0));
        }
    }
}
