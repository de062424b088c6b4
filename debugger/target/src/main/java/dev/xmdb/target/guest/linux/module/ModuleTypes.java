package dev.xmdb.target.guest.linux.module;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.btf.BtfContainer;
import dev.xmdb.target.types.btf.BtfException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The types of loaded modules: what each of them adds to the kernel's (since Linux 5.11). The list of them is read when it is first asked
 * for, and each container when a type of it is. A module itself forgets where its types were; the kernel keeps them in a list of its own.
 * Thread-safe.
 */
public final class ModuleTypes {
    private static final int MOST = 4096;
    private static final long LARGEST = 16 << 20;
    private static final long MOST_BYTES = 64 << 20;

    private final AddressSpace memory;
    private final BtfContainer kernel;
    private final Types types;
    private final OptionalLong head;
    private final Consumer<String> problems;
    private final Map<String, Optional<BtfContainer>> containers = new HashMap<>();
    private @Nullable List<Place> places;
    private long bytesRead;

    /**
     * Where the types of a module are.
     *
     * @param name the module's name
     * @param module address of its {@code struct module}
     * @param address first byte of its types
     * @param size how many bytes they are
     * @param firstType the number of its first type, as the kernel has it
     * @param firstString the number of its first string, as the kernel has it
     */
    public record Place(String name, long module, long address, long size, long firstType, long firstString) {}

    /**
     * For a kernel.
     *
     * @param kernel its own types, which those of modules continue
     * @param types where announced types of the kernel are defined
     * @param head address of the kernel's {@code btf_modules}; empty when it has none
     * @param problems receives a sentence for what cannot be read
     */
    public ModuleTypes(
            AddressSpace memory, BtfContainer kernel, Types types, OptionalLong head, Consumer<String> problems) {
        this.memory = memory;
        this.kernel = kernel;
        this.types = types;
        this.head = head;
        this.problems = problems;
    }

    /** Where the types of each module are, in the order of the kernel's list. */
    public synchronized List<Place> all() {
        List<Place> known = places;
        if (known == null) {
            // Filled in first: the layouts of the list itself are the kernel's own, and never looked up here.
            places = List.of();
            known = head.isEmpty() ? List.of() : read(head.getAsLong());
            places = known;
        }
        return known;
    }

    private StructLayout layout(String name) {
        return new StructLayout(
                types,
                kernel.tagged(Tag.STRUCT, name)
                        .findFirst()
                        .orElseThrow(() -> new TypeDataException("failed to find type struct " + name
                                + ": No type information available for that name")));
    }

    private List<Place> read(long head) {
        var found = new ArrayList<Place>();
        try {
            StructLayout entry = layout("btf_module");
            StructLayout data = layout("btf");
            long link = entry.member("list").offset();
            Chain chain = new Chain("types of modules", memory::readLong, MOST);
            Chain.End end = chain.followHeaded(head, at -> {
                StructView own = entry.at(memory, at - link);
                StructView container = data.at(memory, own.number("btf"));
                found.add(new Place(
                        container.text("name"),
                        own.number("module"),
                        container.number("data"),
                        container.number("data_size"),
                        container.number("start_id"),
                        container.number("start_str_off")));
                return true;
            });
            if (end.fault() != null) {
                problems.accept(end.fault());
            }
        } catch (TypeDataException | MemoryFaultException unusable) {
            problems.accept("types of modules: " + unusable.getMessage());
        }
        return List.copyOf(found);
    }

    /** The types of a module; empty when it has none that can be used. */
    public synchronized Optional<BtfContainer> container(String module) {
        Optional<BtfContainer> known = containers.get(module);
        if (known == null) {
            known = all().stream()
                    .filter(place -> place.name().equals(module))
                    .findFirst()
                    .flatMap(this::read);
            containers.put(module, known);
        }
        return known;
    }

    private Optional<BtfContainer> read(Place place) {
        try {
            if (place.size() < 0 || place.size() > LARGEST || bytesRead + place.size() > MOST_BYTES) {
                throw new BtfException(Long.toUnsignedString(place.size()) + " bytes are more than modules have");
            }
            bytesRead += place.size();
            byte[] bytes = new byte[(int) place.size()];
            memory.read(place.address(), bytes, 0, bytes.length);
            BtfContainer container = kernel.continued(bytes);
            if (container.firstType() != place.firstType() || container.firstString() != place.firstString()) {
                throw new BtfException("they continue other types than this kernel's: they begin with type "
                        + place.firstType() + " and string " + place.firstString() + ", not " + container.firstType()
                        + " and " + container.firstString());
            }
            return Optional.of(container);
        } catch (BtfException | MemoryFaultException unusable) {
            problems.accept("failed to load BTF of module " + place.name() + " at " + Long.toHexString(place.address())
                    + ": " + unusable.getMessage());
            return Optional.empty();
        }
    }
}
