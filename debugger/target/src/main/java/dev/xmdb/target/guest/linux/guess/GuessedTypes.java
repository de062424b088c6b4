package dev.xmdb.target.guest.linux.guess;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Types of a kernel that has none of its own: those of the known kernel nearest to it of which the first task and the list of all tasks
 * turn out to be right. Members that nothing was checked of may be elsewhere all the same.
 */
public final class GuessedTypes {
    private static final String FIRST_TASK = "swapper";
    private static final int MOST_TASKS = 1 << 20;

    private final String release;
    private final Map<String, Type> structures;

    private GuessedTypes(String release, Map<String, Type> structures) {
        this.release = release;
        this.structures = Map.copyOf(structures);
    }

    /**
     * Looks for the known kernel whose structures fit.
     *
     * @param release the kernel's own release, or a text that begins with it
     * @param firstTask address of {@code init_task}
     */
    public static Optional<GuessedTypes> of(AddressSpace memory, String release, OptionalLong firstTask) {
        if (firstTask.isEmpty()) {
            return Optional.empty();
        }
        KnownOffsets known = KnownOffsets.load();
        KnownOffsets.Release own = KnownOffsets.Release.of(release);
        List<KnownOffsets.Release> nearest = known.releases().stream()
                .sorted(Comparator.comparingInt(own::distance))
                .toList();
        for (KnownOffsets.Release each : nearest) {
            Map<String, Type> structures = known.structures(each);
            if (fits(memory, firstTask.getAsLong(), structures)) {
                return Optional.of(new GuessedTypes(each.toString(), structures));
            }
        }
        return Optional.empty();
    }

    /** Whether the first task has its name and its number, and the list that it is in leads back to it, backwards too. */
    private static boolean fits(AddressSpace memory, long task, Map<String, Type> structures) {
        if (!(structures.get("task_struct") instanceof Type.Aggregate layout)) {
            return false;
        }
        long name = offset(layout, "comm");
        long number = offset(layout, "pid");
        long head = task + offset(layout, "tasks");
        try {
            for (int each = 0; each < FIRST_TASK.length(); each++) {
                if (memory.readByte(task + name + each) != FIRST_TASK.charAt(each)) {
                    return false;
                }
            }
            long at = head;
            for (int count = 0; count < MOST_TASKS; count++) {
                long next = memory.readLong(at);
                if (memory.readLong(next + Long.BYTES) != at) {
                    return false;
                }
                if (next == head) {
                    return count > 0 && memory.readInt(task + number) == 0;
                }
                at = next;
            }
            return false;
        } catch (MemoryFaultException wrong) {
            return false;
        }
    }

    private static long offset(Type.Aggregate layout, String member) {
        return layout.field(member).map(Type.Field::bitOffset).orElse(0L) / Byte.SIZE;
    }

    /** The release whose types these are. */
    public String release() {
        return release;
    }

    /** The types of a name. */
    public Stream<Type> named(Optional<Tag> tag, String name) {
        return tag.isEmpty()
                ? Stream.ofNullable(PLAIN.get(name))
                : tag.get() == Tag.STRUCT ? Stream.ofNullable(structures.get(name)) : Stream.empty();
    }

    /** Names that C and every kernel have for plain numbers. */
    private static final Map<String, Type> PLAIN = plain();

    private static Map<String, Type> plain() {
        Map<String, Type> types = new HashMap<>();
        for (int size = 1; size <= Long.BYTES; size *= 2) {
            types.put("u" + size * Byte.SIZE, KnownOffsets.whole("u" + size * Byte.SIZE, size, false));
            types.put("s" + size * Byte.SIZE, KnownOffsets.whole("s" + size * Byte.SIZE, size, true));
        }
        types.put("int", KnownOffsets.whole("int", Integer.BYTES, true));
        types.put("unsigned int", KnownOffsets.whole("unsigned int", Integer.BYTES, false));
        types.put("long", KnownOffsets.whole("long", Long.BYTES, true));
        types.put("unsigned long", KnownOffsets.whole("unsigned long", Long.BYTES, false));
        types.put("char", new Type.Whole("char", 1, 0, Byte.SIZE, true, Type.Whole.Use.CHARACTER));
        types.put("void", new Type.Nothing());
        types.put("atomic_t", new Type.Typedef("atomic_t", TypeLink.to(KnownOffsets.atomic())));
        return Map.copyOf(types);
    }
}
