package dev.xmdb.shell;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.elf.ElfDumpCoreWriter;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.dump.vcpu.GuestContextBuilder;
import dev.xmdb.dump.vcpu.SharedInfoBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The image of a 64-bit PV domain that never ran: one vCPU, four page tables, two mapped pages. Small enough to be written wherever
 * something has to be opened.
 */
final class TinyImage {
    /** Virtual address of the first mapped page; the second one follows. */
    static final long BASE = 0xffff_ffff_8100_0000L;

    /** Machine frame of guest frame 0; the others follow. */
    static final long FIRST_MFN = 0x1000;

    private static final int PAGES = 16;
    private static final int ROOT = 1;
    private static final int DATA = 5;
    private static final int[] INDICES = {511, 510, 8, 0};
    private static final long PRESENT_WRITABLE = 0x63;
    private static final long IN_KERNEL_ONLINE = 0x24;
    private static final long KERNEL_CODE = 0xe030;

    private final Map<Long, byte[]> contents = new HashMap<>();

    /**
     * Describes it.
     *
     * @param text what stands at the beginning of the first mapped page, in ISO 8859-1
     */
    TinyImage(String text) {
        long table = ROOT;
        for (int level = 0; level < INDICES.length; level++) {
            long next = level + 1 < INDICES.length ? table + 1 : DATA;
            entry(table, INDICES[level], next);
            table = next;
        }
        entry(ROOT + INDICES.length - 1, INDICES[INDICES.length - 1] + 1, DATA + 1);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, page(DATA), 0, bytes.length);
    }

    private void entry(long table, int index, long target) {
        ByteBuffer.wrap(page(table))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(index * Long.BYTES, (FIRST_MFN + target) << Frames.PAGE_SHIFT | PRESENT_WRITABLE);
    }

    private byte[] page(long pfn) {
        return contents.computeIfAbsent(pfn, absent -> new byte[Frames.PAGE_SIZE]);
    }

    /** Writes it. */
    void write(Path path) throws IOException {
        byte[] context = GuestContextBuilder.x86_64()
                .register("rip", BASE)
                .register("rsp", BASE + Frames.PAGE_SIZE)
                .register("cs", KERNEL_CODE)
                .flags(IN_KERNEL_ONLINE)
                .controlRegister(3, (FIRST_MFN + ROOT) << Frames.PAGE_SHIFT)
                .build();
        ElfDumpCoreWriter.paravirtualised(Long.BYTES)
                .vcpu(context)
                .sharedInfo(SharedInfoBuilder.x86_64().build())
                .xenVersion(new XenVersion(
                        4, 17, ".0", "gcc", "nobody", "example", "today", "xen-3.0-x86_64", "", 0, Frames.PAGE_SIZE))
                .write(path, new Pages());
    }

    private final class Pages implements PageSource {
        @Override
        public long slots() {
            return PAGES;
        }

        @Override
        public long pfn(long slot) {
            return slot;
        }

        @Override
        public long mfn(long slot) {
            return FIRST_MFN + slot;
        }

        @Override
        public boolean read(long slot, ByteBuffer page) {
            byte[] content = contents.get(slot);
            if (content == null) {
                return false;
            }
            page.put(content);
            return true;
        }
    }
}
