package dev.xmdb.target.registers;

import java.util.List;
import java.util.OptionalLong;

/** The registers of one vCPU by name, with the narrower aliases ({@code eax ax al ah}, {@code r8d}, {@code eflags} …). */
public interface RegisterSet {

    /** Bytes in a general register, 8 or 4. */
    int wordSize();

    /** The full-width names in mdb's order of declaration, without aliases. */
    List<String> names();

    /** A register or alias; empty for an unknown name. Aliases are zero-extended. */
    OptionalLong value(String name);
}
