package dev.xmdb.target.types;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A structure in a guest's memory, read by the names of its members. Every read throws {@link TypeDataException} for a member that is
 * not there, and {@link MemoryFaultException} for memory that is not.
 *
 * @param layout its members
 * @param memory where it is
 * @param address its first byte
 */
public record StructView(StructLayout layout, AddressSpace memory, long address) {
    private static final int MAX_TEXT = 4096;

    /** The address of a member. */
    public long addressOf(String path) {
        return address + layout.member(path).offset();
    }

    /** A member as a number: sign-extended when it is signed, else zero-extended. A pointer is a number. */
    public long number(String path) {
        Member member = layout.member(path);
        if (member.bitWidth() == 0 || member.bitWidth() > Long.SIZE) {
            throw new TypeDataException(path + " of " + layout.type().declaration() + " is no number but a "
                    + member.type().declaration());
        }
        int shift = (int) (member.bitOffset() % Byte.SIZE);
        return Bits.read(memory, address + member.offset(), shift, (int) member.bitWidth(), member.signed());
    }

    /** The text in a member that is an array of characters, up to its NUL; or at the address that a pointer member holds. */
    public String text(String path) {
        Member member = layout.member(path);
        return member.type() instanceof Type.Pointer
                ? text(memory, number(path), MAX_TEXT)
                : text(memory, address + member.offset(), (int) Math.min(member.bitWidth() / Byte.SIZE, MAX_TEXT));
    }

    /**
     * The text at an address, up to its NUL. Bytes are taken as Latin-1.
     *
     * @param memory where it is
     * @param at its first byte
     * @param limit most bytes of it
     */
    public static String text(AddressSpace memory, long at, int limit) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < limit; i++) {
            int value = memory.readByte(at + i);
            if (value == 0) {
                break;
            }
            bytes.write(value);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The structure that a member is. */
    public StructView struct(String path) {
        Member member = layout.member(path);
        return new StructView(layout.of(member), memory, address + member.offset());
    }

    /** The structure that a pointer member leads to, by the type that the pointer declares. */
    public StructView follow(String path) {
        return new StructView(layout.of(layout.member(path)), memory, number(path));
    }
}
