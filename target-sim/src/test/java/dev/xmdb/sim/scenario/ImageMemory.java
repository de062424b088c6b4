package dev.xmdb.sim.scenario;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An image's memory by virtual address, through a page walk of the test's own. */
final class ImageMemory implements AutoCloseable {
    private static final long FRAME = 0x000ffffffffff000L;
    private final DomainImage image;
    private final long root;

    ImageMemory(Path path) throws IOException {
        image = DomainImages.open(path, OpenProgress.NONE);
        root = image.vcpus().getFirst().controlRegister(3) >>> Frames.PAGE_SHIFT;
    }

    DomainImage image() {
        return image;
    }

    long register(String name) {
        return image.vcpus().getFirst().register(name).orElseThrow();
    }

    /** The level-1 or large entry for an address; 0 when an upper entry is not present. */
    long entry(long va) {
        return entry(root, va);
    }

    long entry(long rootMfn, long va) {
        long mfn = rootMfn;
        for (int shift = 39; ; shift -= 9) {
            long at = image.frames().fileOffsetOfMfn(mfn);
            assert at != Frames.ABSENT : "page table " + Long.toHexString(mfn) + " is not in the image";
            long entry = image.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, at + ((va >>> shift) & 511) * 8);
            if (shift == 12 || (entry & 1) == 0 || (entry & 0x80) != 0) {
                return entry;
            }
            mfn = (entry & FRAME) >>> Frames.PAGE_SHIFT;
        }
    }

    /** File offset of an address' byte. */
    long at(long va) {
        long entry = entry(va);
        if ((entry & 1) == 0) {
            throw new IllegalStateException("nothing mapped at " + Long.toHexString(va));
        }
        long mfn = (entry & FRAME) >>> Frames.PAGE_SHIFT;
        if ((entry & 0x80) != 0) {
            mfn += (va >>> Frames.PAGE_SHIFT) & 511;
        }
        long page = image.frames().fileOffsetOfMfn(mfn);
        if (page == Frames.ABSENT) {
            throw new IllegalStateException(Long.toHexString(va) + " is in a frame that the image has not");
        }
        return page + (va & 4095);
    }

    int u8(long va) {
        return Byte.toUnsignedInt(image.bytes().get(ValueLayout.JAVA_BYTE, at(va)));
    }

    long number(long va, int size) {
        long value = 0;
        for (int index = size - 1; index >= 0; index--) {
            value = (value << 8) | u8(va + index);
        }
        return value;
    }

    int u16(long va) {
        return (int) number(va, 2);
    }

    int u32(long va) {
        return (int) number(va, 4);
    }

    long u64(long va) {
        return number(va, 8);
    }

    byte[] bytes(long va, int size) {
        byte[] bytes = new byte[size];
        for (int index = 0; index < size; index++) {
            bytes[index] = (byte) u8(va + index);
        }
        return bytes;
    }

    String text(long va) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (long next = va; u8(next) != 0; next++) {
            bytes.write(u8(next));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        image.close();
    }
}
