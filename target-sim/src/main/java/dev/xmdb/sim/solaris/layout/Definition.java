package dev.xmdb.sim.solaris.layout;

import java.util.List;

/** What a layout table defines. */
public sealed interface Definition {
    /** Its name as declarations use it: {@code struct cpu}, {@code int}, {@code kthread_t}. */
    String name();

    /** The kernel module whose type information holds it. */
    String module();

    /**
     * An integer.
     *
     * @param size bytes
     * @param encoding bits of CTF's integer encoding: 1 signed, 2 character
     */
    record Whole(String name, String module, int size, int encoding) implements Definition {}

    /** Another name of a type. */
    record Alias(String name, String module, TypeName target) implements Definition {}

    /** A function type without arguments; only its pointers occur. */
    record Procedure(String name, String module, TypeName result) implements Definition {}

    /** An enumeration of 4 bytes. */
    record Enumeration(String name, String module, List<Constant> constants) implements Definition {}

    /** A named value of an enumeration. */
    record Constant(String name, int value) {}

    /**
     * A struct or union.
     *
     * @param size bytes
     */
    record Aggregate(String name, String module, int size, List<Member> members) implements Definition {
        /** Whether it is a union. */
        public boolean isUnion() {
            return name.startsWith("union ");
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param bit where it begins, in bits
     */
    record Member(String name, int bit, TypeName type) {}
}
