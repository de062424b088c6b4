package dev.xmdb.target.guest.linux.log;

import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the members of the log's structures are: by what the kernel wrote down for readers of its dump, else by its types. */
final class LogLayout {
    private final Optional<VmCoreInfo> info;
    private final Types types;

    LogLayout(Optional<VmCoreInfo> info, Types types) {
        this.info = info;
        this.types = types;
    }

    /**
     * Bytes from a structure's start to a member.
     *
     * @param structure without {@code struct}
     * @throws TypeDataException when nothing tells
     */
    long offset(String structure, String member) {
        OptionalLong known =
                info.map(text -> text.offset(structure + "." + member)).orElse(OptionalLong.empty());
        return known.isPresent()
                ? known.getAsLong()
                : types.layout("struct " + structure).member(member).offset();
    }

    /**
     * Bytes of a structure.
     *
     * @throws TypeDataException when nothing tells
     */
    long size(String structure) {
        OptionalLong known = info.map(text -> text.size(structure)).orElse(OptionalLong.empty());
        return known.isPresent()
                ? known.getAsLong()
                : types.layout("struct " + structure).size();
    }
}
