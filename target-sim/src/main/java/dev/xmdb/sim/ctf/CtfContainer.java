package dev.xmdb.sim.ctf;

import dev.xmdb.sim.solaris.layout.Layouts;
import dev.xmdb.sim.solaris.layout.TypeName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CTF container of version 2, compressed as kernel modules carry it. Objects and functions are to be told in the order of the module's
 * symbol table; symbols of other types are left out, as are those that the format skips.
 */
public final class CtfContainer {
    private static final int MAGIC = 0xcff1;
    private static final int VERSION = 2;
    private static final int COMPRESSED = 1;
    private static final int FUNCTION_KIND = 5 << 11;

    private final @Nullable String parentName;
    private final String label;
    private final CtfStrings strings = new CtfStrings();
    private final CtfTypes types;
    private final List<Integer> objects = new ArrayList<>();
    private final ByteSink functions = new ByteSink();

    private CtfContainer(Layouts layouts, String module, String label, @Nullable CtfContainer parent) {
        this.label = label;
        this.parentName = parent == null ? null : "genunix";
        this.types = new CtfTypes(layouts, module, parent == null ? null : parent.types, strings);
    }

    /** A container that stands alone and may be the parent of others. */
    public static CtfContainer parent(Layouts layouts, String module, String label) {
        return new CtfContainer(layouts, module, label, null);
    }

    /** A container of a module that takes what it shares with others from {@code genunix}, the parent. */
    public static CtfContainer child(Layouts layouts, String module, String label, CtfContainer parent) {
        return new CtfContainer(layouts, module, label, parent);
    }

    /** The next data object; null when its type is not known. */
    public void object(@Nullable TypeName type) {
        objects.add(type == null ? 0 : types.id(type));
    }

    /** The next function, with its types. */
    public void function(TypeName result, List<TypeName> arguments) {
        functions.u16(FUNCTION_KIND | arguments.size()).u16(types.id(result));
        arguments.forEach(each -> functions.u16(types.id(each)));
    }

    /** The next function, of which nothing is known. */
    public void function() {
        functions.u16(0);
    }

    /** The container's bytes. */
    public byte[] build() {
        ByteSink body = new ByteSink();
        byte[] typeSection = types.bytes();
        body.u32(strings.reference(label)).u32(types.lastId());
        int objectOffset = body.size();
        objects.forEach(body::u16);
        int functionOffset = body.size();
        body.bytes(functions.toByteArray());
        body.align(Integer.BYTES);
        int typeOffset = body.size();
        body.bytes(typeSection);
        int stringOffset = body.size();
        int parentReference = parentName == null ? 0 : strings.reference(parentName);
        int labelReference = parentName == null ? 0 : strings.reference(label);
        byte[] stringSection = strings.bytes();
        body.bytes(stringSection);
        return new ByteSink()
                .u16(MAGIC)
                .u8(VERSION)
                .u8(COMPRESSED)
                .u32(labelReference)
                .u32(parentReference)
                .u32(0)
                .u32(objectOffset)
                .u32(functionOffset)
                .u32(typeOffset)
                .u32(stringOffset)
                .u32(stringSection.length)
                .bytes(deflate(body.toByteArray()))
                .toByteArray();
    }

    private static byte[] deflate(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
