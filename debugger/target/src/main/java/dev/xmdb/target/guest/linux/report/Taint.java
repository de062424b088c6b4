package dev.xmdb.target.guest.linux.report;

import java.util.ArrayList;
import java.util.List;

/** What a kernel says it is tainted with: one bit each, which it prints as a letter. */
public enum Taint {
    /** A module whose licence is not free. */
    PROPRIETARY_MODULE('P', "proprietary module"),
    /** A module that was loaded by force. */
    FORCED_MODULE('F', "module loaded by force"),
    /** A processor that this kernel does not support. */
    OUT_OF_SPECIFICATION('S', "processor out of specification"),
    /** A module that was removed by force. */
    FORCED_REMOVAL('R', "module removed by force"),
    /** A machine check. */
    MACHINE_CHECK('M', "machine check"),
    /** A page in a bad state. */
    BAD_PAGE('B', "bad page"),
    /** Somebody in user mode asked for it. */
    USER('U', "asked for by user space"),
    /** An oops. */
    DIED('D', "it died before (oops)"),
    /** An ACPI table that was overridden. */
    OVERRIDDEN_TABLE('A', "ACPI table overridden"),
    /** A warning. */
    WARNING('W', "warning"),
    /** A driver of the staging tree. */
    STAGING('C', "staging driver"),
    /** A workaround for a firmware bug. */
    FIRMWARE('I', "firmware workaround"),
    /** A module from outside the kernel's tree. */
    OUT_OF_TREE('O', "out-of-tree module"),
    /** A module without a signature. */
    UNSIGNED('E', "unsigned module"),
    /** A CPU that was locked up. */
    SOFT_LOCKUP('L', "soft lockup"),
    /** A live patch. */
    LIVE_PATCH('K', "live patch"),
    /** What a distribution defines. */
    AUXILIARY('X', "distribution's own"),
    /** Structures in random order. */
    RANDOM_LAYOUT('T', "randomised structures"),
    /** A test that runs in the kernel. */
    TEST('N', "in-kernel test"),
    /** Access to a device's firmware. */
    FIRMWARE_CONTROL('J', "firmware control");

    private static final List<Taint> BY_BIT = List.of(values());

    private final char letter;
    private final String words;

    Taint(char letter, String words) {
        this.letter = letter;
        this.words = words;
    }

    /** What some bits stand for, in words; bits without a name by their number. */
    public static String describe(long bits) {
        List<String> all = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((bits >>> bit & 1) != 0) {
                all.add(bit < BY_BIT.size() ? BY_BIT.get(bit).letter + " " + BY_BIT.get(bit).words : "bit " + bit);
            }
        }
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    /** Whether it is among some bits. */
    boolean in(long bits) {
        return (bits >>> BY_BIT.indexOf(this) & 1) != 0;
    }
}
