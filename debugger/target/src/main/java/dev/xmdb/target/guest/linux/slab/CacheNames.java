package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * Further names of caches. Caches of one shape are merged into the first one of them, which keeps its own name only; the names of the
 * others are links in the directory of caches in sysfs.
 */
final class CacheNames {
    private static final int MOST = 1 << 16;
    private static final int LONGEST = 256;
    private static final int KIND = 0xf;
    private static final int LINK = 4;

    private final AddressSpace memory;
    private final StructLayout entry;
    private final long link;
    private final long inCache;
    private final Map<Long, TreeSet<String>> found = new HashMap<>();

    private CacheNames(AddressSpace memory, Types types, StructLayout cache) {
        this.memory = memory;
        this.entry = types.layoutWith("struct kernfs_node", "symlink.target_kn");
        this.link = entry.member("rb").offset();
        this.inCache = cache.member("kobj").offset();
    }

    /**
     * The names that lead to each cache, by the cache's address; its own may be among them.
     *
     * @param set address of the kernel's {@code slab_kset}
     * @param problems receives a sentence when they cannot be read
     */
    static Map<Long, List<String>> read(
            AddressSpace memory, Types types, StructLayout cache, long set, Consumer<String> problems) {
        try {
            var names = new CacheNames(memory, types, cache);
            long directory = memory.readLong(set);
            if (directory != 0) {
                names.directory(
                        types.layout("struct kset").at(memory, directory).number("kobj.sd"), problems);
            }
            var all = new HashMap<Long, List<String>>();
            names.found.forEach((address, each) -> all.put(address, List.copyOf(each)));
            return all;
        } catch (TypeDataException untold) {
            // Without CONFIG_SYSFS, or before its entries were trees, there are no further names to be found.
            return Map.of();
        } catch (MemoryFaultException lost) {
            problems.accept("further names of slab caches: " + lost.getMessage());
            return Map.of();
        }
    }

    private void directory(long address, Consumer<String> problems) {
        var open = new ArrayDeque<Long>();
        var seen = new LongHashSet();
        open.add(entry.at(memory, address).number("dir.children.rb_node"));
        while (!open.isEmpty()) {
            long at = open.pop();
            if (at == 0) {
                continue;
            }
            if (!seen.add(at) || seen.size() > MOST) {
                problems.accept("further names of slab caches run in a circle at " + Long.toHexString(at));
                return;
            }
            StructView view = entry.at(memory, at - link);
            open.push(view.number("rb.rb_left"));
            open.push(view.number("rb.rb_right"));
            if ((view.number("flags") & KIND) == LINK) {
                long object = view.number("symlink.target_kn");
                long cache = entry.at(memory, object).number("priv") - inCache;
                found.computeIfAbsent(cache, _ -> new TreeSet<>())
                        .add(StructView.text(memory, view.number("name"), LONGEST));
            }
        }
    }
}
