package dev.xmdb.target.guest.linux.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.work.Effort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/**
 * Pages of real Linux domains against what the guest said of each: /proc/kpageflags and /proc/kpagecount, whose bits are part of Linux's
 * user interface (linux/kernel-page-flags.h). Some time passed between what the guest said and the image, in which processes ended and
 * others began.
 */
@EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
final class PageTruthTest {
    private static final int DIRTY = 4;
    private static final int LRU = 5;
    private static final int SLAB = 7;
    private static final int BUDDY = 10;
    private static final int MMAP = 11;
    private static final int ANON = 12;
    private static final int SWAPBACKED = 14;
    private static final int COMPOUND_TAIL = 16;
    private static final int NOPAGE = 20;
    private static final int PGTABLE = 26;
    private static final int RESERVED = 32;

    /** Bits of kpageflags and the flags that they stand for. */
    private static final Map<Integer, String> FLAGS = Map.ofEntries(
            Map.entry(2, "referenced"),
            Map.entry(3, "uptodate"),
            Map.entry(DIRTY, "dirty"),
            Map.entry(LRU, "lru"),
            Map.entry(6, "active"),
            Map.entry(SLAB, "slab"),
            Map.entry(SWAPBACKED, "swapbacked"),
            Map.entry(15, "head"),
            Map.entry(18, "unevictable"),
            Map.entry(RESERVED, "reserved"),
            Map.entry(33, "mlocked"),
            Map.entry(34, "mappedtodisk"),
            Map.entry(35, "private"),
            Map.entry(37, "owner_priv_1"));

    private static LinuxGuest guest(String image) {
        return (LinuxGuest)
                Targets.open(RealImages.open(image), TargetOptions.NONE).guest();
    }

    private static LongBuffer words(String image, String file) throws IOException {
        Path plain = RealImages.truth(image, file + ".txt");
        try (InputStream in = Files.exists(plain)
                ? Files.newInputStream(plain)
                : new XZInputStream(Files.newInputStream(RealImages.truth(image, file + ".txt.xz")))) {
            return ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
        }
    }

    /** What the guest's bits say that a page is. */
    private static Set<PageKind> told(long bits) {
        if (is(bits, BUDDY)) {
            return Set.of(PageKind.FREE);
        }
        if (is(bits, SLAB)) {
            return Set.of(PageKind.SLAB);
        }
        if (is(bits, PGTABLE)) {
            return Set.of(PageKind.PAGE_TABLE);
        }
        if (is(bits, RESERVED)) {
            return Set.of(PageKind.RESERVED);
        }
        if (is(bits, ANON)) {
            return Set.of(PageKind.ANON);
        }
        if (is(bits, LRU)) {
            return Set.of(is(bits, SWAPBACKED) ? PageKind.SHMEM : PageKind.FILE);
        }
        return Set.of(PageKind.KERNEL, PageKind.CPU_FREE);
    }

