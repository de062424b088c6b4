package dev.xmdb.dcmds;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.memory.GuestVirtual;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.tukaani.xz.XZInputStream;

/** A copy of a domain, in whose kernel memory a test writes what it likes before it is opened. */
public final class TamperedDomain implements AutoCloseable {
    private final Target original;
    private final Path copy;
    private Target opened;

    private TamperedDomain(Target original) {
        this.original = original;
        try {
            copy = Files.createTempFile("tampered", ".core");
            try (InputStream bytes = plain(original.image().path())) {
                Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            copy.toFile().deleteOnExit();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        opened = original;
    }

    /** A copy of a domain. */
    public static TamperedDomain of(SolarisDomain domain) {
        return new TamperedDomain(domain.target());
    }

    /** A copy of a domain that is open. */
    public static TamperedDomain of(Target domain) {
        return new TamperedDomain(domain);
    }

    private static InputStream plain(Path image) throws IOException {
        InputStream bytes = Files.newInputStream(image);
        return image.toString().endsWith(".xz") ? new XZInputStream(bytes) : bytes;
    }

    /** The address of a variable of the kernel's. */
    public long variable(String name) {
        return original.symbols().valueOf(name).orElseThrow();
    }

    /** Writes a number of some bytes at an address of the kernel's. */
    public TamperedDomain put(long address, int size, long value) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return put(address, bytes);
    }

    /** Writes a word. */
    public TamperedDomain word(long address, long value) {
        return put(address, Long.BYTES, value);
    }

    /** Writes a text and its NUL. */
    public TamperedDomain text(long address, String text) {
        return put(address, (text + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private TamperedDomain put(long address, byte[] bytes) {
        try (var file = new RandomAccessFile(copy.toFile(), "rw")) {
            for (int i = 0; i < bytes.length; i++) {
                file.seek(((GuestVirtual) original.virtual()).fileOffset(address + i));
                file.write(bytes[i]);
            }
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The copy, opened. */
    public Target target() {
        if (opened.equals(original)) {
            try {
                opened = Targets.open(DomainImages.open(copy, OpenProgress.NONE), TargetOptions.NONE);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return opened;
    }

    /** A session on the copy. */
    public Conversation conversation() {
        return new Conversation(target());
    }

    @Override
    public void close() {
        if (!opened.equals(original)) {
            opened.close();
        }
        copy.toFile().delete();
    }
}
