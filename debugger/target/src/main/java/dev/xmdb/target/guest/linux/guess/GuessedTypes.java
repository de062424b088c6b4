package dev.xmdb.target.guest.linux.guess;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Types of a kernel that has none of its own: those of the known kernel nearest to it of which the first task and the list of all tasks
 * turn out to be right. Members that nothing was checked of may be elsewhere all the same.
 */
public final class GuessedTypes {
    private static final String FIRST_TASK = "swapper";
    private static final String TASK = "task_struct";
    private static final String THREAD = "thread";
    private static final int MOST_TASKS = 1 << 20;
    private static final int SAMPLE = 24;
    private static final int LARGEST_TASK = 12 << 10;
    private static final int SMALLEST_STACK = 16 << 10;

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
            if (structures.get(TASK) instanceof Type.Aggregate task) {
                List<Long> tasks = listed(memory, firstTask.getAsLong(), task);
                if (!tasks.isEmpty()) {
                    structures.put(TASK, withStackPointer(memory, tasks, task));
                    return Optional.of(new GuessedTypes(each.toString(), structures));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Some of the tasks, when the first one has its name and its number, and the list that it is in leads back to it, backwards too; else
     * none.
     */
    private static List<Long> listed(AddressSpace memory, long task, Type.Aggregate layout) {
        long name = offset(layout, "comm");
        long link = offset(layout, "tasks");
        List<Long> tasks = new ArrayList<>();
        try {
            for (int each = 0; each < FIRST_TASK.length(); each++) {
                if (memory.readByte(task + name + each) != FIRST_TASK.charAt(each)) {
                    return List.of();
                }
            }
            long at = task + link;
            for (int count = 0; count < MOST_TASKS; count++) {
                long next = memory.readLong(at);
                if (memory.readLong(next + Long.BYTES) != at) {
                    return List.of();
                }
                if (next == task + link) {
                    return memory.readInt(task + offset(layout, "pid")) == 0 ? tasks : List.of();
                }
                if (tasks.size() < SAMPLE) {
                    tasks.add(next - link);
                }
                at = next;
            }
            return List.of();
        } catch (MemoryFaultException wrong) {
            return List.of();
        }
    }

    /**
     * What the scheduler saves lies at the end of a task, behind whatever a build adds or leaves out: the saved stack pointer is the word
     * nearest to where it should be that leads into each task's own stack. Without such a word there is none.
     */
    private static Type withStackPointer(AddressSpace memory, List<Long> tasks, Type.Aggregate layout) {
        long known = layout.field(THREAD)
                .map(Type.Field::type)
                .filter(Type.Aggregate.class::isInstance)
                .map(thread -> offset((Type.Aggregate) thread, "sp"))
                .orElse(0L);
        long stack = offset(layout, "stack");
        OptionalLong found = LongStream.iterate(0, offset -> offset < LARGEST_TASK, offset -> offset + Long.BYTES)
                .filter(offset -> tasks.stream().allMatch(task -> leadsIntoStack(memory, task + offset, task + stack)))
                .boxed()
                .min(Comparator.comparingLong(offset -> Math.abs(offset - known)))
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
        List<Type.Field> fields = new ArrayList<>(layout.fields());
        fields.removeIf(field -> field.name().equals(THREAD));
        found.ifPresent(offset -> fields.add(new Type.Field(
                THREAD,
                0,
                0,
                TypeLink.to(new Type.Aggregate(
                        Tag.STRUCT,
                        "",
                        0,
                        List.of(new Type.Field(
                                "sp",
                                offset * Byte.SIZE,
                                0,
                                TypeLink.to(KnownOffsets.whole("unsigned long", Long.BYTES, false)))))))));
        return new Type.Aggregate(layout.tag(), layout.name(), layout.size(), List.copyOf(fields));
    }

    /** Whether a word leads into a task's stack; a task that has none any more says nothing. */
    private static boolean leadsIntoStack(AddressSpace memory, long word, long stackAt) {
        try {
            long stack = memory.readLong(stackAt);
            long value = memory.readLong(word);
            return stack == 0 || (value > stack && value < stack + SMALLEST_STACK);
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

    /** The names that {@link #named} finds, with the keyword before those of structures. */
    public Stream<String> names() {
        return Stream.concat(
                PLAIN.keySet().stream(), structures.keySet().stream().map(name -> Tag.STRUCT.keyword() + " " + name));
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
