package dev.xmdb.dcmds.linux;

import dev.xmdb.dump.ImageSection;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.LinuxGuest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A copy of an image in a file of its own, in which a test overwrites what it likes. */
final class DamagedDomain {
    private static final int CONTEXT = 5168;
    private static final int CR3 = 5008;
    private static final int PAGE = 4096;

    private final Target sound;
    private final Path file;

    /** A copy of a sound image. */
    DamagedDomain(Target sound, Path folder) throws IOException {
        this.sound = sound;
        this.file = folder.resolve("damaged.core");
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = sound.image().bytes();
            for (long at = 0; at < bytes.byteSize(); ) {
                long length = Math.min(1 << 24, bytes.byteSize() - at);
                at += channel.write(bytes.asSlice(at, length).asByteBuffer(), at);
            }
        }
    }

    private void write(long offset, byte[] bytes) throws IOException {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(offset);
            out.write(bytes);
        }
    }

    /** Takes the page-table root from a vCPU. */
    DamagedDomain withoutRoot(int vcpu) throws IOException {
        ImageSection contexts = sound.image().sections().stream()
                .filter(section -> section.name().equals(".xen_prstatus"))
                .findFirst()
                .orElseThrow();
        write(contexts.fileOffset() + (long) vcpu * CONTEXT + CR3, new byte[Long.BYTES]);
        return this;
    }

    /** Overwrites memory of the kernel. */
    DamagedDomain overwritten(long address, int length) throws IOException {
        byte[] wrong = new byte[length];
        Arrays.fill(wrong, (byte) 0xa5);
        write(((LinuxGuest) sound.guest()).memory().fileOffset(address), wrong);
        return this;
    }

    /** Overwrites the page table of a level, 1 for the lowest, on the way to an address. */
    DamagedDomain withoutTable(long address, int level) throws IOException {
        long entry = ((LinuxGuest) sound.guest())
                .memory().translate(address).steps().stream()
                        .filter(step -> step.level() == level)
                        .findFirst()
                        .orElseThrow()
                        .fileOffset();
        // Pages lie in the file as they do in memory: at multiples of their size.
        write(entry & -PAGE, new byte[PAGE]);
        return this;
    }

    /** Overwrites a text wherever a page has it at an offset. */
    DamagedDomain overwrittenText(String text, int offsetInPage) throws IOException {
        var bytes = sound.image().bytes();
        byte[] sought = text.getBytes(StandardCharsets.ISO_8859_1);
        for (long page = 0; page + 4096 <= bytes.byteSize(); page += 4096) {
            int same = 0;
            while (same < sought.length
                    && bytes.get(ValueLayout.JAVA_BYTE, page + offsetInPage + same) == sought[same]) {
                same++;
            }
            if (same == sought.length) {
                write(page + offsetInPage, new byte[sought.length]);
            }
        }
        return this;
    }

    /** The address of one of the kernel's symbols. */
    long symbol(String name) {
        return sound.symbols().valueOf(name).orElseThrow();
    }

    /** The address that the kernel wrote down of one of its tables. */
    long written(String name) {
        return ((LinuxGuest) sound.guest())
                .coreInfo()
                .orElseThrow()
                .symbol(name)
                .orElseThrow();
    }

    /** Opens the copy. */
    Target open() throws IOException {
        return open(TargetOptions.NONE);
    }

    /** Opens the copy. */
    Target open(TargetOptions options) throws IOException {
        return Targets.open(DomainImages.open(file, OpenProgress.NONE), options);
    }
}
