package dev.xmdb.dcmds.linux.slab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.TruthSections;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.slab.CacheState;
import dev.xmdb.target.guest.linux.slab.Slab;
import dev.xmdb.target.guest.linux.slab.SlabCache;
import dev.xmdb.target.guest.linux.slab.SlabContents;
import dev.xmdb.target.guest.linux.slab.SlabObject;
import dev.xmdb.target.guest.linux.slab.SlabPlace;
import dev.xmdb.target.guest.linux.slab.Slabs;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.work.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slab allocator of real Linux domains against what the guests' own /proc said of it. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class SlabTruthTest {
    private static final String OLD = "linux-5.10-hvm";

    /** A line of /proc/slabinfo: objects in use and in all, bytes of each, how many a slab has, pages of a slab. */
    private record Told(long active, long total, long size, long perSlab, long pages) {}

    private static Map<String, Told> told(String image) throws IOException {
        List<String> lines = image.equals(OLD)
                ? TruthSections.of(image, "slabinfo")
                : Files.readAllLines(LinuxDomain.truth(image, "guest-slabinfo.txt"));
        var told = new LinkedHashMap<String, Told>();
        for (String line : lines) {
            String[] words = line.strip().split(" +");
            if (words.length > 6 && words[6].equals(":")) {
                long[] numbers =
                        Arrays.stream(words, 1, 6).mapToLong(Long::parseLong).toArray();
                told.put(words[0], new Told(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
            }
        }
        assertThat(told).hasSizeGreaterThan(120);
        return told;
    }

    private static LinuxGuest guest(String image) {
        return (LinuxGuest) LinuxDomain.real(image).guest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", OLD})
    void theCachesAreThoseThatTheGuestTold(String image) throws IOException {
        Slabs slabs = Slabs.of(guest(image));
        Map<String, Told> told = told(image);
        assertThat(slabs.faults()).isEmpty();
        assertThat(slabs.caches()).extracting(SlabCache::name).containsExactlyElementsOf(told.keySet());
        for (SlabCache cache : slabs.caches()) {
            Told one = told.get(cache.name());
            assertThat(List.of(cache.stride(), (long) cache.shape().objects(), (long)
                            cache.shape().pages()))
                    .as(cache.name())
                    .containsExactly(one.size(), one.perSlab(), one.pages());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", OLD})
    void objectsAreAsManyAsTheGuestToldButForWhatItDidBetweenTellingAndTheDump(String image) throws IOException {
        Slabs slabs = Slabs.of(guest(image));
        Map<String, Told> told = told(image);
        int same = 0;
        long moved = 0;
        long all = 0;
        for (SlabCache cache : slabs.caches()) {
            long total = slabs.count(cache, Effort.UNWATCHED).objects();
            same += total == told.get(cache.name()).total() ? 1 : 0;
            moved += Math.abs(total - told.get(cache.name()).total());
            all += total;
        }
        // After it told, the guest read all of /proc: that made dentries, inodes of proc, areas of vmalloc, processes
        // and their files.
        assertThat(same).isGreaterThan(slabs.caches().size() * 3 / 4);
        assertThat(moved).isLessThan(all / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", OLD})
    void thePassOverAllPagesFindsAsManyObjectsAsTheKernelCounts(String image) {
        Slabs slabs = Slabs.of(guest(image));
        for (SlabCache cache : slabs.caches()) {
            SlabContents contents = slabs.contents(cache, Effort.UNWATCHED);
            assertThat(contents.faults()).isEmpty();
            assertThat(contents.total())
                    .as(cache.name())
                    .isEqualTo(slabs.state(cache).nodes().stream()
                            .mapToLong(CacheState.Node::objects)
                            .sum());
            assertThat(contents.slabs()).as(cache.name()).hasSize((int) slabs.state(cache).nodes().stream()
                    .mapToLong(CacheState.Node::slabs)
                    .sum());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", OLD})
    void theListOfEverySlabIsAsLongAsItsCounterSays(String image) {
        Slabs slabs = Slabs.of(guest(image));
        int compared = 0;
        for (SlabCache cache : slabs.caches()) {
            for (Slab slab : slabs.contents(cache, Effort.UNWATCHED).slabs()) {
                assertThat(slab.listed())
                        .as("slab %x of %s", slab.address(), cache.name())
                        .isEqualTo(slab.count() - slab.used());
                if (slab.place().kind() == SlabPlace.Kind.UNLISTED) {
                    assertThat(slab.used()).isEqualTo(slab.count());
                }
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", OLD})
    void everyTaskIsAnAllocatedObjectOfItsCache(String image) {
        LinuxGuest guest = guest(image);
        Slabs slabs = Slabs.of(guest);
        var problems = new ArrayList<String>();
        int tasks = 0;
        for (LinuxTask task : guest.tasks(problems::add)) {
            if (guest.symbols().at(task.address()).isEmpty()) {
                assertThat(object(slabs, task.address(), "task_struct")).isTrue();
                tasks++;
            }
        }
        assertThat(problems).isEmpty();
        assertThat(tasks).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic", OLD})
    void everyOpenFileAndItsNameAndInodeAreAllocated(String image) {
        LinuxGuest guest = guest(image);
        Slabs slabs = Slabs.of(guest);
        Types types = guest.types();
        AddressSpace memory = guest.memory();
        StructLayout layout = types.layout("struct task_struct");
        int files = 0;
        for (LinuxTask task : guest.tasks(_ -> {})) {
            long table = layout.at(memory, task.address()).number("files");
            if (table == 0) {
                continue;
            }
            StructView open =
                    types.layout("struct files_struct").at(memory, table).follow("fdt");
            for (int fd = 0; fd < open.number("max_fds"); fd++) {
                long file = memory.readLong(open.number("fd") + 8L * fd);
                if (file != 0) {
                    StructView view = types.layout("struct file").at(memory, file);
                    assertThat(object(slabs, file, "filp")).isTrue();
                    assertThat(object(slabs, view.number("f_path.dentry"), "dentry"))
                            .isTrue();
                    assertThat(slabs.find(view.number("f_inode"), Effort.UNWATCHED))
                            .hasValueSatisfying(
                                    found -> assertThat(found.allocated()).isTrue());
                    files++;
                }
            }
        }
        assertThat(files).isPositive();
    }

    /** Whether an allocated object of a cache begins at an address. */
    private static boolean object(Slabs slabs, long address, String cache) {
        Optional<SlabObject> found = slabs.find(address, Effort.UNWATCHED);
        return found.isPresent()
                && found.get().allocated()
                && found.get().address() == address
                && found.get().slab().cache().equals(slabs.named(cache).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pvh", OLD})
    void theCommandsHaveNothingToComplainOf(String image) {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::kmem_cache -v");
        assertThat(session.messages()).isEmpty();
        session.run("::kmastat");
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("::walk kmem_cache | ::walk kmem_slab").lines()).hasSizeGreaterThan(1000);
        assertThat(session.messages()).isEmpty();
    }
}
