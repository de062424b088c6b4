package dev.xmdb.dcmds.linux.whatis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.whatis.LinuxAddresses;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.CpuStack;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.EntryArea;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InImage;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InPage;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InProcess;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InSlab;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PageStructure;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.PerCpuVariable;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.Section;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.StackUse;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.TaskStack;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.whatis.AddressSearch.Found;
import dev.xmdb.target.work.Effort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** What addresses of real Linux domains belong to, against what the guests told of themselves. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class WhatisTruthTest {
    private static LinuxGuest guest(String image) {
        return (LinuxGuest) LinuxDomain.real(image).guest();
    }

    private static List<LinuxOwner> owners(LinuxGuest guest, long address) {
        return LinuxAddresses.of(guest, Effort.UNWATCHED).addresses().find(address, false).stream()
                .map(Found::owner)
                .toList();
    }

    /** A line of /proc/kallsyms; the module is empty for the kernel's own symbols. */
    private record Told(long address, char letter, String name, String module) {}

    private static List<Told> kallsyms(String image) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(
                new XZInputStream(Files.newInputStream(LinuxDomain.truth(image, "guest-kallsyms.txt.xz"))),
                StandardCharsets.ISO_8859_1))) {
            return reader.lines()
                    .map(line -> line.split("[ \t]+"))
                    .map(words -> new Told(
                            Long.parseUnsignedLong(words[0], 16),
                            words[1].charAt(0),
                            words[2],
                            words.length > 3 ? words[3].substring(1, words[3].length() - 1) : ""))
                    .toList();
        }
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
    void everyTaskIsKnown(String image) {
        LinuxGuest guest = guest(image);
        assertThat(LinuxAddresses.of(guest, Effort.UNWATCHED).faults()).isEmpty();
        assertThat(LinuxAddresses.of(guest, Effort.UNWATCHED).addresses().faults())
                .isEmpty();
        int inSlabs = 0;
        for (LinuxTask task : guest.tasks(_ -> {})) {
            LinuxOwner owner = owners(guest, task.address() + 24).getFirst();
            if (owner instanceof InSlab slab) {
                assertThat(slab.base()).isEqualTo(task.address());
                assertThat(slab.known()).hasValue("task pid " + task.pid() + " " + task.name());
                inSlabs++;
            } else {
                assertThat(owner).isEqualTo(new InImage("vmlinux", Section.DATA, false, task.address(), true));
                assertThat(task.pid()).isZero();
            }
        }
        assertThat(inSlabs).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pvh", "linux-5.10-hvm"})
    void everyPartOfTheImageIsCalledWhatItIs(String image) {
        LinuxGuest guest = guest(image);
        Map<String, Section> parts = Map.of(
                "do_exit", Section.TEXT,
                "do_syscall_64", Section.TEXT,
                "asm_exc_page_fault", Section.TEXT,
                "linux_banner", Section.RODATA,
                "init_task", Section.DATA);
        parts.forEach((name, section) -> {
            long at = guest.symbols().valueOf(name).orElseThrow();
            assertThat(owners(guest, at).getFirst())
                    .as(name)
                    .isEqualTo(new InImage("vmlinux", section, false, at, true));
        });
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
    void aByteInEveryStackIsInItsTasksStack(String image) {
        LinuxGuest guest = guest(image);
        int stacks = 0;
        for (LinuxTask task : guest.tasks(_ -> {})) {
            // A task that ended has no stack; the first one's is a symbol of the image.
            if (task.stack() != 0 && guest.symbols().at(task.stack()).isEmpty()) {
                assertThat(owners(guest, task.stack() + 0x3f00)).singleElement().satisfies(owner -> {
                    TaskStack in = (TaskStack) owner;
                    assertThat(in.task()).isEqualTo(task.address());
                    assertThat(in.pid()).isEqualTo(task.pid());
                    assertThat(in.base()).isEqualTo(task.stack());
                    assertThat(in.use()).isNotEqualTo(StackUse.BELOW);
                });
                stacks++;
            }
        }
        assertThat(stacks).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-5.10-hvm"})
    void everyCpuHasAnEntryAreaWithItsExceptionStacks(String image) {
        LinuxGuest guest = guest(image);
        long variable = guest.kallsyms().valueOf("cea_exception_stacks").orElseThrow();
        for (int cpu : guest.perCpu().possible()) {
            long stacks = guest.memory().readLong(guest.perCpu().address(variable, cpu));
            // Linux' struct cpu_entry_area has the stacks at 28672, and the one for NMIs ends 24576 further on.
            assertThat(owners(guest, stacks + 24568))
                    .isEqualTo(List.of(new CpuStack(cpu, "NMI exception stack", stacks + 16384)));
            assertThat(owners(guest, stacks - 28672 + 16))
                    .isEqualTo(List.of(new EntryArea(cpu, "gdt", stacks - 28672)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-panic"})
    void everySymbolOfAModuleIsInItsModule(String image) throws IOException {
        LinuxGuest guest = guest(image);
        int text = 0;
        for (Told told : kallsyms(image)) {
            // Per-CPU variables are at small numbers, and BPF programs are in no module.
            if (told.module().isEmpty() || told.module().equals("bpf") || told.address() > 0) {
                continue;
            }
            assertThat(owners(guest, told.address()))
                    .as(told.name())
                    .singleElement()
                    .satisfies(owner -> {
                        InImage in = (InImage) owner;
                        assertThat(in.object()).isEqualTo(told.module());
                        if (Character.toLowerCase(told.letter()) == 't') {
                            assertThat(in.section()).isEqualTo(Section.TEXT);
                            assertThat(in.symbol()).isTrue();
                            // Labels inside a function have no size of their own: there the function is the answer.
                            boolean label = guest.modules().named(told.module()).stream()
                                    .flatMap(module -> guest.modules().symbols(module).exactly(told.address()).stream())
                                    .allMatch(symbol -> symbol.size() == 0);
                            assertThat(label || in.base() == told.address()).isTrue();
                        }
                    });
            text += Character.toLowerCase(told.letter()) == 't' ? 1 : 0;
        }
        assertThat(text).isGreaterThan(1000);
    }

    @Test
    void everyPerCpuVariableOfEveryCpuIsKnown() throws IOException {
        LinuxGuest guest = guest("linux-pv64b");
        long end = guest.kallsyms().valueOf("__per_cpu_end").orElseThrow();
        Map<Long, Set<String>> variables = new HashMap<>();
        kallsyms("linux-pv64b").stream()
                .filter(told -> told.module().isEmpty() && told.address() >= 0 && told.address() < end)
                .forEach(told -> variables
                        .computeIfAbsent(told.address(), _ -> new HashSet<>())
                        .add(told.name()));
        assertThat(variables).hasSizeGreaterThan(300);
        for (int cpu : guest.perCpu().possible()) {
            variables.forEach((value, names) -> {
                long address = guest.perCpu().address(value, cpu);
                assertThat(owners(guest, address)).singleElement().satisfies(owner -> {
                    PerCpuVariable in = (PerCpuVariable) owner;
                    assertThat(in.cpu()).isEqualTo(cpu);
                    assertThat(names).contains(in.variable());
                    assertThat(in.base()).isEqualTo(address);
                });
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pvh", "linux-5.10-hvm"})
    void aPageStructureIsThatOfItsFrame(String image) throws IOException {
        LinuxGuest guest = guest(image);
        // Both places are told by the kernel's own variables, which are read here without the debugger's model of
        // memory.
        long array =
                guest.memory().readLong(guest.kallsyms().valueOf("vmemmap_base").orElseThrow());
        long frames =
                guest.memory().readLong(guest.kallsyms().valueOf("max_pfn").orElseThrow());
        var random = new Random(4);
        int found = 0;
        for (int i = 0; i < 1000; i++) {
            long pfn = random.nextLong(frames);
            long address = array + pfn * 64 + random.nextInt(64);
            if (guest.memory().readable(address, 1) == 1) {
                assertThat(owners(guest, address)).isEqualTo(List.of(new PageStructure(array + pfn * 64, pfn)));
                found++;
            }
        }
        assertThat(found).isGreaterThan(900);
    }

    @Test
    void thousandsOfAddressesAreAnsweredInOneGo() {
        var session = new Conversation(LinuxDomain.real("linux-pv64b"));
        session.run("::walk dentry | ::whatis");
        assertThat(session.messages()).isEmpty();
        assertThat(session.rows())
                .hasSizeGreaterThan(10_000)
                .allSatisfy(row -> assertThat(row.text()).contains("+0, allocated from dentry"));
    }

    /** A page that the program of the laboratory told of: its process, what it is, where, and in which frame. */
    private record UserPage(long pid, String what, long address, long pfn) {}

    private static final Pattern PAGE =
            Pattern.compile("LAB-TRUTH page pid=(\\d+) what=(\\S+) va=0x([0-9a-f]+)(?:.* pfn=0x([0-9a-f]+))?.*");

    private static List<UserPage> userPages(String image) throws IOException {
        return Files.readAllLines(LinuxDomain.truth(image, "guest-lab-truth.txt"), StandardCharsets.ISO_8859_1).stream()
                .map(PAGE::matcher)
                .filter(Matcher::matches)
                .map(line -> new UserPage(
                        Long.parseLong(line.group(1)),
                        line.group(2),
                        Long.parseLong(line.group(3), 16),
                        line.group(4) == null ? -1 : Long.parseLong(line.group(4), 16)))
                .toList();
    }

    /** What /proc calls the mappings of these pages; nothing for those without a name. */
    private static final Map<String, String> NAMES = Map.of(
            "heap", "[heap]",
            "stack", "[stack]",
            "data", "/lab",
            "text", "/lab",
            "file-shared", "/tmp/lab-mapped-file",
            "shared-anon", "/dev/zero (deleted)");

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void everyUserPageIsInTheMappingOfItsProcess(String image) throws IOException {
        LinuxGuest guest = guest(image);
        List<UserPage> told = userPages(image);
        for (UserPage page : told) {
            LinuxTask task = guest.tasks(_ -> {}).stream()
                    .filter(each -> each.pid() == page.pid())
                    .findFirst()
                    .orElseThrow();
            List<Found<LinuxOwner>> found = LinuxAddresses.of(guest, Effort.UNWATCHED)
                    .of(guest, task)
                    .addresses()
                    .find(page.address(), true);
            assertThat(found).as(page.what()).singleElement().satisfies(each -> {
                InProcess in = (InProcess) each.owner();
                assertThat(in.pid()).isEqualTo(page.pid());
                assertThat(in.mapping().name()).isEqualTo(NAMES.getOrDefault(page.what(), ""));
                assertThat(in.mapping().contains(page.address())).isTrue();
            });
        }
        assertThat(told).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void theDirectMapTellsWhatKindOfPageAUserPageIs(String image) throws IOException {
        LinuxGuest guest = guest(image);
        long direct = guest.memory()
                .readLong(guest.kallsyms().valueOf("page_offset_base").orElseThrow());
        int compared = 0;
        for (UserPage page : userPages(image)) {
            PageKind kind = switch (page.what()) {
                case "private-anon", "fixed-va", "heap", "stack", "data" -> PageKind.ANON;
                case "shared-anon", "file-shared" -> PageKind.SHMEM;
                default -> PageKind.KERNEL;
            };
            if (page.pfn() >= 0 && kind != PageKind.KERNEL) {
                assertThat(owners(guest, direct + page.pfn() * 4096 + 7))
                        .as(page.what())
                        .singleElement()
                        .satisfies(owner -> {
                            InPage in = (InPage) owner;
                            assertThat(in.page().pfn()).isEqualTo(page.pfn());
                            assertThat(in.page().kind()).isEqualTo(kind);
                        });
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-5.10-hvm"})
    void theDirectMapTellsWhoseStackAPageIs(String image) {
        LinuxGuest guest = guest(image);
        PagedMemory memory = guest.memory();
        long direct =
                memory.readLong(guest.kallsyms().valueOf("page_offset_base").orElseThrow());
        long frames = memory.readLong(guest.kallsyms().valueOf("max_pfn").orElseThrow());
        // Two addresses are of one page when the image has their bytes at one place.
        Map<Long, Long> byPlace = new HashMap<>();
        for (long pfn = 0; pfn < frames; pfn++) {
            long place = memory.fileOffset(direct + pfn * 4096);
            if (place >= 0) {
                byPlace.put(place, direct + pfn * 4096);
            }
        }
        int pages = 0;
        for (LinuxTask task : guest.tasks(_ -> {})) {
            for (long at = task.stack();
                    task.stack() != 0 && task.pid() != 0 && at < task.stack() + 0x4000;
                    at += 4096) {
                assertThat(owners(guest, byPlace.get(memory.fileOffset(at)) + 5))
                        .singleElement()
                        .satisfies(owner -> assertThat(((InPage) owner).owner())
                                .hasValue("task pid " + task.pid() + " " + task.name()));
                pages++;
            }
        }
        assertThat(pages).isGreaterThan(160);
    }
}
