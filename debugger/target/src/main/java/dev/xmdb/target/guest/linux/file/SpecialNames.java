package dev.xmdb.target.guest.linux.file;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Names of files that are in no directory, by the function with which the kernel makes them. */
final class SpecialNames {
    /** Functions that make such names; of them a kernel has those of what it was built with. */
    private enum Maker {
        /** Pipes. */
        PIPE("pipefs_dname"),
        /** Sockets. */
        SOCKET("sockfs_dname"),
        /** eventfd, epoll and others. */
        ANONYMOUS("anon_inodefs_dname"),
        /** Shared memory, memfd: what never had a name. */
        UNNAMED("simple_dname"),
        /** Namespaces. */
        NAMESPACE("ns_dname"),
        /** Processes, since 6.9. */
        PROCESS("pidfs_dname"),
        /** Buffers that drivers share. */
        BUFFER("dmabuffs_dname");

        private final String function;

        Maker(String function) {
            this.function = function;
        }
    }

    private final AddressSpace memory;
    private final Types types;
    private final StructLayout operations;
    private final Map<Long, Maker> makers = new HashMap<>();

    SpecialNames(AddressSpace memory, Types types, Function<String, OptionalLong> symbols) {
        this.memory = memory;
        this.types = types;
        this.operations = types.layout("struct dentry_operations");
        for (Maker maker : Maker.values()) {
            symbols.apply(maker.function).ifPresent(at -> makers.put(at, maker));
        }
    }

    /**
     * The name of a directory entry that has one of its own making; empty for any other.
     *
     * @param entry the directory entry
     * @param name reads its plain name
     */
    Optional<String> of(StructView entry, Supplier<String> name) {
        long table = entry.number("d_op");
        long function = table == 0 ? 0 : operations.at(memory, table).number("d_dname");
        if (function == 0) {
            return Optional.empty();
        }
        Maker maker = makers.get(function);
        return Optional.of(maker == null ? numbered(entry, fileSystem(entry)) : made(maker, entry, name));
    }

    private String made(Maker maker, StructView entry, Supplier<String> name) {
        return switch (maker) {
            case PIPE -> numbered(entry, "pipe");
            case SOCKET -> numbered(entry, "socket");
            case ANONYMOUS -> "anon_inode:" + name.get();
            case UNNAMED -> "/" + name.get() + " (deleted)";
            case NAMESPACE -> numbered(entry, namespace(entry));
            case PROCESS -> "anon_inode:[pidfd]";
            case BUFFER -> "/" + name.get() + ":" + buffer(entry);
        };
    }

    private static String numbered(StructView entry, String kind) {
        return kind + ":[" + Long.toUnsignedString(entry.follow("d_inode").number("i_ino")) + "]";
    }

    private static String fileSystem(StructView entry) {
        return entry.follow("d_sb").follow("s_type").text("name");
    }

    private String namespace(StructView entry) {
        try {
            long own = entry.follow("d_inode").number("i_private");
            return types.layout("struct ns_common")
                    .at(memory, own)
                    .follow("ops")
                    .text("name");
        } catch (MemoryFaultException | TypeDataException unknown) {
            return fileSystem(entry);
        }
    }

    private String buffer(StructView entry) {
        try {
            StructView shared = types.layout("struct dma_buf").at(memory, entry.number("d_fsdata"));
            return shared.number("name") == 0 ? "" : shared.text("name");
        } catch (MemoryFaultException | TypeDataException unknown) {
            return "";
        }
    }
}
