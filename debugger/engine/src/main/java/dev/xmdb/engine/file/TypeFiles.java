package dev.xmdb.engine.file;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.TypeDeclarations;
import dev.xmdb.engine.TypeDefinitions;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.ctf.CtfWriter;
import dev.xmdb.target.types.file.TypeFile;
import dev.xmdb.target.types.file.TypeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Files that the user's types come from and go to. */
public final class TypeFiles {
    private static final long LONGEST_TEXT = 1 << 22;
    private static final byte[] CTF = {(byte) 0xf1, (byte) 0xcf};

    private TypeFiles() {}

    /**
     * Takes in the types of a file.
     *
     * @param types what they are added to
     * @param file its name: C declarations, raw CTF or BTF, or an ELF file with either
     * @throws DcmdException when it cannot be read, or something in it is wrong; then nothing of it is taken in
     */
    public static void read(TypeDefinitions types, String file) {
        try {
            Path path = FileName.path(file);
            CommandText.checkKind(path);
            Optional<TypeLibrary> library = TypeFile.read(path, types.wordSize());
            if (library.isPresent()) {
                types.load(file, library.get());
            } else if (Files.size(path) > LONGEST_TEXT) {
                throw failed(
                        "read types from", file, "File is not in CTF or ELF format, and too long for declarations");
            } else {
                new TypeDeclarations(types).declareAll(file, Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        } catch (TypeDataException damaged) {
            throw failed("read types from", file, String.valueOf(damaged.getMessage()));
        } catch (IOException unreadable) {
            throw failed("read types from", file, FileTrouble.reason(unreadable));
        }
    }

    /**
     * Writes what the user defined. A file that holds something else than types is left alone.
     *
     * @param types what was defined
     * @param file the name of the CTF container to write
     * @throws DcmdException when it cannot be written
     */
    public static void write(TypeDefinitions types, String file) {
        Map<String, Type> defined = types.defined();
        if (defined.isEmpty()) {
            throw new DcmdException("no types were created");
        }
        try {
            byte[] container = CtfWriter.write(defined.values());
            Path path = FileName.path(file);
            if (Files.exists(path) && !mayReplace(path)) {
                throw failed("write types to", file, "it exists and holds something else");
            }
            Files.write(path, container);
        } catch (TypeDataException tooLarge) {
            throw failed("write types to", file, String.valueOf(tooLarge.getMessage()));
        } catch (IOException unwritable) {
            throw failed("write types to", file, FileTrouble.unmade(unwritable));
        }
    }

    private static boolean mayReplace(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        if (Files.size(path) == 0) {
            return true;
        }
        try (var in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(CTF.length), CTF);
        }
    }

    private static DcmdException failed(String what, String file, String reason) {
        return new DcmdException("failed to " + what + " " + FileTrouble.shown(file) + ": " + reason);
    }
}
