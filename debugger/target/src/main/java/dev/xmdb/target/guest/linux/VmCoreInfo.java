package dev.xmdb.target.guest.linux;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a Linux kernel writes down at boot for whoever reads its dump: lines {@code KEY=VALUE}, among them where things are and how large.
 * Every distribution's kernel has it, whether or not a crash kernel is loaded.
 */
public final class VmCoreInfo {
    /** What stands before the text in its note: sizes, type, the note's name. */
    public static final int NOTE_HEADER = 24;

    private static final int HEX = 16;
    private final Map<String, String> values;

    private VmCoreInfo(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Reads the text. Lines without a key are left out. */
    public static VmCoreInfo parse(String text) {
        var values = new LinkedHashMap<String, String>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new VmCoreInfo(values);
    }

    /** Every line by its key, in the kernel's order. */
    public Map<String, String> values() {
        return values;
    }

    /** The value of a key as it stands. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The kernel's release, for example {@code 6.1.0-56-amd64}. */
    public Optional<String> release() {
        return value("OSRELEASE");
    }

    /** {@code NUMBER(name)}: signed and decimal, or hexadecimal after {@code 0x}. */
    public OptionalLong number(String name) {
        return value("NUMBER(" + name + ")")
                .map(text -> text.startsWith("0x") ? hexadecimal(text.substring(2)) : decimal(text))
                .orElseGet(OptionalLong::empty);
    }

    /** {@code SYMBOL(name)}: an address. */
    public OptionalLong symbol(String name) {
        return value("SYMBOL(" + name + ")").map(VmCoreInfo::hexadecimal).orElseGet(OptionalLong::empty);
    }

    /** {@code SIZE(name)}: bytes of a structure. */
    public OptionalLong size(String name) {
        return value("SIZE(" + name + ")").map(VmCoreInfo::decimal).orElseGet(OptionalLong::empty);
    }

    /** {@code OFFSET(structure.member)}: bytes from a structure's start. */
    public OptionalLong offset(String member) {
        return value("OFFSET(" + member + ")").map(VmCoreInfo::decimal).orElseGet(OptionalLong::empty);
    }

    /** How far the image was moved at boot. */
    public OptionalLong kernelOffset() {
        return value("KERNELOFFSET").map(VmCoreInfo::hexadecimal).orElseGet(OptionalLong::empty);
    }

    private static OptionalLong decimal(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notOne) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong hexadecimal(String text) {
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text, HEX));
        } catch (NumberFormatException notOne) {
            return OptionalLong.empty();
        }
    }
}
