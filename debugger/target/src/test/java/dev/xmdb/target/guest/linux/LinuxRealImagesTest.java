package dev.xmdb.target.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.Types;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** Real Linux domains against what the guest said of itself. */
@EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
final class LinuxRealImagesTest {

    private static LinuxGuest guest(String image) {
        Target target = Targets.open(RealImages.open(image), TargetOptions.NONE);
        assertThat(target.degradations()).isEmpty();
        return (LinuxGuest) target.guest();
    }

    /** Lines of /proc/kallsyms that name the kernel's own symbols, in the kernel's order; the tables end where modules begin. */
    private static List<String> told(String image) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                new XZInputStream(Files.newInputStream(RealImages.truth(image, "guest-kallsyms.txt.xz"))),
                StandardCharsets.UTF_8))) {
            return lines.lines().takeWhile(line -> !line.contains("\t[")).toList();
        }
    }

    @Test
    void everySymbolIsTheOneThatTheGuestTold() throws IOException {
        Kallsyms symbols = guest("linux-pv64b").kallsyms();
        List<String> told = told("linux-pv64b");
        assertThat(told).hasSizeGreaterThanOrEqualTo(symbols.count());
        for (int symbol = 0; symbol < symbols.count(); symbol++) {
            String line =
                    String.format("%016x %c %s", symbols.address(symbol), symbols.letter(symbol), symbols.name(symbol));
            assertThat(line).isEqualTo(told.get(symbol));
        }
    }

    @Test
    void theTablesAreWhereThisBuildHasThem() {
        Kallsyms symbols = guest("linux-pv64").kallsyms();
        assertThat(symbols.count()).isEqualTo(94_266);
        assertThat(symbols.place()).isEqualTo(0xffffffff821bdab8L);
        assertThat(symbols.coding()).isEqualTo("absolute per-CPU");
        assertThat(symbols.valueOf("init_task")).hasValue(0xffffffff82a1aa40L);
        assertThat(symbols.valueOf("do_syscall_64")).hasValue(0xffffffff81a43dc0L);
        assertThat(symbols.valueOf("prb")).hasValue(0xffffffff82a643e0L);
        assertThat(symbols.valueOf("runqueues")).hasValue(0x31c40);
        assertThat(symbols.valueOf("modules")).hasValue(0xffffffff82b292a0L);
        assertThat(symbols.size(symbols.named("init_task").orElseThrow())).isEqualTo(9792);
    }

    @Test
    void structuresAreThoseOfTheKernelsDebugInformation() {
        Types types = guest("linux-pv64").types();
        assertThat(types.layout("struct task_struct").size()).isEqualTo(9792);
        assertThat(offset(types, "struct task_struct", "comm")).isEqualTo(2976);
        assertThat(offset(types, "struct mm_struct", "pgd")).isEqualTo(72);
        assertThat(offset(types, "struct irq_desc", "action")).isEqualTo(112);
        assertThat(offset(types, "struct irq_desc", "irq_data.chip_data")).isEqualTo(88);
        assertThat(offset(types, "struct task_struct", "thread_info.cpu")).isEqualTo(20);
        Member objects = types.layout("struct slab").member("objects");
        assertThat(objects.bitOffset()).isEqualTo(40 * 8 + 16);
        assertThat(objects.bitWidth()).isEqualTo(15);
        // Three structures have this name; the one of event channels is told by a member.
        assertThat(types.layoutWith("struct irq_info", "evtchn").size()).isEqualTo(136);
    }

    private static long offset(Types types, String structure, String member) {
        return types.layout(structure).member(member).offset();
    }

    @Test
    void theFirstTaskAndTheKernelsNamesAreRead() {
        LinuxGuest guest = guest("linux-pv64b");
        long task = guest.symbols().valueOf("init_task").orElseThrow();
        assertThat(guest.types()
                        .layout("struct task_struct")
                        .at(guest.memory(), task)
                        .text("comm"))
                .isEqualTo("swapper/0");
        long names = guest.symbols().valueOf("init_uts_ns").orElseThrow();
        assertThat(guest.types()
                        .layout("struct uts_namespace")
                        .at(guest.memory(), names)
                        .text("name.release"))
                .isEqualTo(guest.coreInfo().orElseThrow().release().orElseThrow());
    }

    @Test
    void theKernelsNotesForDumpReadersAreRead() {
        VmCoreInfo info = guest("linux-pv64").coreInfo().orElseThrow();
        assertThat(info.release()).contains("6.1.0-56-amd64");
        assertThat(info.kernelOffset()).hasValue(0);
        assertThat(info.number("phys_base")).hasValue(0);
        assertThat(info.symbol("init_top_pgt")).hasValue(0xffffffff82a10000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pvh", "linux-5.10-hvm", "linux-pv64-small", "linux-pv64-panic"})
    void otherKindsOfDomainsAndAnOlderRandomisedKernelAreRecognised(String image) {
        LinuxGuest guest = guest(image);
        assertThat(guest.banner()).startsWith("Linux version ").contains("Debian");
        long text = guest.symbols().valueOf("_stext").orElseThrow();
        assertThat(guest.coreInfo().orElseThrow().symbol("_stext")).hasValue(text);
        assertThat(guest.symbols().at(text + 1)).isPresent();
    }
}