    private static boolean is(long bits, int bit) {
        return (bits >>> bit & 1) != 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void whatPagesAreUsedForIsWhatTheGuestTold(String image) throws IOException {
        PageArray pages = PageArray.of(guest(image));
        LongBuffer bits = words(image, "guest-kpageflags");
        int moved = 0;
        int compared = 0;
        for (int pfn = 0; pfn < bits.limit(); pfn++) {
            assertThat(is(bits.get(pfn), NOPAGE)).isEqualTo(!pages.has(pfn));
            if (!pages.has(pfn)) {
                continue;
            }
            PageKind kind = pages.page(pfn).kind();
            Set<PageKind> told = told(bits.get(pfn));
            compared++;
            moved += told.contains(kind) ? 0 : 1;
            if (told.contains(PageKind.RESERVED) || told.contains(PageKind.SHMEM)) {
                // Nothing frees these while the guest is looked at.
                assertThat(kind).as("pfn %x", pfn).isIn(told);
            }
        }
        assertThat(compared).isGreaterThan(19_000);
        // What was freed or allocated in between: the programs that printed it, and their page tables and slabs.
        assertThat(moved).isLessThan(compared / 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void flagsOfPagesThatStayedAreThoseThatTheGuestTold(String image) throws IOException {
        PageArray pages = PageArray.of(guest(image));
        PageFlags flags = pages.layout().bits();
        LongBuffer bits = words(image, "guest-kpageflags");
        int compared = 0;
        Map<String, Integer> differing = new HashMap<>();
        for (int pfn = 0; pfn < bits.limit() && pages.has(pfn); pfn++) {
            Page page = pages.page(pfn);
            long told = bits.get(pfn);
            if (!told(told).contains(page.kind()) || page.kind() == PageKind.CPU_FREE || is(told, COMPOUND_TAIL)) {
                continue;
            }
            compared++;
            for (Map.Entry<Integer, String> flag : FLAGS.entrySet()) {
                if (is(told, flag.getKey()) != ((page.flags() & flags.mask(flag.getValue())) != 0)) {
                    differing.merge(flag.getValue(), 1, Integer::sum);
                }
            }
        }
        assertThat(compared).isGreaterThan(16_000);
        // Pages were read, became active, or were sorted into the lists for reclaiming in between.
        int volatiles = 0;
        for (String each : Set.of("referenced", "active", "lru", "uptodate")) {
            Integer count = differing.remove(each);
            volatiles += count == null ? 0 : count;
        }
        assertThat(volatiles).isLessThan(compared / 50);
        assertThat(differing.values().stream().mapToInt(Integer::intValue).sum())
                .as(differing.toString())
                .isLessThan(compared / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void pagesOfProcessesAreMappedAsOftenAsTheGuestTold(String image) throws IOException {
        PageArray pages = PageArray.of(guest(image));
        LongBuffer bits = words(image, "guest-kpageflags");
        LongBuffer counts = words(image, "guest-kpagecount");
        int compared = 0;
        int near = 0;
        for (int pfn = 0; pfn < counts.limit() && pages.has(pfn); pfn++) {
            Page page = pages.page(pfn);
            if (page.kind() == PageKind.ANON && is(bits.get(pfn), ANON) && is(bits.get(pfn), MMAP)) {
                compared++;
                near += page.mapcount() == counts.get(pfn) ? 1 : 0;
            }
        }
        assertThat(compared).isGreaterThan(100);
        assertThat(near).isGreaterThan(compared * 95 / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void pagesThatAProgramToldOfAreOfTheKindThatItMade(String image) throws IOException {
        PageArray pages = PageArray.of(guest(image));
        Pattern line = Pattern.compile("LAB-TRUTH page .* what=(\\S+) .* pfn=0x([0-9a-f]+) .*");
        Map<String, PageKind> kinds = Map.of(
                "private-anon", PageKind.ANON,
                "fixed-va", PageKind.ANON,
                "heap", PageKind.ANON,
                "stack", PageKind.ANON,
                "data", PageKind.ANON,
                // Anonymous memory that processes share is a tmpfs file, and so is all of an initramfs.
                "shared-anon", PageKind.SHMEM,
                "file-shared", PageKind.SHMEM,
                "text", PageKind.SHMEM);
        int compared = 0;
        for (String told :
                Files.readAllLines(RealImages.truth(image, "guest-lab-truth.txt"), StandardCharsets.ISO_8859_1)) {
            Matcher page = line.matcher(told);
            if (page.matches()) {
                assertThat(pages.page(Long.parseLong(page.group(2), 16)).kind())
                        .as(told)
                        .isEqualTo(kinds.get(page.group(1)));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-pv64",
                "linux-pv64b",
                "linux-pv64-small",
                "linux-pvh",
                "linux-pv64-panic",
                "linux-5.10-hvm"
            })
    void freePagesAreThoseThatTheKernelCounts(String image) {
        LinuxGuest guest = guest(image);
        PageArray pages = PageArray.of(guest);
        PageTally tally = PageTally.of(pages, Effort.UNWATCHED);
        assertThat(tally.problems()).isEmpty();
        assertThat(tally.of(PageKind.FREE))
                .isEqualTo(Zones.of(guest).all().stream().mapToLong(Zone::free).sum());
        long onLists = Zones.of(guest).all().stream()
                .flatMap(zone -> pages.cpuFree().counts(zone).values().stream())
                .mapToLong(Long::longValue)
                .sum();
        assertThat(tally.of(PageKind.CPU_FREE)).isEqualTo(onLists);
        assertThat(tally.total()).isEqualTo(pages.maxPfn());
    }

    @Test
    void oneByOnePagesAreWhatThePassOverAllSays() {
        PageArray pages = PageArray.of(guest("linux-pv64b"));
        PageScan.run(
                pages,
                (pfn, count, kind, flags) -> {
                    for (long each = pfn; each < pfn + count; each++) {
                        assertThat(pages.page(each).kind()).as("pfn %x", each).isEqualTo(kind);
                    }
                    return true;
                },
                Effort.UNWATCHED);
    }
}
