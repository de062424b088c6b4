package dev.xmdb.target.types.file;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.btf.BtfContainer;
import dev.xmdb.target.types.btf.BtfException;
import dev.xmdb.target.types.ctf.CtfContainer;
import dev.xmdb.target.types.ctf.CtfException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the types of a file: CTF or BTF, alone or as a section of an ELF file. */
public final class TypeFile {
    private static final int CTF = 0xcff1;
    private static final int BTF = 0xeb9f;

    private TypeFile() {}

    /**
     * Reads a file.
     *
     * @param wordSize bytes of a pointer, where the file does not tell
     * @return its types; empty when it is no file of types but something else, perhaps text
     * @throws IOException when it cannot be read
     * @throws TypeDataException when its types are damaged, or it is an ELF file without any
     */
    public static Optional<TypeLibrary> read(Path path, int wordSize) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var file = new FileBytes(channel);
            if (file.size() < Integer.BYTES) {
                return Optional.empty();
            }
            if (ElfTypeSections.isElf(file)) {
                return Optional.of(ofElf(file));
            }
            return switch ((int) file.number(0, Short.BYTES)) {
                case CTF -> Optional.of(ctf(file.bytes(0, file.size()), new byte[0], wordSize));
                case BTF -> Optional.of(btf(file.bytes(0, file.size()), wordSize));
                default -> Optional.empty();
            };
        }
    }

    private static TypeLibrary ofElf(FileBytes file) throws IOException {
        ElfTypeSections sections = ElfTypeSections.read(file);
        Optional<byte[]> ctf = sections.bytes(".SUNW_ctf");
        if (ctf.isPresent()) {
            return ctf(ctf.get(), sections.stringsOf(".SUNW_ctf"), sections.wordSize());
        }
        Optional<byte[]> btf = sections.bytes(".BTF");
        if (btf.isPresent()) {
            return btf(btf.get(), sections.wordSize());
        }
        throw new TypeDataException("File does not contain CTF data, nor BTF: it has no section .SUNW_ctf or .BTF");
    }

    private static TypeLibrary ctf(byte[] bytes, byte[] strings, int wordSize) {
        try {
            CtfContainer container = CtfContainer.read(bytes, strings, wordSize);
            return new TypeLibrary() {
                @Override
                public Stream<Type> candidates(Optional<Tag> tag, String name) {
                    return (tag.isPresent() ? container.tagged(tag.get(), name) : container.named(name)).stream();
                }

                @Override
                public Stream<Type> all() {
                    return container.all().stream();
                }
            };
        } catch (CtfException damaged) {
            throw new TypeDataException(String.valueOf(damaged.getMessage()));
        }
    }

    private static TypeLibrary btf(byte[] bytes, int wordSize) {
        try {
            BtfContainer container = BtfContainer.read(bytes, wordSize);
            return new TypeLibrary() {
                @Override
                public Stream<Type> candidates(Optional<Tag> tag, String name) {
                    return tag.isPresent() ? container.tagged(tag.get(), name) : container.named(name);
                }

                @Override
                public Stream<Type> all() {
                    return IntStream.range(0, container.count())
                            .mapToObj(number -> container.type(container.firstType() + number))
                            .filter(type -> !(type instanceof Type.Missing));
                }
            };
        } catch (BtfException damaged) {
            throw new TypeDataException(String.valueOf(damaged.getMessage()));
        }
    }
}
